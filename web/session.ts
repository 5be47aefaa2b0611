/** Signing in and out: OpenID Connect's authorization code flow with PKCE. The token lives as long as the tab. */
import { UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Config } from "./config.ts";

export interface Session {
  /** The token's subject; undefined while nobody is signed in. */
  userId: string | undefined;
  token(): string | undefined;
  /** Goes to the issuer, and from there back to this address. */
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
  if (new URLSearchParams(location.search).has("state")) await completeSignIn(manager, home);
  const user = await manager.getUser();
  return {
    userId: user?.expired === false ? user.profile.sub : undefined,
    token: () => user?.access_token,
    signIn: () => manager.signinRedirect({ state: location.hash }),
    // Cognito does not know post_logout_redirect_uri, but wants client_id and logout_uri instead.
    signOut: () => manager.signoutRedirect({ extraQueryParams: { client_id: clientId, logout_uri: home } }),
    onEnd: (ended) => void manager.events.addAccessTokenExpired(ended),
  };
}

/** Completes a sign-in and goes to where it began. If that fails, as when its address is opened again, nobody is signed in. */
async function completeSignIn(manager: UserManager, home: string) {
  const user = await manager.signinCallback().catch((error) => console.warn(error));
  history.replaceState(null, "", home + (user?.state ?? ""));
}
