/** The page in a browser, on a server of this process, with a clock that both follow. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type { Call } from "../harness.ts";
import { request } from "../http.ts";
import { serveHere } from "../serve.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A Monday, 10:07:30 UTC. */
const NOW = Date.parse("2031-03-03T10:07:30Z");

const started = Date.now();
let passed = 0;
const realNow = Date.now;
Date.now = () => realNow() - started + NOW + passed;

let stop: () => void;
let browser: Browser;
export let url: string;
beforeAll(async () => {
  ({ url, stop } = await serveHere());
  browser = await chromium.connect(inject("browser"));
});
afterAll(async () => {
  Date.now = realNow;
  await browser.close();
  stop();
});

export const provider = { role: "provider", userId: "demo-provider" } as const;
export const grace = { role: "client", userId: "demo-client" } as const;
export const bob = { role: "client", userId: "second-client" } as const;
export type Person = typeof provider | typeof grace | typeof bob;

const names = { "demo-provider": "Demo Provider", "demo-client": "Demo Client", "second-client": "Second Client" };

/** Calls the API without the page. */
export async function api(operationId: OperationId, call: Call) {
  const reply = await request(url, operationId, call);
  expect(reply.status).toBeLessThan(300);
  return reply.body;
}

export const withProfile = (person: Person, more: object = {}) =>
  api("createUser", { as: person, body: { role: person.role, name: names[person.userId], ...more } });

/** Offers hours of the demo provider, from one instant to another. */
export const offer = (startsAt: string, endsAt: string) =>
  api("submitAvailability", { as: provider, path: { providerId: provider.userId }, body: { startsAt, endsAt } });

export const reserve = (as: Person, startsAt: string) =>
  api("reserveAppointment", { as, body: { providerId: provider.userId, startsAt } });

export async function book(as: Person, startsAt: string) {
  const { appointmentId } = await reserve(as, startsAt);
  return api("confirmAppointment", { as, path: { appointmentId } });
}

interface Visit {
  page: Page;
  errors: string[];
  origins: Set<string>;
}
const visits: Visit[] = [];

/** A browser of its own, with the page open at `address` and nobody signed in. */
export async function visit(address = "", options: BrowserContextOptions = {}, at = url): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", ...options });
  return open(await context.newPage(), `${at}/${address}`);
}

/** Opens an address in a new page, with the tests' clock. */
export async function open(page: Page, address: string): Promise<Page> {
  const seen: Visit = { page, errors: [], origins: new Set() };
  visits.push(seen);
  page.on("console", (message) => {
    if (message.type() === "error") seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.errors.push(`${error.stack}`));
  page.on("request", (sent) => seen.origins.add(new URL(sent.url()).origin));
  await page.clock.install({ time: Date.now() });
  await page.goto(address);
  return page;
}

/** The page as this person sees it, signed in as the page itself signs people in. */
export async function visitAs(person: Person, address = "", options: BrowserContextOptions = {}, at = url) {
  const page = await visit(address, options, at);
  await signIn(page, person);
  return page;
}

export async function signIn(page: Page, person: Person, button = "Sign in") {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("link", { name: new RegExp(`^${names[person.userId]}`) }).click();
  await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
}

/** Goes to an address inside the page that someone is at. */
export const goTo = (page: Page, address: string) => page.goto(`${url}/${address}`);

/** Lets time pass, for the server and for every browser. */
export async function pass(milliseconds: number) {
  passed += milliseconds;
  for (const { page } of visits) await page.clock.fastForward(milliseconds);
}

/** What a browser logs by itself when the API refuses something. */
const isRefusal = (error: string) =>
  /^Failed to load resource: the server responded with a status of 4\d\d/.test(error);

/** The errors that a test expects the browser to log. */
export const expectedErrors: RegExp[] = [];

afterEach(async ({ task }) => {
  for (const { page, errors, origins } of visits.splice(0)) {
    if (task.result?.state === "fail")
      console.log(`${page.url()} showed:\n${await page.locator("body").innerText()}\n${errors.join("\n")}`);
    await page.context().close();
    const isExpected = (error: string) => isRefusal(error) || expectedErrors.some((pattern) => pattern.test(error));
    expect(errors.filter((error) => !isExpected(error))).toEqual([]);
    expect([...origins].filter((origin) => origin !== "null" && !allowedOrigins().includes(origin))).toEqual([]);
  }
  expectedErrors.length = 0;
});

/** Where a page may fetch from: the server that it is at, and the API's, which is also the issuer's. */
const elsewhere: string[] = [];
const allowedOrigins = () => [url, ...elsewhere];
export const servedAt = (origin: string) => void elsewhere.push(origin);
