import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Claim, newHold } from "../shared/domain/claim.ts";
import { newClaimId } from "../shared/store/appointments.ts";
import { claimItemOf } from "../shared/store/items.ts";

process.env.EVENT_BUS = "a-bus";
const { handler } = await import("./publishEvents.ts");

const NOW = Date.parse("2031-03-03T10:07:30Z") / 1000;
const OPENS = Date.parse("2031-03-07T08:00:00Z") / 1000;

/** A client's hold of one of the provider's slots. */
function holdOf(slot: number, now = NOW) {
  const place = { providerId: "ada", startsAt: OPENS + slot * 900 };
  return newHold(place, newClaimId(place, now), "grace", now);
}

let number = 0;
/** A change as the stream has it. */
function change(before: Claim | undefined, after: Claim | undefined): DynamoDBRecord {
  const image = (claim: Claim) => marshall(claimItemOf(claim)) as never;
  return {
    dynamodb: {
      SequenceNumber: `${++number}`,
      ...(before && { OldImage: image(before) }),
      ...(after && { NewImage: image(after) }),
    },
  };
}
const reserved = (slot: number) => change(undefined, holdOf(slot));
const numberOf = ({ dynamodb }: DynamoDBRecord | undefined = {}) => dynamodb?.SequenceNumber;

const bus = mockClient(EventBridgeClient);
afterAll(() => bus.restore());
/** The events that the bus took of each request, as `0 reserved`: the slot's number and the type. */
let taken: string[][];
/** Which events the bus refuses. */
let isRefused: (event: string) => boolean;
beforeEach(() => {
  taken = [];
  isRefused = () => false;
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { Detail: string }[] }) => {
    const events = Entries.map(({ Detail }) => {
      const { type, appointment } = JSON.parse(Detail);
      return `${(Date.parse(appointment.startsAt) / 1000 - OPENS) / 900} ${type.replace("appointment.", "")}`;
    });
    taken.push(events.filter((event) => !isRefused(event)));
    const replies = events.map((event) => (isRefused(event) ? { ErrorCode: "InternalFailure" } : { EventId: "id" }));
    return { FailedEntryCount: events.filter(isRefused).length, Entries: replies };
  });
});
afterEach(() => bus.reset());

const handled = async (Records: DynamoDBRecord[]) =>
  (await handler({ Records })).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

describe("Given a batch of changes", () => {
  it("the bus is sent at most ten events at a time", async () => {
    expect(await handled(Array.from({ length: 21 }, (_, slot) => reserved(slot)))).toEqual([]);
    expect(taken.map((events) => events.length)).toEqual([10, 10, 1]);
  });

  it("two events of one slot are never in one request, because the bus may refuse either", async () => {
    const [lapsed, next] = [holdOf(0), holdOf(0, NOW + 1800)];
    await handled([change(undefined, lapsed), reserved(1), change(lapsed, next)]);
    expect(taken).toEqual([["0 reserved", "1 reserved"], ["0 expired"], ["0 reserved"]]);
  });

  it("nothing is sent for an empty batch", async () => {
    expect(await handled([])).toEqual([]);
    expect(taken).toEqual([]);
  });
});

describe("Given a bus that refuses an event", () => {
  it("Lambda is told to repeat from its change, and no later event of its slot is published", async () => {
    const [lapsed, next] = [holdOf(1), holdOf(1, NOW + 1800)];
    const records = [reserved(0), change(undefined, lapsed), reserved(2), change(lapsed, next)];
    isRefused = (event) => event === "1 reserved";
    expect(await handled(records)).toEqual([numberOf(records[1])]);
    expect(taken).toEqual([["0 reserved", "2 reserved"]]);

    isRefused = () => false;
    expect(await handled(records.slice(1))).toEqual([]);
    expect(taken.slice(1)).toEqual([["1 reserved", "2 reserved"], ["1 expired"], ["1 reserved"]]);
  });

  it("Lambda is told to repeat from the first of several", async () => {
    const records = [reserved(0), reserved(1), reserved(2)];
    isRefused = (event) => event !== "0 reserved";
    expect(await handled(records)).toEqual([numberOf(records[1])]);
  });
});

describe("Given a bus that does not answer", () => {
  it("Lambda is told to repeat from the first event that the bus has not acknowledged", async () => {
    const records = Array.from({ length: 12 }, (_, slot) => reserved(slot));
    const all = bus.on(PutEventsCommand);
    all.resolvesOnce({ FailedEntryCount: 0, Entries: Array(10).fill({}) }).rejects(new Error("socket hang up"));
    expect(await handled(records)).toEqual([numberOf(records[10])]);
  });
});

describe("Given a change that cannot be read", () => {
  it("what is before it is published, what is after it is not, and Lambda is told to repeat from it", async () => {
    const broken = reserved(1);
    Object.assign(broken.dynamodb?.NewImage ?? {}, { clientId: { N: "1" } });
    expect(await handled([reserved(0), broken, reserved(2)])).toEqual([numberOf(broken)]);
    expect(taken).toEqual([["0 reserved"]]);
  });
});
