/** What a page of another origin may read of a reply's headers. */
export const exposedHeaders = ["Allow", "ETag", "Location", "Retry-After", "WWW-Authenticate", "X-Request-Id"].join(
  ", ",
);
