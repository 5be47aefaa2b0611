import { to } from "../address.ts";
import { useNow } from "../hooks.ts";
import { countdown, instant } from "../time.ts";

interface Props {
  holds: { appointmentId: string; expiresAt: string }[];
  letGo(appointmentId: string): void;
}

/** What a client holds, each with a way to let it go. */
export function Holds({ holds, letGo }: Props) {
  const now = useNow();
  return (
    <ul class="plain">
      {holds.map(({ appointmentId, expiresAt }, index) => (
        <li key={appointmentId} class="row">
          <a href={to.appointment(appointmentId)}>
            Hold {index + 1}, for <span role="timer">{countdown(instant(expiresAt) - now)}</span>
          </a>
          <button type="button" onClick={() => letGo(appointmentId)}>
            Let hold {index + 1} go
          </button>
        </li>
      ))}
    </ul>
  );
}
