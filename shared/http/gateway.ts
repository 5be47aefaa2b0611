/** What the gateway answers itself, on AWS and on a laptop. The stack configures API Gateway with it. */
import { invalid, Problem } from "./problem.ts";

export const notLetThrough = () => new Problem("forbidden", "The gateway does not let this request through.");
export const throttled = () => new Problem("throttled", "Too many requests; try again in a second.");
export const noSuchPath = () => new Problem("not-found", "There is no such path.");
export const bodyTooLarge = () => new Problem("payload-too-large", "The body is larger than 10 MiB.");
export const gatewayFailed = (requestId: string) =>
  new Problem("internal", "The gateway failed; its log has the details.", { requestId });

export const unreadable = () =>
  invalid({ path: "request", message: "cannot be read by the gateway: check the Content-Type" });

/** To answer 404 or 405 itself, API Gateway needs a template for the request's content type. Any other type gets a 400. */
export const bodyKinds = [
  "application/json",
  "application/merge-patch+json",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
  "application/xml",
  "multipart/form-data",
  "text/plain",
];

/** The path exists, but not with this method. */
export class MethodNotAllowed extends Problem<"method-not-allowed"> {
  readonly #methods: readonly string[];
  constructor(methods: readonly string[]) {
    super("method-not-allowed", `This path has ${new Intl.ListFormat("en-GB").format(methods)} only.`);
    this.#methods = methods;
  }
  override get headers() {
    return { Allow: [...this.#methods, "OPTIONS"].join(", ") };
  }
}

/** What a browser may send from another origin, and for how many seconds it may remember that. */
export const preflight = { headers: ["Authorization", "Content-Type", "If-Match", "If-None-Match"], maxAge: 3600 };
