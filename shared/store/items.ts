/** Stored items, parsed where they enter: the shapes of `table.ts`, and nothing else gets in. */
import * as z from "zod/mini";
import type { Claim } from "../domain/claim.ts";
import type { DaySheet } from "../domain/slots.ts";

const provider = z.pipe(
  z.string().check(z.startsWith("PROVIDER#")),
  z.transform((pk: string) => pk.slice("PROVIDER#".length)),
);
const seconds = z.int();

const sheetItem = z.pipe(
  z.object({
    pk: provider,
    sk: z.iso.date(),
    offered: z.set(z.int().check(z.gte(0), z.lte(95))),
  }),
  z.transform(({ pk, sk, offered }): DaySheet => ({ providerId: pk, day: sk, offered })),
);

const onSlot = {
  pk: provider,
  sk: z.pipe(
    z.pipe(
      z.string(),
      z.transform((sk) => Date.parse(sk) / 1000),
    ),
    seconds,
  ),
  appointmentId: z.string(),
};
const ofClient = {
  ...onSlot,
  clientId: z.string(),
  reservedAt: seconds,
  rescheduledFrom: z.optional(z.string()),
};

const claimItem = z.discriminatedUnion("status", [
  z.object({ ...ofClient, status: z.literal("reserved"), expiresAt: seconds }),
  z.object({
    ...ofClient,
    status: z.literal("confirmed"),
    confirmedAt: seconds,
    tentative: z.optional(z.literal(true)),
    rescheduledTo: z.optional(z.string()),
  }),
  z.object({
    ...ofClient,
    status: z.literal("cancelled"),
    confirmedAt: z.optional(seconds),
    cancelledAt: seconds,
    cancelledBy: z.string(),
    tentative: z.optional(z.literal(true)),
    rescheduledTo: z.optional(z.string()),
    expiresAt: seconds,
  }),
  z.object({ ...onSlot, status: z.literal("blocked"), expiresAt: seconds }),
]);

export const parseSheet = (item: unknown): DaySheet => sheetItem.parse(item);

export function parseClaim(item: unknown): Claim {
  const { pk: providerId, sk: startsAt, ...rest } = claimItem.parse(item);
  return { providerId, startsAt, ...rest } as Claim;
}

/** A sheet or a claim, as one Query returns them: what stands on a slot has a status. */
export const parseEntry = (item: object) => ("status" in item ? parseClaim(item) : parseSheet(item));

const userItem = z.object({
  userId: z.string(),
  role: z.enum(["provider", "client"]),
  name: z.string(),
  email: z.optional(z.string()),
  timeZone: z.optional(z.string()),
  createdAt: seconds,
  version: z.int(),
});
export type User = z.infer<typeof userItem>;
export const parseUser = (item: unknown) => userItem.parse(item);

/** What a deleted user leaves, so that a token that outlives its owner cannot begin anew. */
const deletedItem = z.object({ deletedAt: seconds, expiresAt: seconds });
export type Deleted = z.infer<typeof deletedItem>;
/** The mark of a deleted user, if that is what an item is and it still counts. */
export function parseDeleted(item: unknown, now: number): Deleted | undefined {
  const { data } = deletedItem.safeParse(item);
  return data && data.expiresAt > now ? data : undefined;
}
