import { Aws, CfnOutput, Duration, RemovalPolicy } from "aws-cdk-lib";
import { AccountRecovery, CfnUserPoolGroup, Mfa, OAuthScope, UserPool } from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import type { Role } from "../shared/domain/access.ts";
import type { Stage } from "./stage.ts";

/** A caller in neither group is a client, as is everyone who signs up. */
const GROUPS = ["admin", "provider"] as const satisfies Role[];

/** A Cognito user pool and its one app client. Returns the functions' settings for it. */
export function userPool(scope: Construct, { name, keepsData, callbackUrls }: Stage): Record<string, string> {
  const pool = new UserPool(scope, "Users", {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    autoVerify: { email: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    deletionProtection: keepsData,
    removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const groupName of GROUPS)
    new CfnUserPoolGroup(scope, `Group-${groupName}`, { userPoolId: pool.userPoolId, groupName });
  // The domain must be unique in the Region: the account's number makes it so.
  const domain = pool.addDomain("SignIn", {
    cognitoDomain: { domainPrefix: `reservation-api-${name}-${Aws.ACCOUNT_ID}` },
  });
  const client = pool.addClient("Client", {
    // Without a secret, apps in browsers and on phones can use it; PKCE protects the code grant.
    generateSecret: false,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      callbackUrls,
      // Signing out returns to the same addresses as signing in.
      logoutUrls: callbackUrls,
    },
    // `adminUserPassword` gives administrators with AWS credentials a token on the command line.
    authFlows: { userSrp: true, adminUserPassword: true },
    preventUserExistenceErrors: true,
  });
  new CfnOutput(scope, "UserPoolId", { value: pool.userPoolId });
  new CfnOutput(scope, "Issuer", { value: pool.userPoolProviderUrl });
  new CfnOutput(scope, "ClientId", { value: client.userPoolClientId });
  new CfnOutput(scope, "SignInUrl", { value: domain.baseUrl() });
  return { AUTH_ISSUER: pool.userPoolProviderUrl, AUTH_AUDIENCE: client.userPoolClientId };
}
