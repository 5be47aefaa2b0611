import { useState } from "preact/hooks";
import { createUser, type Registration } from "../../client/index.ts";
import { useAction, useSignedIn } from "../hooks.ts";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { Page } from "../parts/page.tsx";
import { ProfileFields } from "../parts/profile-fields.tsx";

const roles = { client: "I book appointments", provider: "I offer appointments" };

/** What people see when they sign in for the first time. */
export function NewProfile() {
  const { client, userId, zone } = useSignedIn();
  const [profile, setProfile] = useState<Registration>({ userId, role: "client", name: "", timeZone: zone });
  const create = useAction(async () => {
    const { email, timeZone, ...rest } = profile;
    const body = { ...rest, ...(email && { email }), ...(timeZone && { timeZone }) };
    await createUser({ client, body, throwOnError: true });
  });
  return (
    <Page title="Welcome">
      <p>Before you begin: who are you? The people you have appointments with see your name.</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.run();
        }}
      >
        <fieldset>
          <legend>What brings you here?</legend>
          {(["client", "provider"] as const).map((role) => (
            <label key={role} class="choice">
              <input
                type="radio"
                name="role"
                checked={profile.role === role}
                onChange={() => setProfile({ ...profile, role })}
              />
              {roles[role]}
            </label>
          ))}
        </fieldset>
        <ProfileFields entries={profile} change={(changes) => setProfile({ ...profile, ...changes })} />
        <button type="submit" class="main" aria-busy={create.isRunning}>
          Begin
        </button>
      </form>
      {create.failure?.type === "/problems/forbidden" ? (
        <p role="alert" class="notice failure">
          Your sign-in does not allow this answer. Choose the other one, or ask whoever runs the service.
        </p>
      ) : (
        <FailureNotice {...create} />
      )}
    </Page>
  );
}
