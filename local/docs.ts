/** Serves the contract and Swagger UI from the repository and the installed package, so that it works offline. */
import { existsSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Resolved, not imported: importing the package would run it, and only a browser needs that. */
const SWAGGER_UI = dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json")));

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".yaml": "application/yaml; charset=utf-8",
};

const initializer = `window.ui = SwaggerUIBundle({
  url: "/openapi.yaml", dom_id: "#swagger-ui", deepLinking: true, tryItOutEnabled: true, persistAuthorization: true,
  validatorUrl: null, presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: "BaseLayout",
});`;

/** Answers if the path is one of the documentation's; otherwise returns false. */
export function answerDocs(path: string, response: ServerResponse): boolean {
  if (path === "/docs") return redirect(response, "/docs/");
  if (path === "/openapi.yaml") return sendFile(response, "openapi.yaml");
  if (path === "/docs/swagger-initializer.js") return sendText(response, types[".js"], initializer);
  const [, name] = /^\/docs\/([\w.-]*)$/.exec(path) ?? [];
  return name !== undefined && sendFile(response, join(SWAGGER_UI, name || "index.html"));
}

function redirect(response: ServerResponse, location: string) {
  response.writeHead(302, { Location: location }).end();
  return true;
}

function sendFile(response: ServerResponse, file: string) {
  const type = types[extname(file)];
  return type !== undefined && existsSync(file) && sendText(response, type, readFileSync(file));
}

function sendText(response: ServerResponse, type: string | undefined, text: string | Buffer) {
  response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache" }).end(text);
  return true;
}
