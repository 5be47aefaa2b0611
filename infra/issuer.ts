import { issuerEnvironment } from "../build/development-issuer.ts";
import type { Stage } from "./stage.ts";

/**
 * The functions' settings for the OIDC issuer that the stage names, or for the development issuer on an emulator. Undefined
 * for any other stage, which gets a user pool.
 */
export async function issuerOf(stage: Stage): Promise<Record<string, string> | undefined> {
  if (stage.authIssuer && stage.authAudience)
    return {
      AUTH_ISSUER: stage.authIssuer,
      AUTH_AUDIENCE: stage.authAudience,
      ...(stage.authRolesClaim && { AUTH_ROLES_CLAIM: stage.authRolesClaim }),
    };
  return stage.emulated ? issuerEnvironment() : undefined;
}
