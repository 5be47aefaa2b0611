/** For each way that a call can fail, a sentence that says what to do next. A new problem without one does not compile. */
import type { ComponentChildren } from "preact";
import { to } from "../address.ts";
import type { Failure } from "../failure.ts";
import { dayAndTime, deviceZone } from "../time.ts";
import { counted } from "../words.ts";
import { Holds } from "./holds.tsx";
import { SIGN_IN_ENDED } from "./sign-in-notice.tsx";
import { WaitForSlot } from "./wait-for-slot.tsx";

/** What the viewer can do next. */
export interface Steps {
  /** Repeats what failed. */
  retry(): void;
  signIn(): void;
}

type Failures = { [T in Failure["type"]]: Extract<Failure, { type: T }> };
type Sentences = { [T in Failure["type"]]: (failure: Failures[T], steps: Steps) => ComponentChildren };

const sentences: Sentences = {
  "no-answer": (_, { retry }) => (
    <>
      <p>The service did not answer. Check your connection, then try again: repeating is safe.</p>
      <TryAgain retry={retry} />
    </>
  ),
  "signed-out": (_, { signIn }) => <SignInAgain signIn={signIn} />,
  "/problems/unauthenticated": (_, { signIn }) => <SignInAgain signIn={signIn} />,
  "/problems/invalid-request": ({ errors }) => (
    <>
      <p>Something you entered cannot be used. Please change it:</p>
      <ul>
        {errors.map(({ path, message }) => (
          <li key={path}>
            {path.replace(/^\w+\./, "")}: {message}
          </li>
        ))}
      </ul>
    </>
  ),
  "/problems/forbidden": ({ detail }) => (
    <p>Your sign-in does not allow this. {detail} Sign in as someone who may, or ask whoever runs the service.</p>
  ),
  "/problems/not-found": () => (
    <p>
      This does not exist, or it is not yours. <a href="#/">Go to the start.</a>
    </p>
  ),
  "/problems/slot-not-offered": () => <p>The provider does not offer this slot any more. Please choose another.</p>,
  "/problems/method-not-allowed": () => <Outdated />,
  "/problems/slot-held": ({ retryAfter }, { retry }) => (
    <>
      <p>Someone is holding this slot. Choose another, or wait: if they do not confirm it, it is free again.</p>
      <WaitForSlot key={`${retryAfter}`} seconds={retryAfter} retry={retry} />
    </>
  ),
  "/problems/slot-taken": () => <p>Someone else has booked this slot. Please choose another.</p>,
  "/problems/not-confirmed": () => <p>This appointment is only held. Confirm it first.</p>,
  "/problems/rescheduled": ({ rescheduledTo }) => (
    <p>
      This appointment was moved. <a href={to.appointment(rescheduledTo)}>See where it is now.</a>
    </p>
  ),
  "/problems/already-started": () => (
    <p>This appointment has begun, so it cannot be changed any more. Please speak to the other person.</p>
  ),
  "/problems/too-many-holds": ({ holds }, { retry }) => (
    <>
      <p>
        You hold {counted(holds.length, "slot")} that you have not confirmed. Confirm one, or let one go for this one:
      </p>
      <Holds holds={holds} retry={retry} />
    </>
  ),
  "/problems/client-busy": ({ appointmentId }) => (
    <p>
      You have another appointment at that time. <a href={to.appointment(appointmentId)}>See it</a>, or choose another
      slot.
    </p>
  ),
  "/problems/has-appointments": () => (
    <p>
      You still have future appointments or hours on offer. Cancel and withdraw them in{" "}
      <a href={to.schedule()}>your week</a> first.
    </p>
  ),
  "/problems/already-exists": ({ detail }, { retry }) => (
    <>
      <p>Your profile was not created. {detail}</p>
      <TryAgain retry={retry} />
    </>
  ),
  "/problems/reservation-expired": () => (
    <p>
      The half hour to confirm is over. <a href={to.providers()}>Choose the slot again, or another.</a>
    </p>
  ),
  "/problems/cancelled": () => (
    <p>
      This appointment was cancelled. <a href={to.providers()}>Choose another slot.</a>
    </p>
  ),
  "/problems/version-mismatch": () => (
    <p>Someone changed this profile after you opened it. Look at what it says now, then save again.</p>
  ),
  "/problems/payload-too-large": () => <p>That is too much at once. Send fewer hours or shorter texts at a time.</p>,
  "/problems/too-soon": ({ earliestStart }) => {
    const [zone, earliest] = [deviceZone(), Date.parse(earliestStart)];
    return <p>A slot must be reserved at least a day ahead. Choose one from {dayAndTime(zone, earliest)} on.</p>;
  },
  "/problems/throttled": (_, { retry }) => (
    <>
      <p>The service gets too many requests just now. Wait a moment, then try again.</p>
      <TryAgain retry={retry} />
    </>
  ),
  "/problems/internal": ({ requestId }, { retry }) => (
    <>
      <p>
        Something went wrong in the service. Try again. If it goes wrong again, report it with this number:{" "}
        <code>{requestId}</code>
      </p>
      <TryAgain retry={retry} />
    </>
  ),
  "/problems/unavailable": (_, { retry }) => (
    <>
      <p>The service is busy, and trying again has not helped. Wait a moment, then try again: that is safe.</p>
      <TryAgain retry={retry} />
    </>
  ),
  "/problems/partly-stored": ({ stored, notStored }, { retry }) => (
    <>
      <p>
        Hours were published on {stored.length} of {counted(stored.length + notStored.length, "day")} only. Try again to
        publish the rest: what is published stays as it is.
      </p>
      <TryAgain retry={retry} />
    </>
  ),
};

/** The sentence for a failure. */
export function sentenceFor<T extends Failure["type"]>(failure: Failures[T], steps: Steps): ComponentChildren {
  const sentence: Sentences[T] | undefined = sentences[failure.type];
  return sentence ? sentence(failure, steps) : <Outdated />;
}

/** The API may be newer than this page and know problems that the page does not. */
const Outdated = () => <p>The service does not know what this page asks for. Reload the page to get a newer one.</p>;

const SignInAgain = ({ signIn }: { signIn(): void }) => (
  <>
    <p>{SIGN_IN_ENDED}</p>
    <button type="button" onClick={signIn}>
      Sign in again
    </button>
  </>
);

const TryAgain = ({ retry }: { retry(): void }) => (
  <button type="button" onClick={retry}>
    Try again
  </button>
);
