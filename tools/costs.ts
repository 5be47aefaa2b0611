/** `npm run costs`: what a stage costs per month while nobody calls, and what a million bookings cost. US dollars. */
import { readFileSync } from "node:fs";
import { MEMORY_MEGABYTES } from "../infra/api-function.ts";
import { synthesize } from "../infra/synthesize.ts";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import { table } from "../shared/store/table.ts";
import { capacity, total } from "../test/capacity.ts";

/** List prices of us-east-1 beyond the free tiers, as published in 2025: look again before you rely on them. */
const prices = {
  gatewayMillionCalls: 3.5,
  lambdaMillionCalls: 0.2,
  lambdaGigabyteSecond: 0.0000133334,
  readMillionUnits: 0.125,
  writeMillionUnits: 0.625,
  storedGigabyteMonth: 0.25,
  recoverableGigabyteMonth: 0.2,
  logGigabyte: 0.5,
  sentGigabyte: 0.09,
  eventMillion: 1,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  metricMonth: 0.3,
};

/**
 * The calls of a booking: its client looks at two pages of a provider's week, reserves, confirms and looks again; its
 * provider submits a day's hours for every twenty.
 */
const booking: [OperationId, number][] = [
  ["listAvailableSlots", 2],
  ["reserveAppointment", 1],
  ["confirmAppointment", 1],
  ["getAppointment", 1],
  ["submitAvailability", 0.05],
];

/** What a call uses apart from DynamoDB. These are estimates: replace them with what a stage's dashboard shows. */
const call = { seconds: 0.02, memoryGigabytes: MEMORY_MEGABYTES / 1024, logBytes: 1500, sentBytes: 3000 };

/** A reservation's CPU in milliseconds, from the tables of `npm run bench`: start and first call, the first call, a warm call. */
const measured = readFileSync("docs/performance.md", "utf8").matchAll(
  /^\| reserveAppointment \|.*\|.*\| ([\d.]+) \(/gm,
);
const [coldCpu, , warmCpu] = [...measured].map(([, cpu]) => Number(cpu));
if (!coldCpu || !warmCpu) throw new Error("docs/performance.md does not say what reserveAppointment takes.");

/** A reservation's milliseconds: of CPU, and of waiting for DynamoDB twice. */
const reservation = { coldCpu, warmCpu, waiting: 10 };

/** As AWS documents it, a function has one processor at this memory, and a proportional part of one below. */
const ONE_PROCESSOR_MEGABYTES = 1769;

/** A booking's events: reserved and confirmed. Each is a Lambda call of its own if bookings are far apart. */
const EVENTS_PER_BOOKING = 2;

const BOOKINGS = 1_000_000;
const GIGABYTE = 1e9;
/** A claim is stored in the table and in each index. */
const BOOKING_BYTES = 500 * (1 + Object.keys(table.indexes).length);

/** The sum over all calls of a booking. */
const perBooking = (part: (operation: OperationId) => number) =>
  booking.reduce((all, [operation, calls]) => all + calls * part(operation), 0);

/** What Lambda charges for so many calls and their time. */
const lambda = (calls: number) =>
  (calls / 1e6) * prices.lambdaMillionCalls + calls * call.seconds * call.memoryGigabytes * prices.lambdaGigabyteSecond;

function aMillionBookings(): [string, number][] {
  const calls = perBooking(() => 1) * BOOKINGS;
  const reads = perBooking((operation) => total(capacity[operation].reads)) * BOOKINGS;
  const writes = perBooking((operation) => total(capacity[operation].writes)) * BOOKINGS;
  const gigabytes = (bytes: number) => bytes / GIGABYTE;
  return [
    ["API Gateway, calls", (calls / 1e6) * prices.gatewayMillionCalls],
    ["Lambda", lambda(calls)],
    ["Events, EventBridge", ((EVENTS_PER_BOOKING * BOOKINGS) / 1e6) * prices.eventMillion],
    [
      "Events, Lambda and its logs",
      lambda(EVENTS_PER_BOOKING * BOOKINGS) +
        gigabytes(EVENTS_PER_BOOKING * BOOKINGS * call.logBytes) * prices.logGigabyte,
    ],
    ["DynamoDB, reads", (reads / 1e6) * prices.readMillionUnits],
    ["DynamoDB, writes", (writes / 1e6) * prices.writeMillionUnits],
    ["DynamoDB, a month's storage", gigabytes(BOOKINGS * BOOKING_BYTES) * prices.storedGigabyteMonth],
    ["DynamoDB, a month's recovery", gigabytes(BOOKINGS * BOOKING_BYTES) * prices.recoverableGigabyteMonth],
    ["CloudWatch, logs", gigabytes(calls * call.logBytes) * prices.logGigabyte],
    ["Data sent", gigabytes(calls * call.sentBytes) * prices.sentGigabyte],
  ];
}

/** Prints how long a reservation takes, cold and warm, and what a million warm ones cost, by the function's memory. */
function printMemories() {
  console.log(
    `\n${"Memory".padEnd(10)}${"cold, ms".padStart(10)}${"warm, ms".padStart(10)}${"a million, $".padStart(14)}`,
  );
  for (const megabytes of [512, 768, 1024, 1536, ONE_PROCESSOR_MEGABYTES]) {
    const share = megabytes / ONE_PROCESSOR_MEGABYTES;
    const took = (cpu: number) => cpu / share + reservation.waiting;
    const dollars = took(reservation.warmCpu) * 1000 * (megabytes / 1024) * prices.lambdaGigabyteSecond;
    const cells = [took(reservation.coldCpu).toFixed(0), took(reservation.warmCpu).toFixed(0), dollars.toFixed(2)];
    console.log(`${`${megabytes} MB`.padEnd(10)}${cells.map((cell, n) => cell.padStart(n === 2 ? 14 : 10)).join("")}`);
  }
}

/** Counts alarms and dashboards in the synthesized template, so that no new one is forgotten. */
async function idle(stage: string): Promise<[string, number][]> {
  const template = await synthesize(stage);
  const count = (type: string) => Object.keys(template.findResources(type)).length;
  const watched = Object.values(template.findResources("AWS::CloudWatch::Alarm")).map(
    ({ Properties: { Metrics = [{ MetricStat: true }] } }) =>
      Metrics.filter(({ MetricStat }: { MetricStat?: unknown }) => MetricStat).length,
  );
  const alarms = watched.reduce((total, metrics) => total + metrics, 0);
  return [
    [`CloudWatch, ${alarms} metrics in alarms`, alarms * prices.alarmMonth],
    ["CloudWatch, dashboard", count("AWS::CloudWatch::Dashboard") * prices.dashboardMonth],
  ];
}

function print(title: string, lines: [string, number][]) {
  const total = lines.reduce((all, [, dollars]) => all + dollars, 0);
  console.log(`\n${title}`);
  for (const [name, dollars] of [...lines, ["Together", total] as const])
    console.log(`  ${name.padEnd(36)}${dollars.toFixed(2).padStart(8)}`);
}

if (import.meta.main) {
  console.log("US dollars, us-east-1, beyond the free tiers. Prices and assumptions: tools/costs.ts");
  print("Stage prod, a month without a call", await idle("prod"));
  print("Stage dev, a month without a call", await idle("dev"));
  print("A million bookings", aMillionBookings());
  printMemories();
  console.log(
    `\nWith every metric of bookings in use, prod's custom metrics add at most about ${(12 * prices.metricMonth).toFixed(2)} a month.`,
  );
}
