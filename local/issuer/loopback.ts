/** Whether a URL leads to an app on this machine (RFC 8252, section 7.3: any port of the loopback interface). */
export function isOnThisMachine(text: string | null | undefined): text is string {
  if (!text || text.includes("#") || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname) && !username && !password;
}
