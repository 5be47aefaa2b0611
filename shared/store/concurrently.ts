/** How many requests one call sends to DynamoDB at a time; the SDK keeps 50 sockets. */
export const MAX_IN_FLIGHT = 25;

/** Runs `run` on each item, a bounded number at a time. Returns the outcomes in the items' order and throws none. */
export async function settleConcurrently<T, R>(
  items: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  const outcomes: PromiseSettledResult<R>[] = [];
  const queue = items.entries();
  const work = async () => {
    for (const [index, item] of queue) [outcomes[index]] = await Promise.allSettled([run(item)]);
  };
  await Promise.all(Array.from({ length: MAX_IN_FLIGHT }, work));
  return outcomes;
}

/** As `settleConcurrently`, but throws the first failure once all are done. */
export async function mapConcurrently<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const outcomes = await settleConcurrently(items, run);
  return outcomes.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
}
