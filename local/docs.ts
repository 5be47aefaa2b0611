/** Serves the contract and Swagger UI from the repository and the installed package, so that it works offline. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPath, send, sendFile } from "./static.ts";

/** Resolved, not imported: importing the package would run it, and only a browser needs that. */
const SWAGGER_UI = dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json")));

const initializer = `window.ui = SwaggerUIBundle({
  url: "/openapi.yaml", dom_id: "#swagger-ui", deepLinking: true, tryItOutEnabled: true, persistAuthorization: true,
  validatorUrl: null, presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: "BaseLayout",
});`;

/** Answers if the request reads one of the documentation's files; otherwise returns false. */
export function docs(request: IncomingMessage, response: ServerResponse): boolean {
  const path = readPath(request);
  if (path === "/docs") return redirect(response, "/docs/");
  if (path === "/openapi.yaml") return sendFile(response, "openapi.yaml");
  if (path === "/docs/swagger-initializer.js") return send(response, path, initializer);
  const [, name] = /^\/docs\/([\w.-]*)$/.exec(path) ?? [];
  return name !== undefined && sendFile(response, join(SWAGGER_UI, name || "index.html"));
}

function redirect(response: ServerResponse, location: string): true {
  response.writeHead(302, { Location: location }).end();
  return true;
}
