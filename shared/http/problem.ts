import { type ProblemBodies, problems } from "../contract/problems.gen.ts";
import type { ProxyResult } from "./proxy-result.ts";

export type ProblemKind = keyof ProblemBodies;

/** The fields that only this kind of problem has. */
type Extras<K extends ProblemKind> = Omit<ProblemBodies[K], "type" | "title" | "status" | "detail">;

/** An error whose reply is problem+json, RFC 9457. Throw it, and `problemReplies` makes the reply. */
export class Problem<K extends ProblemKind = ProblemKind> extends Error {
  readonly kind: K;
  readonly extras: Extras<K>;

  /** @param detail tells a person what to change */
  constructor(kind: K, detail: string, ...[extras]: Record<never, never> extends Extras<K> ? [] : [Extras<K>]) {
    super(detail);
    this.kind = kind;
    // The compiler does not see that only a kind without fields of its own may leave them out.
    this.extras = extras ?? ({} as Extras<K>);
  }

  get status() {
    return problems[this.kind].status;
  }

  get body() {
    const { status, title } = problems[this.kind];
    return {
      type: `/problems/${this.kind}`,
      title,
      status,
      detail: this.message,
      ...this.extras,
    };
  }

  /** The headers of its reply, apart from those that every reply has. */
  get headers(): Record<string, string> {
    if (this.kind === "unauthenticated") return { "WWW-Authenticate": "Bearer" };
    if ("retryAfter" in this.extras) return { "Retry-After": `${this.extras.retryAfter}` };
    if (this.status === 429 || this.status === 503) return { "Retry-After": "1" };
    return {};
  }
}

/** The reply to a problem, apart from the headers that every reply has. */
export const problemReply = (problem: Problem): ProxyResult => ({
  statusCode: problem.status,
  headers: { "Content-Type": "application/problem+json", ...problem.headers },
  body: JSON.stringify(problem.body),
});

/** A 401 for a call without a token. */
export const tokenMissing = () => new Problem("unauthenticated", "Send a token: Authorization: Bearer <token>.");

/** A 400 that names each wrong field by its `path`, such as `body.startsAt`. */
export const invalid = (...errors: { path: string; message: string }[]) =>
  new Problem("invalid-request", errors.map(({ path, message }) => `${path} ${message}`).join("; "), { errors });
