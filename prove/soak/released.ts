/** A database whose server was killed needs a moment to give its files up. */
import { setTimeout as pause } from "node:timers/promises";

const TRIES = 20;
const EVERY_MS = 500;

/** Starts what opens the data, as soon as nobody else has them open. */
export async function whenReleased<T>(start: () => Promise<T>, left = TRIES): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (left === 1 || !/another server using/.test(`${error}`)) throw error;
    await pause(EVERY_MS);
    return whenReleased(start, left - 1);
  }
}
