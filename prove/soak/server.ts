/** The API of `npm start` as a process of its own, which prints its URL. */
import { handlers } from "../../build/handlers.gen.ts";
import { serve } from "../../local/server.ts";

// This pipe closes when the parent process ends, even by kill -9.
process.stdin.resume().once("end", () => process.exit());
const { url } = await serve(handlers, 0);
console.log(url);
