/** The state machines of docs/events.md. No Step Functions runs here, so their expressions are evaluated one by one. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { marshall } from "@aws-sdk/util-dynamodb";
import jsonata from "jsonata";
import { describe, expect, it } from "vitest";
import { type Confirmed, newHold } from "../shared/domain/claim.ts";
import { eventsOf } from "../shared/domain/lifecycle-event.ts";
import { formatInstant } from "../shared/domain/time.ts";
import { eventReply } from "../shared/http/replies.ts";
import { claimItemOf } from "../shared/store/items.ts";
import { claimKey, userKey } from "../shared/store/keys.ts";

const startsAt = Date.parse("2031-03-07T08:15:00Z") / 1000;
const { expiresAt: _, ...rest } = newHold({ providerId: "ada", startsAt }, "one", "grace", startsAt - 24 * 3600);
const confirmed: Confirmed = { ...rest, status: "confirmed", confirmedAt: startsAt - 24 * 3600 };
const input = eventsOf(undefined, confirmed).map(eventReply)[0];

const documents = [...readFileSync("docs/events.md", "utf8").matchAll(/```json\n(.*?)```/gs)].map(([, text = ""]) =>
  JSON.parse(text),
);
const states = Object.assign({}, ...documents.map((one) => one.States ?? (one.ReadSlot ? one : {})));

/** Evaluates the JSONata in a part of a state, as Step Functions would. */
async function evaluate(part: unknown, context: object = { input }): Promise<unknown> {
  if (typeof part === "string") {
    const [, source] = /^\{%(.*)%\}$/s.exec(part) ?? [];
    if (source === undefined) return part;
    const expression = jsonata(source);
    expression.registerFunction("hash", (text: string) => createHash("sha256").update(text).digest("hex"));
    return expression.evaluate({}, { states: context });
  }
  if (Array.isArray(part)) return Promise.all(part.map((one) => evaluate(one, context)));
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).map(async ([key, value]) => [key, await evaluate(value, context)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

describe("Given the recipes of docs/events.md and a confirmed appointment", () => {
  it("each state names only states that exist", () => {
    const named = JSON.stringify(states).matchAll(/"(?:Next|Default)":"(\w+)"/g);
    expect(Object.keys(states)).toEqual(expect.arrayContaining([...named].map(([, name]) => name)));
  });

  it("the mail goes to the address in the client's profile, or to nobody", async () => {
    const { ReadProfile, SendMail } = states;
    expect(await evaluate(ReadProfile.Arguments.Key)).toEqual(marshall(userKey("grace")));
    const found = (Item?: object) => evaluate(ReadProfile.Output, { input, result: { Item } });
    expect(await found()).toMatchObject({ email: "" });
    const output = await found({ email: { S: "grace@example.org" } });
    const { Destination, Content } = (await evaluate(SendMail.Arguments, {
      input: output,
    })) as typeof SendMail.Arguments;
    expect(Destination.ToAddresses).toEqual(["grace@example.org"]);
    expect(Content.Simple.Body.Text.Data).toBe("Your appointment begins at 2031-03-07T08:15:00Z.");
  });

  it("the reminder is due 23 hours before, under a name that a schedule may have", async () => {
    const { Name, ScheduleExpression, Target } = (await evaluate(
      states.Create.Arguments,
    )) as typeof states.Create.Arguments;
    expect(Name).toMatch(/^[\w.-]{1,64}$/);
    expect(ScheduleExpression).toBe(`at(${formatInstant(startsAt - 23 * 3600).slice(0, 19)})`);
    expect(JSON.parse(Target.Input)).toEqual(input);
  });

  it("the reminder is sent only if the appointment is still confirmed in its slot", async () => {
    const { ReadSlot } = states;
    expect(await evaluate(ReadSlot.Arguments.Key)).toEqual(marshall(claimKey(confirmed)));
    const isConfirmed = (Item?: object) => evaluate(ReadSlot.Assign.isConfirmed, { input, result: { Item } });
    const item = marshall(claimItemOf(confirmed));
    expect(await isConfirmed(item)).toBe(true);
    for (const other of [undefined, { ...item, status: { S: "cancelled" } }, { ...item, appointmentId: { S: "two" } }])
      expect(await isConfirmed(other)).toBe(false);
  });
});
