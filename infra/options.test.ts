import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { operations } from "../shared/contract/operations.gen.ts";
import { settingsOf, synthesize } from "./synthesize.ts";

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
const prod = await synthesize("prod", {
  alarmTopicArn: TOPIC,
  webhookUrl: "https://crm.example/hook",
  webhookSecretName: "crm",
});
const alarms = Object.values(prod.findResources("AWS::CloudWatch::Alarm")).map(({ Properties }) => Properties);

describe("Given prod's alarms", () => {
  it("each has a name and a sentence on what a user loses, goes to the topic, and has a row under 'Read each alarm'", () => {
    const [, table] = readFileSync("docs/operations.md", "utf8").split("\n## Read each alarm\n");
    const ofOperation = new RegExp(`^(${operations.map(({ operationId }) => operationId).join("|")})-`);
    for (const { AlarmName, AlarmDescription, AlarmActions } of alarms) {
      expect(AlarmName).toMatch(/^Test-/);
      expect(table).toContain(`\n| \`${AlarmName.replace("Test-", "").replace(ofOperation, "<operation>-")}\``);
      expect(AlarmDescription).toMatch(/^(Users|Clients) .*\. What to do: docs\/operations\.md, "Read each alarm"\.$/);
      expect(AlarmActions).toEqual([TOPIC]);
    }
  });

  it("each operation's latency and throttles are watched, and the errors, the table and the reservations", () => {
    const on = (metric: string) => alarms.filter((alarm) => JSON.stringify(alarm).includes(`"${metric}"`)).length;
    expect({ slow: on("Duration"), throttled: on("Throttles"), refused: on("Refused") }).toEqual({
      slow: operations.length,
      throttled: operations.length,
      refused: 3,
    });
    expect(on("IteratorAge")).toBe(1);
    const computed = alarms.filter(({ Metrics }) => Metrics).map((alarm) => JSON.stringify(alarm));
    expect(computed.some((alarm) => alarm.includes("5XXError"))).toBe(true);
    expect(computed.some((alarm) => alarm.includes("WriteThrottleEvents") && alarm.includes("listing"))).toBe(true);
  });

  it("there is a dashboard beside them", () => {
    prod.resourceCountIs("AWS::CloudWatch::Dashboard", 1);
  });
});

describe("Given no issuer by context", () => {
  it("a user pool is made: clients sign themselves up, admins and providers are groups", () => {
    prod.hasResourceProperties("AWS::Cognito::UserPool", {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      MfaConfiguration: "OPTIONAL",
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
    });
    const groups = Object.values(prod.findResources("AWS::Cognito::UserPoolGroup"));
    expect(groups.map(({ Properties }) => Properties.GroupName)).toEqual(["admin", "provider"]);
  });

  it("its app signs in by the code grant, without a secret, and signs out to the same address", () => {
    prod.hasResourceProperties("AWS::Cognito::UserPoolClient", {
      AllowedOAuthFlows: ["code"],
      GenerateSecret: false,
      CallbackURLs: ["http://localhost:3000/"],
      LogoutURLs: ["http://localhost:3000/"],
    });
  });

  it("the functions accept that pool's tokens for that app", () => {
    const [pool] = Object.keys(prod.findResources("AWS::Cognito::UserPool"));
    const [app] = Object.keys(prod.findResources("AWS::Cognito::UserPoolClient"));
    for (const settings of settingsOf(prod))
      expect(settings).toMatchObject({
        AUTH_ISSUER: { "Fn::GetAtt": [pool, "ProviderURL"] },
        AUTH_AUDIENCE: { Ref: app },
      });
  });
});

describe("Given an issuer by context", () => {
  it("no user pool is made, and the functions accept that issuer's tokens", async () => {
    const auth = { authIssuer: "https://id.example", authAudience: "reservations", authRolesClaim: "roles" };
    const template = await synthesize("prod", auth);
    template.resourceCountIs("AWS::Cognito::UserPool", 0);
    for (const settings of settingsOf(template))
      expect(settings).toMatchObject({
        AUTH_ISSUER: "https://id.example",
        AUTH_AUDIENCE: "reservations",
        AUTH_ROLES_CLAIM: "roles",
      });
  });
});

describe("Given a domain, a firewall, tracing and a restored table", () => {
  it("the API answers only at that domain, by TLS 1.2, behind that firewall", async () => {
    const template = await synthesize("prod", {
      domainName: "api.example.org",
      certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
      webAclArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/one/1",
    });
    template.hasResourceProperties("AWS::ApiGateway::DomainName", { SecurityPolicy: "TLS_1_2" });
    template.hasResourceProperties("AWS::ApiGateway::RestApi", { DisableExecuteApiEndpoint: true });
    template.resourceCountIs("AWS::WAFv2::WebACLAssociation", 1);
    template.hasOutput("Url", { Value: "https://api.example.org/" });
  });

  it("the functions send traces", async () => {
    const template = await synthesize("prod", { tracing: "true" });
    template.allResourcesProperties("AWS::Lambda::Function", { TracingConfig: { Mode: "Active" } });
  });

  it("the functions use the restored table, and the stack keeps its own", async () => {
    const restoredStreamArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/restored/stream/2031-03-03T10:07:30.000";
    const template = await synthesize("prod", { restoredTable: "restored", restoredStreamArn });
    template.resourceCountIs("AWS::DynamoDB::Table", 1);
    for (const settings of settingsOf(template)) expect(settings.TABLE_NAME).toBe("restored");
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", { EventSourceArn: restoredStreamArn });
    const policies = Object.values(template.findResources("AWS::IAM::Role")).flatMap(
      ({ Properties: { Policies = [] } }) => Policies[0]?.PolicyDocument.Statement ?? [],
    );
    const onTable = policies.map((statement) => JSON.stringify(statement)).filter((text) => text.includes("dynamodb:"));
    expect(onTable.length).toBeGreaterThanOrEqual(operations.length - 1);
    for (const statement of onTable) expect(statement).toContain("table/restored");
  });
});

describe("Given a mistake", () => {
  it.each([
    ["prof", {}, "Say which stage: -c stage=dev|prod|local"],
    ["prod", { authIssuer: "https://id.example" }, "authIssuer and authAudience go together: give both, or neither."],
    ["prod", { authIssuer: "http://id.example", authAudience: "a" }, "authIssuer must begin with https://"],
    ["prod", { domainName: "a.example" }, "domainName and certificateArn go together: give both, or neither."],
    ["prod", { restoredTable: "a" }, "restoredTable and restoredStreamArn go together: give both, or neither."],
    [
      "prod",
      { webhookUrl: "https://a.example" },
      "webhookUrl and webhookSecretName go together: give both, or neither.",
    ],
    ["prod", { webhookUrl: "http://a.example", webhookSecretName: "a" }, /webhookUrl/],
    ["prod", { logRetentionDays: "8" }, /The settings of stage prod, from cdk\.json and -c: .*logRetentionDays/s],
    ["prod", { webhokUrl: "https://a.example" }, "There is no setting webhokUrl: docs/operations.md lists all."],
  ])("stage %s with %o is refused in a sentence", async (stage, context: Record<string, string>, sentence) => {
    await expect(synthesize(stage, context)).rejects.toThrow(sentence);
  });
});
