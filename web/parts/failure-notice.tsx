import type { Failure } from "../failure.ts";
import { useSignedIn } from "../hooks.ts";
import { sentenceFor } from "./sentences.tsx";

/** The failures of the whole service or of the sign-in. If one read fails like this, the others do too. */
const OUTAGES: string[] = [
  "no-answer",
  "signed-out",
  "/problems/unauthenticated",
  "/problems/throttled",
  "/problems/unavailable",
] satisfies Failure["type"][];

interface Props {
  failure?: Failure | undefined;
  /** Whether a read failed, not something that the viewer did. */
  isReadCall?: boolean;
  retry(): void;
}

/** Says why something failed and what to do next. Empty while nothing has failed. An outage is shown once for all reads. */
export function FailureNotice({ failure, isReadCall, retry }: Props) {
  const { signIn } = useSignedIn();
  const isOutage = failure && isReadCall && OUTAGES.includes(failure.type);
  return (
    <div role="alert" class={failure && `notice failure ${isOutage ? "outage" : ""}`}>
      {failure && sentenceFor(failure, { retry, signIn })}
    </div>
  );
}
