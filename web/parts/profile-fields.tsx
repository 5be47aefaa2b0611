export interface Entries {
  name: string;
  email?: string;
  timeZone?: string;
}

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** The form fields of a profile: name, email and time zone. */
export function ProfileFields({ entries, change }: { entries: Entries; change(changes: Partial<Entries>): void }) {
  const { name, email = "", timeZone = "" } = entries;
  return (
    <>
      <label>
        Name
        <input
          required
          maxLength={200}
          autoComplete="name"
          value={name}
          onInput={({ currentTarget }) => change({ name: currentTarget.value })}
        />
      </label>
      <label>
        Email, if you like
        <input
          type="email"
          autoComplete="email"
          value={email}
          onInput={({ currentTarget }) => change({ email: currentTarget.value })}
        />
      </label>
      <label>
        Time zone
        <select value={timeZone} onChange={({ currentTarget }) => change({ timeZone: currentTarget.value })}>
          {[...new Set(["", timeZone, ...zones])].map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ") || "None"}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
