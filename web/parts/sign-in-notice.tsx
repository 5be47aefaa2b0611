import type { SignInFailure } from "../session.ts";

export const SIGN_IN_ENDED = "Your sign-in has ended. Sign in again, and you come back to this place.";

const sentences: Record<SignInFailure, string> = {
  ended: SIGN_IN_ENDED,
  refused: "You are not signed in: the sign-in was cancelled or refused. Sign in again to go on.",
  failed: "Signing in did not work. Check your connection, then sign in again.",
  "no-answer": "The sign-in service did not answer. Check your connection, then sign in again.",
};

/** Says why someone is not signed in, or could not sign in again. Empty while there is nothing to say. */
export function SignInNotice({ failure }: { failure: SignInFailure | undefined }) {
  return (
    <div role="alert" class={failure && "notice failure"}>
      {failure && <p>{sentences[failure]}</p>}
    </div>
  );
}
