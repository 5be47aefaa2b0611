/** `npm run fuzz -- [--requests 5000] [--seed S] [--only I]`: hostile requests against the server, each reply judged. */
import { inspect } from "node:util";
import { bodyOf, replyOf } from "./exchange.ts";
import { type Failure, fuzz, type Tally } from "./fuzz.ts";
import { report } from "./report.ts";
import { startTarget } from "./target.ts";
import { newWorld } from "./world.ts";

/** So many requests come of one seed; the next of the next, with people of its own. */
const REQUESTS_A_SEED = 500;
/** More than these say nothing new. */
const MAX_FAILURES = 20;

/** Sends so many requests, or of a seed's requests one, and says what it found. */
export async function fuzzFor(asked: { seed: number; requests: number; only: number | undefined }) {
  const { seed: first, only } = asked;
  const requests = only === undefined ? asked.requests : only + 1;
  const failures: Failure[] = [];
  const tally: Tally = new Map();
  const started = performance.now();
  console.log(`seed ${first}, ${requests} requests`);
  const target = await startTarget();
  try {
    for (let sent = 0; sent < requests && failures.length < MAX_FAILURES && target.isAlive(); sent += REQUESTS_A_SEED) {
      const seed = first + sent / REQUESTS_A_SEED;
      await fuzz(target, {
        seed,
        count: Math.min(REQUESTS_A_SEED, requests - sent),
        world: await newWorld(target.place, seed),
        tally,
        onFailure(failure) {
          failures.push(failure);
          console.log(report(seed, failure, target.place.url));
        },
        onExchange(index, exchange) {
          if (index !== only) return;
          const reply = replyOf(exchange);
          console.log(inspect({ ...exchange, replied: reply && bodyOf(reply) }, { depth: 6 }));
        },
      });
    }
  } finally {
    await target.stop();
  }

  const total = [...tally.values()].reduce((sum, count) => sum + count, 0);
  const failed = (check: string) =>
    failures.filter(({ findings }) => findings.some((one) => one.check === check)).length;
  for (const [what, count] of [...tally].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`${count}`.padStart(7), what);
  console.log(
    `${total} requests from seed ${first} in ${Math.round((performance.now() - started) / 1000)} s: ` +
      `${failed("isNoFailure")} server errors, ${failed("isAsPromised")} contract violations, ${failures.length} failures in all`,
  );
  process.exitCode = failures.length === 0 && total === requests ? 0 : 1;
}
