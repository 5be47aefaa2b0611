import { useEffect, useState } from "preact/hooks";
import { getUser, type User } from "../client/index.ts";
import { useAddress } from "./address.ts";
import type { Api } from "./api.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { ProfileContext, SignedInContext } from "./context.ts";
import { dropDraftsOf } from "./draft.ts";
import { useLoaded, useSignedIn } from "./hooks.ts";
import { FailureNotice } from "./parts/failure-notice.tsx";
import { Menu } from "./parts/menu.tsx";
import { Page } from "./parts/page.tsx";
import { SignInNotice } from "./parts/sign-in-notice.tsx";
import { Waiting } from "./parts/waiting.tsx";
import type { Session, SignInFailure } from "./session.ts";
import { deviceZone } from "./time.ts";
import { NewProfile } from "./views/new-profile.tsx";
import { View } from "./views/view.tsx";

interface Props {
  config: Config;
  session: Session;
  api: Api;
  clock: Clock;
}

/** The whole page: what it shows depends on who is signed in. */
export function App({ config, session, api, clock }: Props) {
  const { userId } = session;
  const [failure, setFailure] = useState(session.failure);
  const signIn = () => {
    // Removed first, so that a screen reader reads the notice again if signing in fails again.
    setFailure(undefined);
    session.signIn().catch((error) => {
      console.warn(error);
      setFailure("no-answer");
    });
  };
  return (
    <>
      {userId === undefined ? (
        <main>
          <Page title="Appointments">
            <p>Find a free time, hold it for half an hour, and confirm it.</p>
            <SignInNotice failure={failure} />
            <button type="button" class="main" onClick={signIn}>
              Sign in
            </button>
          </Page>
        </main>
      ) : (
        <SignedInContext.Provider value={{ client: api.client, clock, userId, zone: deviceZone(), signIn }}>
          <SignedInPage {...{ session, api, failure }} />
        </SignedInContext.Provider>
      )}
      <footer>{config.docs && <a href={config.docs}>The API behind this page</a>}</footer>
    </>
  );
}

interface SignedInProps {
  session: Session;
  api: Api;
  /** Why signing in again failed. */
  failure: SignInFailure | undefined;
}

function SignedInPage({ session, api, failure }: SignedInProps) {
  const { client, userId } = useSignedIn();
  const address = useAddress();
  const [hasEnded, setEnded] = useState(false);
  useEffect(() => session.onEnd(() => setEnded(true)), [session]);
  const { value: me, ...loading } = useLoaded(async (): Promise<User | "none"> => {
    const { data, error } = await getUser({ client, path: { userId } });
    if (error?.type === "/problems/not-found") return "none";
    if (error) throw error;
    return data;
  }, [userId]);
  const profile = me === "none" ? undefined : me;
  const signOut = () => {
    dropDraftsOf(userId);
    void session.signOut();
  };
  return (
    <ProfileContext.Provider value={profile}>
      <Menu profile={profile} signOut={signOut} />
      <main>
        <Waiting api={api} />
        <SignInNotice failure={failure} />
        <FailureNotice {...loading} {...(hasEnded && { failure: { type: "signed-out" } })} />
        {me === "none" ? <NewProfile /> : me && <View address={address} />}
      </main>
    </ProfileContext.Provider>
  );
}
