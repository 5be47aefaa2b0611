/**
 * The `Location` of what was created. It is relative to the request's URL (RFC 9110, section 10.2.2), because the path that
 * a function sees lacks the stage and whatever a proxy puts before it.
 *
 * @param collection the request's path, which may end with a slash
 */
export const locationOf = (id: string, collection: string) =>
  `${collection.endsWith("/") ? "" : `${collection.split("/").at(-1)}/`}${encodeURIComponent(id)}`;
