/** The reply headers that a page of another origin may read. */
export const exposedHeaders = ["Allow", "ETag", "Location", "Retry-After", "WWW-Authenticate", "X-Request-Id"].join(
  ", ",
);
