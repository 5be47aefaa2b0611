/** The API of `npm start`, bundles and gateway, in a process of its own that says where it listens. */
import { bundledHandlers, serve } from "../../local/server.ts";

// However its parent ended, this pipe closes with it.
process.stdin.resume().once("end", () => process.exit());
const { url } = await serve(bundledHandlers(), 0);
console.log(url);
