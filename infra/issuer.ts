import { issuerEnvironment } from "../local/issuer.ts";
import type { Stage } from "./stage.ts";

/** The functions' settings for an issuer that is there already: an OIDC one, or the development issuer on an emulator. */
export async function issuerOf(stage: Stage): Promise<Record<string, string> | undefined> {
  if (stage.authIssuer && stage.authAudience)
    return {
      AUTH_ISSUER: stage.authIssuer,
      AUTH_AUDIENCE: stage.authAudience,
      ...(stage.authRolesClaim && { AUTH_ROLES_CLAIM: stage.authRolesClaim }),
    };
  return stage.emulated ? issuerEnvironment() : undefined;
}
