import { isOnGrid } from "../domain/time.ts";
import { invalid } from "./problem.ts";

/** Throws Problem invalid-request unless a body's `startsAt` is on the grid. */
export function mustBeOnGrid(startsAt: number) {
  if (!isOnGrid(startsAt)) throw invalid({ path: "body.startsAt", message: "must be on the 15-minute grid" });
}
