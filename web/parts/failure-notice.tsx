import type { Failure } from "../failure.ts";
import { useSigned } from "../hooks.ts";
import { sentenceFor } from "./sentences.tsx";

/** The failures that are the service's or the sign-in's: if one read fails so, the others do too. */
const OUTAGES: string[] = [
  "no-answer",
  "signed-out",
  "/problems/unauthenticated",
  "/problems/throttled",
  "/problems/unavailable",
] satisfies Failure["type"][];

interface Props {
  failure?: Failure | undefined;
  /** Whether it is a read that failed, rather than what someone did. */
  isRead?: boolean;
  again(): void;
}

/** Says why something failed and what to do next. Empty while nothing has failed. An outage is shown once for all reads. */
export function FailureNotice({ failure, isRead, again }: Props) {
  const { signIn } = useSigned();
  const isOutage = failure && isRead && OUTAGES.includes(failure.type);
  return (
    <div role="alert" class={failure && `notice failure ${isOutage ? "outage" : ""}`}>
      {failure && sentenceFor(failure, { again, signIn })}
    </div>
  );
}
