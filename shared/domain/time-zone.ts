/** Whether a text names an IANA time zone the runtime knows; links such as `Asia/Calcutta` count, offsets do not. */
export function isTimeZone(name: string) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
