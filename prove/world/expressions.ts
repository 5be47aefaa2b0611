/** DynamoDB's expressions, as far as the product writes them: a condition is a test of an item, an update changes one. */
import type { AttributeValue as Value } from "@aws-sdk/client-dynamodb";

/** An item in DynamoDB's own JSON. */
export type Raw = Record<string, Value>;

/** What an expression's `#name` and `:value` stand for. */
export interface Placeholders {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, Value>;
}
type Read<T> = (item: Raw, given: Placeholders) => T;

/** Each text is parsed once: only what its placeholders stand for differs. */
function remembering<T>(parse: (tokens: Tokens) => T) {
  const known = new Map<string, T>();
  return (text: string): T => {
    const parsed = known.get(text) ?? parse(tokensOf(text));
    known.set(text, parsed);
    return parsed;
  };
}

type Tokens = ReturnType<typeof tokensOf>;
function tokensOf(text: string) {
  const all = text.match(/[:#]?\w+|<=|>=|<>|[^\s]/g) ?? [];
  let at = 0;
  const next = () => `${all[at++] ?? "the end"}`;
  const skip = (word: string) => all[at]?.toUpperCase() === word && ++at > 0;
  function must(word: string) {
    if (!skip(word)) throw new Error(`${text}: there is no ${word} before ${all[at]}`);
  }
  const isAtEnd = () => at >= all.length;
  return { next, skip, must, isAtEnd, unknown: (what: string) => new Error(`${text}: ${what} is not known here`) };
}

/** What `parse` reads, once or more, with commas between. */
function list<T>(tokens: Tokens, parse: (tokens: Tokens) => T): T[] {
  const all = [parse(tokens)];
  while (tokens.skip(",")) all.push(parse(tokens));
  return all;
}

const nameOf = (token: string) => (token.startsWith("#") ? undefined : token);
const attribute =
  (token: string): Read<string> =>
  (_, { ExpressionAttributeNames }) =>
    nameOf(token) ?? `${ExpressionAttributeNames?.[token]}`;

const FUNCTIONS: Record<string, (value: Value | undefined, other: Value | undefined) => boolean> = {
  attribute_exists: (value) => value !== undefined,
  attribute_not_exists: (value) => value === undefined,
  begins_with: (value, prefix) => value?.S?.startsWith(`${prefix?.S}`) ?? false,
};

function operand(tokens: Tokens): Read<Value | undefined> {
  const token = tokens.next();
  if (token.startsWith(":")) return (_, { ExpressionAttributeValues }) => ExpressionAttributeValues?.[token];
  if (token === "if_not_exists") {
    tokens.must("(");
    const first = operand(tokens);
    tokens.must(",");
    const orElse = operand(tokens);
    tokens.must(")");
    return (item, given) => first(item, given) ?? orElse(item, given);
  }
  const name = attribute(token);
  return (item, given) => item[name(item, given)];
}

/** Below zero, zero or above it; undefined where two values cannot be compared. */
function compare(a: Value | undefined, b: Value | undefined): number | undefined {
  if (a?.N !== undefined && b?.N !== undefined) return Number(a.N) - Number(b.N);
  if (a?.S === undefined || b?.S === undefined) return undefined;
  return a.S < b.S ? -1 : a.S > b.S ? 1 : 0;
}
const COMPARISONS: Record<string, (order: number) => boolean> = {
  "=": (order) => order === 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function comparison(tokens: Tokens): Read<boolean> {
  if (tokens.skip("(")) {
    const inner = either(tokens);
    tokens.must(")");
    return inner;
  }
  for (const [name, test] of Object.entries(FUNCTIONS))
    if (tokens.skip(name.toUpperCase())) {
      tokens.must("(");
      const [value, other] = list(tokens, operand);
      tokens.must(")");
      return (item, given) => test(value?.(item, given), other?.(item, given));
    }
  const left = operand(tokens);
  const isOrdered = (operator: string, right: Read<Value | undefined>): Read<boolean> => {
    const holds = COMPARISONS[operator];
    if (!holds) throw tokens.unknown(operator);
    return (item, given) => {
      const order = compare(left(item, given), right(item, given));
      return order !== undefined && holds(order);
    };
  };
  if (tokens.skip("IN")) {
    tokens.must("(");
    const all = list(tokens, operand).map((one) => isOrdered("=", one));
    tokens.must(")");
    return (item, given) => all.some((one) => one(item, given));
  }
  if (tokens.skip("BETWEEN")) {
    const least = isOrdered(">=", operand(tokens));
    tokens.must("AND");
    const most = isOrdered("<=", operand(tokens));
    return (item, given) => least(item, given) && most(item, given);
  }
  return isOrdered(tokens.next(), operand(tokens));
}

function both(tokens: Tokens): Read<boolean> {
  const all = [comparison(tokens)];
  while (tokens.skip("AND")) all.push(comparison(tokens));
  return (item, given) => all.every((one) => one(item, given));
}
function either(tokens: Tokens): Read<boolean> {
  const all = [both(tokens)];
  while (tokens.skip("OR")) all.push(both(tokens));
  return (item, given) => all.some((one) => one(item, given));
}

/** Whether an item meets a condition; `{}` stands for no item. */
export const condition = remembering((tokens) => {
  const test = either(tokens);
  if (!tokens.isAtEnd()) throw tokens.unknown(tokens.next());
  return test;
});

type Change = (item: Raw, given: Placeholders, old: Raw) => void;
const CLAUSES: Record<string, (tokens: Tokens) => Change> = {
  SET(tokens) {
    const name = attribute(tokens.next());
    tokens.must("=");
    const value = operand(tokens);
    const added = tokens.skip("+") ? operand(tokens) : undefined;
    return (item, given, old) => {
      const one = value(old, given);
      if (!one) throw tokens.unknown("a value to SET");
      const more = added?.(old, given);
      item[name(old, given)] = more ? { N: `${Number(one.N) + Number(more.N)}` } : one;
    };
  },
  REMOVE(tokens) {
    const name = attribute(tokens.next());
    return (item, given, old) => void delete item[name(old, given)];
  },
  ADD: (tokens) => combining(tokens, (have, value) => [...new Set([...have, ...value])]),
  DELETE: (tokens) => combining(tokens, (have, value) => have.filter((one) => !value.includes(one))),
};

function combining(tokens: Tokens, combine: (have: string[], value: string[]) => string[]): Change {
  const name = attribute(tokens.next());
  const value = operand(tokens);
  return (item, given, old) => {
    const NS = combine(old[name(old, given)]?.NS ?? [], value(old, given)?.NS ?? []);
    item[name(old, given)] = { NS };
  };
}

/** The item that an update makes of another. */
export const updated = remembering((tokens) => {
  const changes: Change[] = [];
  while (!tokens.isAtEnd()) {
    const clause = tokens.next();
    const parse = CLAUSES[clause];
    if (!parse) throw tokens.unknown(clause);
    changes.push(...list(tokens, parse));
  }
  return (old: Raw, given: Placeholders): Raw => {
    const item = { ...old };
    for (const change of changes) change(item, given, old);
    return item;
  };
});
