/**
 * Where what was created is, relative to the request's own URL (RFC 9110, section 10.2.2): the path that a function sees
 * lacks the stage, and whatever a proxy puts before that.
 *
 * @param collection the path that the request named, which may end with a slash
 */
export const locationOf = (id: string, collection: string) =>
  `${collection.endsWith("/") ? "" : `${collection.split("/").at(-1)}/`}${encodeURIComponent(id)}`;
