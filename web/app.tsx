import { useEffect, useState } from "preact/hooks";
import { getUser, type User } from "../client/index.ts";
import { useAddress } from "./address.ts";
import type { Api } from "./api.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { Profile, Signed } from "./context.ts";
import { useLoaded, useSigned } from "./hooks.ts";
import { FailureNotice } from "./parts/failure-notice.tsx";
import { Menu } from "./parts/menu.tsx";
import { Page } from "./parts/page.tsx";
import { Waiting } from "./parts/waiting.tsx";
import type { Session } from "./session.ts";
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
  const signIn = () => void session.signIn();
  return (
    <>
      {userId === undefined ? (
        <main>
          <Page title="Appointments">
            <p>Find a free time, hold it for half an hour, and confirm it.</p>
            <button type="button" class="main" onClick={signIn}>
              Sign in
            </button>
          </Page>
        </main>
      ) : (
        <Signed.Provider value={{ client: api.client, clock, userId, zone: deviceZone(), signIn }}>
          <SignedInPage session={session} api={api} />
        </Signed.Provider>
      )}
      <footer>{config.docs && <a href={config.docs}>The API behind this page</a>}</footer>
    </>
  );
}

function SignedInPage({ session, api }: { session: Session; api: Api }) {
  const { client, userId } = useSigned();
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
  return (
    <Profile.Provider value={profile}>
      <Menu profile={profile} signOut={session.signOut} />
      <main>
        <Waiting api={api} />
        <FailureNotice {...loading} {...(hasEnded && { failure: { type: "signed-out" } })} />
        {me === "none" ? <NewProfile /> : me && <View address={address} />}
      </main>
    </Profile.Provider>
  );
}
