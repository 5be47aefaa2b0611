import { Match, type Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { operations } from "../shared/contract/operations.gen.ts";
import { table } from "../shared/store/table.ts";
import { permissions } from "./permissions.ts";
import { settingsOf, synthesize } from "./synthesize.ts";

const dev = await synthesize("dev");
const prod = await synthesize("prod");
const local = await synthesize("local");
const stages = [
  ["dev", dev],
  ["prod", prod],
  ["local", local],
] as const;

const of = (template: Template, type: string) => Object.values(template.findResources(type));
const properties = (template: Template, type: string) => of(template, type).map(({ Properties }) => Properties);

describe.each(stages)("Given stage %s", (name, template) => {
  it("each operation has one function and one method, and the only other function publishes events", () => {
    const described = properties(template, "AWS::Lambda::Function").map(({ Description }) => Description);
    const calls = operations.map(({ method, path }) => `${method} ${path}`);
    expect(described.sort()).toEqual([...calls, "Publishes what happens to appointments"].sort());
    const called = properties(template, "AWS::ApiGateway::Method").filter(
      ({ Integration }) => Integration.Type === "AWS_PROXY",
    );
    expect(called.map(({ HttpMethod }) => HttpMethod).sort()).toEqual(operations.map(({ method }) => method).sort());
  });

  it("each function runs on Node 24, arm64, within the gateway's timeout, with its own role and its own log", () => {
    const functions = properties(template, "AWS::Lambda::Function");
    for (const made of functions) {
      expect(made).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"], MemorySize: 1769 });
      expect(made.Handler).toBe("index.handler");
      if (name !== "local" && "TABLE_NAME" in made.Environment.Variables) expect(made.Timeout).toBeLessThan(29);
      expect(made.LoggingConfig.LogFormat).toBe("JSON");
      expect(made.TracingConfig).toBeUndefined();
    }
    const own = (of: (made: (typeof functions)[number]) => unknown) =>
      new Set(functions.map((made) => JSON.stringify(of(made)))).size;
    expect(own(({ Role }) => Role)).toBe(functions.length);
    expect(own(({ LoggingConfig }) => LoggingConfig.LogGroup)).toBe(functions.length);
  });

  it.each(operations)("$operationId may do exactly its line of permissions, on the table and its indexes", (one) => {
    const { table: actions = [], indexes = [] }: { table?: readonly string[]; indexes?: readonly string[] } =
      permissions[one.operationId];
    const [role] = Object.entries(template.findResources("AWS::IAM::Role")).filter(([id]) =>
      id.startsWith(`${one.operationId}Role`),
    );
    const [tableId] = Object.keys(template.findResources("AWS::DynamoDB::Table"));
    const arn = { "Fn::GetAtt": [tableId, "Arn"] };
    const statements = role?.[1].Properties.Policies[0].PolicyDocument.Statement;
    const allowed = statements.flatMap(({ Effect, Action, Resource }: Record<string, unknown>) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((on) => ({ Effect, action, Resource: on }))),
    );
    const log = expect.objectContaining({ "Fn::GetAtt": [expect.stringMatching(`^${one.operationId}Log`), "Arn"] });
    expect(allowed).toHaveLength(actions.length + indexes.length + 2);
    expect(allowed).toEqual(
      expect.arrayContaining([
        ...actions.map((action) => ({ Effect: "Allow", action: `dynamodb:${action}`, Resource: arn })),
        ...indexes.map((index) => ({
          Effect: "Allow",
          action: "dynamodb:Query",
          Resource: { "Fn::Join": ["", [arn, `/index/${index}`]] },
        })),
        { Effect: "Allow", action: "logs:CreateLogStream", Resource: log },
        { Effect: "Allow", action: "logs:PutLogEvents", Resource: log },
      ]),
    );
    expect(role?.[1].Properties.ManagedPolicyArns).toBeUndefined();
  });

  it.each(operations)(
    "$operationId warms up by a read that its role allows, if there is one",
    ({ operationId, method, path }) => {
      const { table: actions = [], indexes = [] }: { table?: readonly string[]; indexes?: readonly string[] } =
        permissions[operationId];
      const [{ Environment } = {}] = properties(template, "AWS::Lambda::Function").filter(
        ({ Description }) => Description === `${method} ${path}`,
      );
      const { WARM_UP, NODE_OPTIONS } = Environment.Variables;
      const reads = [...actions.filter((action) => action === "GetItem"), ...indexes];
      if (actions.includes("Query")) reads.push("table");
      expect(reads.length > 0 ? reads : [undefined]).toContain(WARM_UP);
      // Source maps would be read at each cold start.
      expect(NODE_OPTIONS).toBeUndefined();
    },
  );

  it("there is no policy besides the roles' own", () => {
    template.resourceCountIs("AWS::IAM::Policy", 0);
  });

  it("the table and each index have a limit of units per second, and expired items are deleted", () => {
    const [made] = properties(template, "AWS::DynamoDB::Table");
    expect(made?.TimeToLiveSpecification).toEqual({ AttributeName: table.timeToLiveAttribute, Enabled: true });
    for (const { OnDemandThroughput } of [made, ...(made?.GlobalSecondaryIndexes ?? [])])
      expect(OnDemandThroughput).toEqual({
        MaxReadRequestUnits: expect.any(Number),
        MaxWriteRequestUnits: expect.any(Number),
      });
  });

  it("every log is kept for a limited time", () => {
    const logs = properties(template, "AWS::Logs::LogGroup");
    expect(logs).toHaveLength(operations.length + (name === "local" ? 1 : 2));
    for (const { RetentionInDays } of logs) expect(RetentionInDays).toBeGreaterThan(0);
  });

  it("every method is throttled", () => {
    template.hasResourceProperties("AWS::ApiGateway::Stage", {
      StageName: name,
      MethodSettings: Match.arrayWith([
        Match.objectLike({
          HttpMethod: "*",
          ResourcePath: "/*",
          ThrottlingRateLimit: Match.anyValue(),
          ThrottlingBurstLimit: Match.anyValue(),
        }),
      ]),
    });
  });

  it("only the gateway, for this API, may call a function; nothing else is open to the public", () => {
    for (const permission of properties(template, "AWS::Lambda::Permission")) {
      expect(permission.Principal).toBe("apigateway.amazonaws.com");
      expect(JSON.stringify(permission.SourceArn)).toContain("execute-api");
    }
    template.resourceCountIs("AWS::Lambda::Url", 0);
    template.resourceCountIs("AWS::DynamoDB::ResourcePolicy", 0);
  });

  it("there is no custom resource", () => {
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
  });

  it("synthesizing it twice gives the same template", async () => {
    expect((await synthesize(name)).toJSON()).toEqual(template.toJSON());
  });
});

describe("Given stage prod", () => {
  it("its data outlive the stack: protected, recoverable to a point in time, and retained", () => {
    for (const type of ["AWS::DynamoDB::Table", "AWS::Cognito::UserPool", "AWS::Logs::LogGroup"])
      for (const made of of(prod, type))
        expect(made).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
    prod.hasResourceProperties("AWS::DynamoDB::Table", {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    prod.hasResourceProperties("AWS::Cognito::UserPool", { DeletionProtection: "ACTIVE" });
  });

  it("keeps its logs longer than the others", () => {
    const retention = (template: Template) => properties(template, "AWS::Logs::LogGroup")[0]?.RetentionInDays;
    expect(retention(prod)).toBeGreaterThan(retention(dev));
  });

  it("logs every call, without its token, address or query", () => {
    const [{ AccessLogSetting } = {}] = properties(prod, "AWS::ApiGateway::Stage");
    expect(Object.keys(JSON.parse(AccessLogSetting.Format))).toContain("requestId");
    expect(AccessLogSetting.Format).not.toMatch(/authorizer|identity|header|query|\.path"/i);
  });

  it("accepts no TLS before 1.2", () => {
    prod.hasResourceProperties("AWS::ApiGateway::RestApi", {
      SecurityPolicy: Match.stringLikeRegexp("TLS13_1_2"),
    });
  });
});

describe.each([
  ["dev", dev],
  ["local", local],
] as const)("Given stage %s", (_, template) => {
  it("nothing of it stays behind except the account's log role", () => {
    const stays = Object.values(template.toJSON().Resources as Record<string, Record<string, unknown>>).filter(
      ({ DeletionPolicy }) => DeletionPolicy === "Retain",
    );
    expect(stays.map(({ Type }) => Type).filter((type) => type !== "AWS::DynamoDB::Table")).toEqual(
      template === local ? [] : ["AWS::IAM::Role", "AWS::ApiGateway::Account"],
    );
    expect(of(template, "AWS::DynamoDB::Table")[0]?.DeletionPolicy).toBe("Delete");
  });
});

/** Of the types that LocalStack's free image 4.14 deploys, those this stack may need. */
const EMULATED = [
  "AWS::ApiGateway::Deployment",
  "AWS::ApiGateway::GatewayResponse",
  "AWS::ApiGateway::Method",
  "AWS::ApiGateway::Resource",
  "AWS::ApiGateway::RestApi",
  "AWS::ApiGateway::Stage",
  "AWS::DynamoDB::Table",
  "AWS::Events::EventBus",
  "AWS::IAM::Role",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::Lambda::Permission",
  "AWS::Logs::LogGroup",
];

describe("Given stage local", () => {
  it("has only resource types that LocalStack's free image knows", () => {
    const types = Object.values(local.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect([...new Set(types)].filter((type) => !EMULATED.includes(type))).toEqual([]);
  });

  it("trusts the development issuer, and has its public key inline, without the private one", () => {
    for (const { AUTH_JWKS } of settingsOf(local))
      expect(Object.keys(JSON.parse(`${AUTH_JWKS}`).keys[0]).sort()).toEqual(
        ["alg", "e", "kid", "kty", "n", "use"].sort(),
      );
  });

  it("a changed API gets a new id for each of its parts, and everything else keeps its id", async () => {
    const changed = await synthesize("local", { corsOrigins: "https://example.com" });
    const ids = (template: Template, isApi: boolean) =>
      Object.entries(template.toJSON().Resources as Record<string, { Type: string }>)
        .filter(([, { Type }]) => /ApiGateway|Permission/.test(Type) === isApi)
        .map(([id]) => id);
    const before = new Set(ids(local, true));
    expect(ids(changed, true).filter((id) => before.has(id))).toEqual([]);
    expect(ids(changed, false)).toEqual(ids(local, false));
  });

  it("deploys the API after its methods, for emulators that create in the template's order", () => {
    const types = Object.values(local.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect(types.indexOf("AWS::ApiGateway::Deployment")).toBeGreaterThan(types.lastIndexOf("AWS::ApiGateway::Method"));
  });
});
