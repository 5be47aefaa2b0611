/** A slot's length and grid, in seconds: 15 minutes, aligned to :00 :15 :30 :45 UTC. */
export const SLOT_SECONDS = 15 * 60;

/** How long a reservation waits to be confirmed, in seconds. At exactly this age it is over. */
export const HOLD_SECONDS = 30 * 60;

/**
 * How many slots a client may hold unconfirmed, among its next 1,000 appointments. Of calls made at the same moment none sees
 * the others' holds: n of them may end with n - 1 holds too many.
 */
export const MAX_ACTIVE_HOLDS = 5;

/** How far ahead a slot must start to be reserved, in seconds. At exactly this distance it still can be. */
export const NOTICE_SECONDS = 24 * 60 * 60;

export const DAY_SECONDS = 24 * 60 * 60;

/**
 * How long an appointment that is over can still be read, in seconds: after its slot if it was ever confirmed, else after
 * its hold ended.
 */
export const REMEMBERED_SECONDS = 30 * DAY_SECONDS;

/** How long a deleted user's id cannot be used again, in seconds. The issuer's tokens must expire sooner. */
export const DELETED_SECONDS = 2 * DAY_SECONDS;

/** How long a calendar feed lasts, in seconds: a year. Then its person makes a new one. */
export const FEED_SECONDS = 365 * DAY_SECONDS;

/** How far back a calendar feed reaches, in seconds. */
export const FEED_PAST_SECONDS = 30 * DAY_SECONDS;

/** The most items of a provider, day sheets and claims, that a calendar feed reads. */
export const MAX_FEED_SEEN = 10_000;

/** The most appointments in a calendar feed. */
export const MAX_FEED_EVENTS = 1000;

/** How often a calendar is asked to read its feed again, in seconds. */
export const FEED_REFRESH_SECONDS = 15 * 60;

/** The widest window a caller may submit or list, in days. */
export const MAX_WINDOW_DAYS = 31;

/** The longest range of weekly hours in one call, in days: a leap year. */
export const MAX_WEEKLY_DAYS = 366;

/** How far ahead of now the hours that a provider offers may end, in days: five years. */
export const MAX_OFFER_AHEAD_DAYS = 5 * 366;

/** How far a list reaches when the caller does not say, in days. */
export const DEFAULT_WINDOW_DAYS = 7;
