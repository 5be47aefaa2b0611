/**
 * The `Location` of what was created. It is relative to the request's URL (RFC 9110, section 10.2.2), because the path that
 * a function gets lacks the stage and any prefix of a proxy.
 *
 * @param collection the request's path, which may end with a slash
 */
export const locationOf = (id: string, collection: string) =>
  `${collection.endsWith("/") ? "" : `${collection.split("/").at(-1)}/`}${encodeURIComponent(id)}`;
