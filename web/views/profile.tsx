import { useState } from "preact/hooks";
import { updateUser } from "../../client/index.ts";
import { useAction, useMe, useSignedIn } from "../hooks.ts";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { Page } from "../parts/page.tsx";
import { type Entries, ProfileFields } from "../parts/profile-fields.tsx";

/** Where one changes one's own profile. */
export function ProfileView() {
  const { client, userId } = useSignedIn();
  const me = useMe();
  const [changes, setChanges] = useState<Partial<Entries>>({});
  const [isSaved, setSaved] = useState(false);
  const save = useAction(async () => {
    const { name, email, timeZone } = changes;
    await updateUser({
      client,
      path: { userId },
      // If someone else has changed the profile meanwhile, this save is refused.
      headers: { "If-Match": `"${me.version}"` },
      body: {
        ...(name !== undefined && { name }),
        ...(email !== undefined && { email: email || null }),
        ...(timeZone !== undefined && { timeZone: timeZone || null }),
      },
      throwOnError: true,
    });
    setChanges({});
    setSaved(true);
  });
  return (
    <Page title="My profile">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.run();
        }}
      >
        <ProfileFields
          entries={{ ...me, ...changes }}
          change={(more) => {
            setChanges({ ...changes, ...more });
            setSaved(false);
          }}
        />
        <button type="submit" class="main" disabled={Object.keys(changes).length === 0}>
          Save
        </button>
      </form>
      <FailureNotice {...save} />
      <p role="status">{isSaved && "Saved."}</p>
    </Page>
  );
}
