/** Signing in and out: OpenID Connect's authorization code flow with PKCE. The token lives as long as the tab. */
import { ErrorResponse, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Config } from "./config.ts";
import { draft } from "./draft.ts";

/**
 * Why nobody is signed in. `ended`: the token has expired. `refused`: the person or the issuer said no. `failed`: the sign-in
 * could not be completed. `no-answer`: the issuer cannot be reached.
 */
export type SignInFailure = "ended" | "refused" | "failed" | "no-answer";

export interface Session {
  /** The token's subject; undefined while nobody is signed in. */
  userId: string | undefined;
  failure: SignInFailure | undefined;
  token(): string | undefined;
  /** Goes to the issuer, and from there back to this address. Rejects if the issuer does not answer. */
  signIn(): Promise<void>;
  signOut(): Promise<void>;
  /** Calls `ended` when the token expires while the page is open. */
  onEnd(ended: () => void): void;
}

export async function openSession({ issuer, clientId }: Config): Promise<Session> {
  const home = location.origin + location.pathname;
  const store = new WebStorageStateStore({ store: sessionStorage });
  const manager = new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: home,
    post_logout_redirect_uri: home,
    scope: "openid",
    stateStore: store,
    userStore: store,
    automaticSilentRenew: false,
  });
  const isBack = new URLSearchParams(location.search).has("state");
  const failure = isBack ? await completeSignIn(manager, home) : undefined;
  const user = await manager.getUser();
  return {
    userId: user?.expired === false ? user.profile.sub : undefined,
    failure: failure ?? (user?.expired ? "ended" : undefined),
    token: () => user?.access_token,
    signIn: () => {
      place.keep(location.hash);
      return manager.signinRedirect();
    },
    // Cognito ignores post_logout_redirect_uri and needs client_id and logout_uri instead.
    signOut: () =>
      manager
        .signoutRedirect({ extraQueryParams: { client_id: clientId, logout_uri: home } })
        // The token is gone even if the issuer does not answer.
        .catch(() => location.assign(home)),
    onEnd: (ended) => void manager.events.addAccessTokenExpired(ended),
  };
}

/** The address where a sign-in began. It is stored here because the request's state is lost when a sign-in fails. */
const place = draft<string>("place");

/** Completes a sign-in and goes to where it began. Returns why that failed, for example because its address was opened again. */
async function completeSignIn(manager: UserManager, home: string): Promise<SignInFailure | undefined> {
  let failure: SignInFailure | undefined;
  try {
    await manager.signinCallback();
  } catch (error) {
    console.warn(error);
    failure = error instanceof ErrorResponse && error.error === "access_denied" ? "refused" : "failed";
    // The person who was signed in before has just tried to sign in as someone else.
    await manager.removeUser();
  }
  history.replaceState(null, "", home + (place.read() ?? ""));
  return failure;
}
