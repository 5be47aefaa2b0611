/** `npm run costs`: what a stage costs per month while nobody calls, and what a million bookings cost. US dollars. */
import { MEMORY_MEGABYTES } from "../infra/api-function.ts";
import { synthesize } from "../infra/synthesize.ts";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import { table } from "../shared/store/table.ts";
import { capacity, total } from "./capacity.ts";

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

/** What a call uses besides DynamoDB. These are estimates: replace them by what a stage's dashboard shows. */
const call = { seconds: 0.02, memoryGigabytes: MEMORY_MEGABYTES / 1024, logBytes: 1500, sentBytes: 3000 };

/** A reservation's milliseconds of CPU, as docs/performance.md has them, and what it waits for two round trips to DynamoDB. */
const reservation = { coldCpu: 174, warmCpu: 3.9, waiting: 10 };

/** AWS documents that a function has one processor at this memory, and a part of it in proportion below. */
const ONE_PROCESSOR_MEGABYTES = 1769;

/** Its events: reserved and confirmed. Each change is a batch of its own where bookings are far apart. */
const EVENTS = 2;

const BOOKINGS = 1_000_000;
const GIGABYTE = 1e9;
/** A claim is stored in the table and in each index. */
const BOOKING_BYTES = 500 * (1 + Object.keys(table.indexes).length);

const sum = (part: (operation: OperationId) => number) =>
  booking.reduce((all, [operation, calls]) => all + calls * part(operation), 0);

/** Lambda's price of so many calls, and of their time. */
const lambda = (calls: number) =>
  (calls / 1e6) * prices.lambdaMillionCalls + calls * call.seconds * call.memoryGigabytes * prices.lambdaGigabyteSecond;

function aMillionBookings(): [string, number][] {
  const calls = sum(() => 1) * BOOKINGS;
  const reads = sum((operation) => total(capacity[operation].reads)) * BOOKINGS;
  const writes = sum((operation) => total(capacity[operation].writes)) * BOOKINGS;
  const gigabytes = (bytes: number) => bytes / GIGABYTE;
  return [
    ["API Gateway, calls", (calls / 1e6) * prices.gatewayMillionCalls],
    ["Lambda", lambda(calls)],
    ["Events, EventBridge", ((EVENTS * BOOKINGS) / 1e6) * prices.eventMillion],
    [
      "Events, Lambda and its logs",
      lambda(EVENTS * BOOKINGS) + gigabytes(EVENTS * BOOKINGS * call.logBytes) * prices.logGigabyte,
    ],
    ["DynamoDB, reads", (reads / 1e6) * prices.readMillionUnits],
    ["DynamoDB, writes", (writes / 1e6) * prices.writeMillionUnits],
    ["DynamoDB, a month's storage", gigabytes(BOOKINGS * BOOKING_BYTES) * prices.storedGigabyteMonth],
    ["DynamoDB, a month's recovery", gigabytes(BOOKINGS * BOOKING_BYTES) * prices.recoverableGigabyteMonth],
    ["CloudWatch, logs", gigabytes(calls * call.logBytes) * prices.logGigabyte],
    ["Data sent", gigabytes(calls * call.sentBytes) * prices.sentGigabyte],
  ];
}

/** How long a reservation takes, cold and warm, and what a million warm ones cost, by the function's memory. */
function memories() {
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

/** Counts what is in the template, so that a new alarm is not forgotten. */
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
  memories();
  console.log(
    `\nWith every metric of bookings in use, prod's custom metrics add at most about ${(12 * prices.metricMonth).toFixed(2)} a month.`,
  );
}
