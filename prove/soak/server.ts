/** The API of `npm start`, functions and gateway, in a process of its own that says where it listens. */
import { handlers } from "../../build/handlers.gen.ts";
import { serve } from "../../local/server.ts";

// However its parent ended, this pipe closes with it.
process.stdin.resume().once("end", () => process.exit());
const { url } = await serve(handlers, 0);
console.log(url);
