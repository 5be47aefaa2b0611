/** Authorization codes. Each can be used once, within a minute, by whoever knows the verifier of its challenge (RFC 7636). */
import { createHash, randomBytes } from "node:crypto";

const CODE_SECONDS = 60;

/** What a person agreed to on the sign-in page. */
interface Grant {
  userId: string;
  redirectUri: string;
  /** The base64url of the verifier's SHA-256. */
  challenge: string;
  nonce: string | null;
}

export interface Exchange {
  code: string | null;
  redirectUri: string | null;
  verifier: string | null;
}

export function authorizationCodes() {
  const issued = new Map<string, Grant & { expiresAt: number }>();
  return {
    issue(grant: Grant): string {
      const code = randomBytes(32).toString("base64url");
      issued.set(code, { ...grant, expiresAt: Date.now() + CODE_SECONDS * 1000 });
      return code;
    },
    /** What the code was issued for. A wrong attempt uses the code up too, so that nobody can try again. */
    use({ code, redirectUri, verifier }: Exchange): Grant | undefined {
      const grant = issued.get(code ?? "");
      issued.delete(code ?? "");
      const isValid =
        grant &&
        Date.now() < grant.expiresAt &&
        redirectUri === grant.redirectUri &&
        createHash("sha256").update(`${verifier}`).digest("base64url") === grant.challenge;
      return isValid ? grant : undefined;
    },
  };
}
