import type { User } from "../../client/index.ts";
import { to } from "../address.ts";

const menus = {
  client: [
    ["Find a provider", to.providers()],
    ["My appointments", to.appointments()],
  ],
  provider: [
    ["My week", to.schedule()],
    ["Publish hours", to.hours()],
  ],
} as const;

/** The links to the main views. Without a profile, one can only sign out. */
export function Menu({ profile, signOut }: { profile: User | undefined; signOut(): void }) {
  return (
    <header>
      {profile && (
        <nav aria-label="Main">
          {menus[profile.role].map(([label, address]) => (
            <a key={address} href={address}>
              {label}
            </a>
          ))}
          <a href={to.calendar()}>Calendar</a>
          <a href={to.profile()}>{profile.name}</a>
        </nav>
      )}
      <button type="button" onClick={signOut}>
        Sign out
      </button>
    </header>
  );
}
