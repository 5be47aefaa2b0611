/** A function that is asked the same again and again: it computes each answer once. What tells its arguments apart is a text or a number. */
export function remembering<A, K extends string | number, R>(
  of: (asked: A) => R,
  keyOf: (asked: A) => K,
): (asked: A) => R {
  const known = new Map<K, R>();
  return (asked) => {
    const key = keyOf(asked);
    if (known.has(key)) return known.get(key) as R;
    const answer = of(asked);
    known.set(key, answer);
    return answer;
  };
}
