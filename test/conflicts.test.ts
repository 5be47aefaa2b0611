/** Calls that meet another's transaction in DynamoDB. No engine here refuses them as AWS does, so its replies are made up. */
import { Readable } from "node:stream";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, vi } from "vitest";
import { dynamodb } from "../shared/store/dynamodb.ts";
import { it, OPENS } from "./fixtures.ts";
import {
  type Answer,
  call,
  cancel,
  client,
  confirm,
  get,
  HOUR,
  iso,
  reschedule,
  reserve,
  type Who,
  writesNothing,
} from "./harness.ts";

const TO = OPENS + HOUR / 2;

const expectUnavailable = ({ status, body, headers }: Answer) => {
  expect({ status, type: body.type }).toEqual({ status: 503, type: "/problems/unavailable" });
  expect(headers["Retry-After"]).toBe("1");
};

interface Given {
  ada: Who;
  grace: Who;
  appointmentId: string;
}

/** The reply of AWS with these cancellation reasons. */
const cancelledFor = (...codes: string[]) => ({
  __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
  Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
  CancellationReasons: codes.map((Code) => (Code === "None" ? { Code } : { Code, Message: Code })),
});
const conflict = {
  __type: "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
  message: "Transaction is ongoing for the item",
};
const inProgress = {
  __type: "com.amazonaws.dynamodb.v20120810#TransactionInProgressException",
  Message: "The transaction with the given request token is already in progress.",
};

/** Answers the next `times` requests of this name in place of the engine, below the SDK's retries, as a network would. */
function answering(command: string, reply: object, times = Number.POSITIVE_INFINITY) {
  const { requestHandler } = dynamodb.config;
  const handle = requestHandler.handle.bind(requestHandler);
  let left = times;
  vi.spyOn(requestHandler, "handle").mockImplementation(async (request, options) => {
    const isMeant = request.headers["x-amz-target"] === `DynamoDB_20120810.${command}`;
    if (!isMeant || left-- <= 0) return handle(request, options);
    const headers = { "content-type": "application/x-amz-json-1.0" };
    return { response: { statusCode: 400, headers, body: Readable.from([JSON.stringify(reply)]) } } as never;
  });
}

beforeEach(async () => {
  // All tests of a process share the SDK's quota of retries: each gets a full one, and no retry waits.
  const retryBackoffStrategy = { setDelayBase: () => {}, computeNextBackoffDelay: () => 0 };
  Object.assign(await dynamodb.config.retryStrategy(), { capacity: 500, retryBackoffStrategy });
});
afterEach(() => vi.restoreAllMocks());

type Row = [string, string, object, (the: Given) => Promise<Answer>];

/** Each call, and a reply that its write may get while another's transaction is under way. */
const conflicts: Row[] = [
  ["a reservation", "PutItem", conflict, ({ ada }) => reserve(client(), ada, TO)],
  ["a confirmation", "UpdateItem", conflict, ({ grace, appointmentId }) => confirm(grace, appointmentId)],
  ["a cancellation", "UpdateItem", conflict, ({ grace, appointmentId }) => cancel(grace, appointmentId)],
  [
    "a submission",
    "UpdateItem",
    conflict,
    ({ ada }) =>
      call("submitAvailability", {
        as: ada,
        path: { providerId: ada.userId },
        body: { startsAt: iso(OPENS), endsAt: iso(OPENS + 2 * HOUR) },
      }),
  ],
  [
    "a withdrawal",
    "PutItem",
    conflict,
    ({ ada }) =>
      call("withdrawAvailability", {
        as: ada,
        path: { providerId: ada.userId },
        query: { from: iso(TO), to: iso(TO + HOUR / 4) },
      }),
  ],
  ...[
    cancelledFor("TransactionConflict", "None"),
    cancelledFor("None", "TransactionConflict"),
    cancelledFor("ThrottlingError", "None"),
    cancelledFor("None", "ProvisionedThroughputExceeded"),
    inProgress,
  ].map((reply): Row => {
    const move = ({ grace, appointmentId }: Given) => reschedule(grace, appointmentId, TO);
    return ["a move", "TransactWriteItems", reply, move];
  }),
];

describe.each(conflicts)("Given %s whose %s is answered %j", (_, command, reply, run) => {
  it.for([1, 2])("%i times, the call tries again and succeeds", async (times, { ada, grace, appointment }) => {
    answering(command, reply, times);
    const { status, requests } = await run({ ada, grace, ...appointment });
    expect(status).toBeLessThan(300);
    expect(requests.filter((name) => name === command)).toHaveLength(times + 1);
  });

  it("each time, the call is a 503 after three attempts, says when to repeat it, and writes nothing", async ({
    ada,
    grace,
    appointment,
  }) => {
    answering(command, reply);
    const refused = await writesNothing(() => run({ ada, grace, ...appointment }));
    expectUnavailable(refused);
    expect(refused.requests.filter((name) => name === command)).toHaveLength(3);
  });
});

describe("Given a cancelled appointment", () => {
  it.for<[number, number]>([
    [1, 201],
    [3, 503],
  ])(
    "a reservation of its slot that meets a conflict %i times is a %i",
    async ([times, status], { ada, grace, appointment, stranger }) => {
      await cancel(grace, appointment.appointmentId);
      answering("TransactWriteItems", cancelledFor("None", "TransactionConflict"), times);
      expect((await reserve(stranger, ada, OPENS)).status).toBe(status);
    },
  );

  it("a call that looks for it is a 503 if its slot is taken and each read of its record meets a conflict", async ({
    ada,
    grace,
    appointment,
    stranger,
  }) => {
    await cancel(grace, appointment.appointmentId);
    await reserve(stranger, ada, OPENS);
    answering("TransactGetItems", cancelledFor("TransactionConflict", "None"));
    expectUnavailable(await get(grace, appointment.appointmentId));
  });
});

describe("Given a transaction that a failed condition cancels among other reasons", () => {
  it("the failed condition decides the answer, without a retry", async ({ grace, appointment }) => {
    answering("TransactWriteItems", cancelledFor("ConditionalCheckFailed", "TransactionConflict"));
    const { requests } = await reschedule(grace, appointment.appointmentId, TO);
    expect(requests.filter((name) => name === "TransactWriteItems")).toHaveLength(1);
  });
});

describe("Given a DynamoDB whose clock is an hour from the server's", () => {
  it("a failed condition decides the answer, without a retry", async ({ appointment, stranger }) => {
    const { requestHandler } = dynamodb.config;
    const handle = requestHandler.handle.bind(requestHandler);
    vi.spyOn(requestHandler, "handle").mockImplementation(async (request, options) => {
      const answer = await handle(request, options);
      answer.response.headers.date = new Date(Date.now() + HOUR * 1000).toUTCString();
      return answer;
    });
    const { status, requests } = await confirm(stranger, appointment.appointmentId);
    expect({ status, requests }).toEqual({ status: 404, requests: ["UpdateItem"] });
  });
});

describe("Given replies to the SDK's send", () => {
  let mocked: ReturnType<typeof mockClient>;
  beforeEach(() => {
    mocked = mockClient(dynamodb);
    // All other requests reach the engine.
    mocked.send.callThrough();
  });
  afterEach(() => mocked.restore());

  it("a transaction that DynamoDB calls invalid is a bug, not a conflict: a 500", async ({ grace, appointment }) => {
    const CancellationReasons = [
      { Code: "ValidationError", Message: "an operand is of the wrong type" },
      { Code: "None" },
    ];
    const error = new TransactionCanceledException({ message: "cancelled", $metadata: {}, CancellationReasons });
    mocked.on(TransactWriteCommand).rejects(error);
    expect((await reschedule(grace, appointment.appointmentId, TO)).status).toBe(500);
  });

  it("a batch whose keys stay unprocessed is a 503, after three attempts", async ({ ada }) => {
    const Keys = [{ pk: `PROVIDER#${ada.userId}`, sk: iso(TO).slice(0, 10) }];
    const RequestItems = { [`${process.env.TABLE_NAME}`]: { Keys, ConsistentRead: true } };
    mocked.on(BatchGetCommand).resolves({ Responses: {}, UnprocessedKeys: RequestItems });
    expectUnavailable(await reserve(client(), ada, TO));
    const asked = mocked.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input);
    expect(asked).toEqual([expect.anything(), { RequestItems }, { RequestItems }]);
  });
});
