import type { Failure } from "../failure.ts";
import { useSigned } from "../hooks.ts";
import { sentenceFor } from "./sentences.tsx";

/** Says why something failed and what to do next. Empty while nothing has failed. */
export function FailureNotice({ failure, again }: { failure?: Failure | undefined; again(): void }) {
  const { signIn } = useSigned();
  return (
    <div role="alert" class={failure && "notice failure"}>
      {failure && sentenceFor(failure, { again, signIn })}
    </div>
  );
}
