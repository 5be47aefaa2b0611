import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { operations } from "../../shared/contract/operations.gen.ts";
import { problems } from "../../shared/contract/problems.gen.ts";
import { settingsOf, synthesize } from "../synthesize.ts";

const template = await synthesize("prod");
const properties = (type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties as Record<string, unknown>);

interface Made {
  StatusCode: string;
  ResponseTemplates: Record<string, string>;
  ResponseParameters: Record<string, string>;
}
const mocks = properties("AWS::ApiGateway::Method")
  .filter(({ HttpMethod }) => HttpMethod === "ANY")
  .map(({ Integration }) => (Integration as { IntegrationResponses: [Made] }).IntegrationResponses[0]);
const responses = properties("AWS::ApiGateway::GatewayResponse") as unknown as (Made & { ResponseType: string })[];

describe("Given what the gateway answers itself", () => {
  it.each([...responses, ...mocks])("it is a problem of the contract, with its own status (%#)", (made) => {
    const body = JSON.parse(made.ResponseTemplates["application/json"] ?? "");
    const kind = body.type.replace("/problems/", "") as keyof typeof problems;
    expect(body).toMatchObject(problems[kind]);
    expect(made.StatusCode).toBe(`${body.status}`);
    const headers = Object.entries(made.ResponseParameters).map(([name, value]) => [name.split(".").at(-1), value]);
    expect(Object.fromEntries(headers)).toMatchObject({
      "Content-Type": "'application/problem+json'",
      "X-Request-Id": "context.requestId",
      "Access-Control-Allow-Origin": "'*'",
      "Access-Control-Expose-Headers": "'Allow, ETag, Location, Retry-After, WWW-Authenticate, X-Request-Id'",
    });
  });

  it.each([
    ["MISSING_AUTHENTICATION_TOKEN", "404"],
    ["ACCESS_DENIED", "403"],
    ["REQUEST_TOO_LARGE", "413"],
    ["THROTTLED", "429"],
    ["QUOTA_EXCEEDED", "429"],
    ["INTEGRATION_TIMEOUT", "503"],
    ["INTEGRATION_FAILURE", "503"],
    ["DEFAULT_4XX", "400"],
    ["DEFAULT_5XX", "500"],
  ])("%s is a %s", (type, status) => {
    expect(responses.find(({ ResponseType }) => ResponseType === type)?.StatusCode).toBe(status);
  });

  it("429 and 503 say when to repeat the call, and no other status does", () => {
    for (const { StatusCode, ResponseParameters } of responses)
      expect("gatewayresponse.header.Retry-After" in ResponseParameters).toBe(["429", "503"].includes(StatusCode));
  });

  it("each path refuses the methods it does not have, and names those it has", () => {
    const paths = Map.groupBy(operations, ({ path }): string => path);
    const allowed = mocks
      .filter(({ StatusCode }) => StatusCode === "405")
      .map(({ ResponseParameters }) => ResponseParameters["method.response.header.Allow"]);
    const expected = [...paths.values()].map(
      (here) => `'${[...here.map(({ method }) => method), "OPTIONS"].join(", ")}'`,
    );
    expect(allowed.sort()).toEqual(expected.sort());
  });
});

describe("Given the stage", () => {
  const [stage] = properties("AWS::ApiGateway::Stage") as [
    { MethodSettings: Record<string, unknown>[]; AccessLogSetting: { Format: string } },
  ];

  it("calendar feeds have a throttle of their own, a tenth of the others', and at least one call a second", async () => {
    const slow = await synthesize("prod", { requestsPerSecond: "1", burst: "1" });
    const [trickle] = Object.values(slow.findResources("AWS::ApiGateway::Stage"));
    const throttles = (settings: Record<string, unknown>[]) =>
      settings.map((one) => [one.ResourcePath, one.HttpMethod, one.ThrottlingRateLimit, one.ThrottlingBurstLimit]);
    const feeds = "/~1calendar-feeds~1{feedKey}";
    expect(throttles(stage.MethodSettings)).toEqual([
      ["/*", "*", 500, 1000],
      [feeds, "GET", 50, 100],
    ]);
    expect(throttles(trickle?.Properties.MethodSettings)).toEqual([
      ["/*", "*", 1, 1],
      [feeds, "GET", 1, 1],
    ]);
  });

  it("neither its access log nor a trace has a path, which may be a secret", async () => {
    const fields = Object.values(JSON.parse(stage.AccessLogSetting.Format) as Record<string, string>);
    expect(fields.filter((field) => /path/i.test(field))).toEqual(["$context.resourcePath"]);
    const traced = await synthesize("prod", { tracing: "true" });
    traced.allResourcesProperties("AWS::ApiGateway::Stage", { TracingEnabled: Match.absent() });
  });
});

describe("Given origins by context", () => {
  it("the preflight and the functions name them, and no other", async () => {
    const some = await synthesize("prod", { corsOrigins: "https://a.example https://b.example" });
    const methods = Object.values(some.findResources("AWS::ApiGateway::Method")).filter(
      ({ Properties }) => Properties.HttpMethod === "OPTIONS",
    );
    expect(methods.length).toBe(new Set(operations.map(({ path }) => path)).size);
    for (const made of methods) {
      expect(JSON.stringify(made)).toContain("https://a.example");
      expect(JSON.stringify(made)).toContain("https://b.example");
      expect(JSON.stringify(made)).toContain("'Authorization,Content-Type,If-Match,If-None-Match'");
    }
    for (const { CORS_ORIGINS } of settingsOf(some)) expect(CORS_ORIGINS).toBe("https://a.example https://b.example");
  });
});
