/** The soak: people at work, a server that is killed again and again, and the reckoning. */
import { setTimeout as pause } from "node:timers/promises";
import type { Caller } from "../../shared/domain/access.ts";
import { randomOf } from "../../test/random.ts";
import { act } from "./actor.ts";
import { asking } from "./ask.ts";
import { readContents } from "./contents.ts";
import { type Fault, faultNames, startSubject } from "./faults.ts";
import type { Finding } from "./finding.ts";
import type { Entry } from "./ledger.ts";
import { born, type Person } from "./person.ts";
import { reconcile } from "./reconcile.ts";

const CLIENTS = 10;
/** Whom an admin books for. */
const CLIENTS_BY_PHONE = 2;
const PROVIDERS = 4;

/** Between two faults, in seconds. */
const CALM = { least: 1, most: 8 };

export interface Plan {
  seconds: number;
  seed: number;
  /** Where the server's data are. */
  folder: string;
  /** Ends the run early. */
  signal: AbortSignal;
  progress(ledger: readonly Entry[], faults: readonly Fault[]): void;
}

export interface Outcome {
  ledger: Entry[];
  faults: Fault[];
  /** Replies that were not as the contract promises. */
  contractFaults: string[];
  findings: Finding[];
  /** Where an index is not as the table. */
  indexFaults: string[];
}

export async function soak({ seconds, seed, folder, signal, progress }: Plan): Promise<Outcome> {
  const random = randomOf(seed);
  const ledger: Entry[] = [];
  const faults: Fault[] = [];
  const contractFaults: string[] = [];
  const subject = await startSubject(folder);
  const failure = new AbortController();
  const over = AbortSignal.any([signal, failure.signal, AbortSignal.timeout(seconds * 1000)]);
  const ask = asking(subject.url, ledger, contractFaults);
  // Whatever is under way when it is over is repeated until its answer is known.
  const acting = Promise.all(people(random).map((newPerson) => act(newPerson, ask, () => over.aborted)));
  acting.catch(() => failure.abort());
  try {
    for (;;) {
      const calm = CALM.least + random() * (CALM.most - CALM.least);
      await pause(1000 * calm, undefined, { signal: over }).catch(() => {});
      if (over.aborted) break;
      const fault = faultNames[Math.floor(random() * faultNames.length)] as Fault;
      faults.push(fault);
      await subject.suffer(fault);
      progress(ledger, faults);
    }
    await acting;
  } catch (error) {
    // A Ctrl-C reaches the server too.
    if (!signal.aborted) throw error;
  } finally {
    await subject.stop();
  }
  const { contents, indexFaults } = await readContents(folder);
  return { ledger, faults, contractFaults, findings: reconcile(ledger, contents), indexFaults };
}

/** Each gives birth to a person, and to the next one when that is forgotten; all draw from sources of their own. */
function people(random: () => number): ((life: number) => Person)[] {
  const some = (count: number, role: Person["role"], kind: string, by?: Caller) =>
    Array.from({ length: count }, (_, i) => {
      const own = randomOf(Math.floor(random() * 2 ** 32));
      return (life: number) => {
        const userId = `${kind}-${i}-${life}`;
        return born(role, userId, by ?? { role, userId }, own);
      };
    });
  return [
    ...some(CLIENTS, "client", "client"),
    ...some(CLIENTS_BY_PHONE, "client", "by-phone", { role: "admin", userId: "front-desk" }),
    ...some(PROVIDERS, "provider", "provider"),
  ];
}
