import { createHash } from "node:crypto";
import { CfnElement, Duration, Stack } from "aws-cdk-lib";
import {
  CfnMethod,
  CfnRestApi,
  EndpointType,
  LambdaIntegration,
  RestApi,
  SecurityPolicy,
} from "aws-cdk-lib/aws-apigateway";
import type { Construct } from "constructs";
import { operations } from "../../shared/contract/operations.gen.ts";
import { MethodNotAllowed, noSuchPath, preflight } from "../../shared/http/gateway.ts";
import type { ApiFunctionProps } from "../api-function.ts";
import type { Stage } from "../stage.ts";
import type { Running } from "../watch/measurements.ts";
import { content, deploy } from "./deployment.ts";
import { addGatewayResponses, answerWith } from "./problems.ts";

interface GatewayProps {
  stage: Stage;
  functions: Running["functions"];
  logs: ApiFunctionProps["logs"];
}

/** The REST API. It passes each operation of the contract to its function, and answers everything else itself, with a problem. */
export function gateway(scope: Construct, { stage, functions, logs }: GatewayProps): RestApi {
  const api = new RestApi(scope, "Api", {
    restApiName: `reservation-api-${stage.name}`,
    endpointTypes: [EndpointType.REGIONAL],
    cloudWatchRole: stage.setsGatewayLogRole && !stage.emulated,
    disableExecuteApiEndpoint: stage.domainName !== undefined,
    // Deployed below, once it is complete: some emulators create resources in the template's order.
    deploy: false,
  });
  for (const { method, path, handler } of functions)
    api.root.resourceForPath(path).addMethod(method, new LambdaIntegration(handler, { allowTestInvoke: false }));
  answerOtherRequests(api, stage.corsOrigins);
  const responses = addGatewayResponses(api);
  if (stage.emulated) addMockFields(api);
  else requireTls12(api);
  deploy(api, responses, stage, logs);
  if (stage.emulated) renameByContent(api, stage);
  return api;
}

/** 405 where a path has other methods, 404 where it has none, and CORS preflight. */
function answerOtherRequests(api: RestApi, allowOrigins: string[]) {
  const offered = Map.groupBy(operations, ({ path }): string => path);
  for (const [path, here] of offered) {
    const methods = here.map(({ method }) => method);
    const resource = api.root.resourceForPath(path);
    resource.addCorsPreflight({
      allowOrigins,
      allowMethods: [...methods, "OPTIONS"],
      allowHeaders: preflight.headers,
      maxAge: Duration.seconds(preflight.maxAge),
    });
    answerWith(resource, new MethodNotAllowed(methods));
  }
  const between = new Set([...offered.keys()].flatMap(ancestors).filter((path) => !offered.has(path)));
  for (const path of [...between, "/{proxy+}"]) answerWith(api.root.resourceForPath(path), noSuchPath());
}

/** `/a/{b}/c` is below `/`, `/a` and `/a/{b}`. */
const ancestors = (path: string) =>
  path.split("/").map((_, depth, segments) => segments.slice(0, depth).join("/") || "/");

/** Some emulators require these fields of every integration. AWS requires them only of those with a backend. */
function addMockFields(api: RestApi) {
  const methods = api.node.findAll().filter((part) => part instanceof CfnMethod);
  for (const method of methods.filter(({ httpMethod }) => httpMethod === "ANY" || httpMethod === "OPTIONS")) {
    method.addPropertyOverride("Integration.IntegrationHttpMethod", "POST");
    method.addPropertyOverride("Integration.Uri", "mock");
  }
}

/**
 * Adds a hash of the API's content to the logical ids of all its parts, so that a changed API is a new one. Emulators cannot
 * update an API in place completely: some lose the deployed stage.
 */
function renameByContent(api: RestApi, stage: Stage) {
  const parts = api.node.findAll();
  const stack = Stack.of(api);
  const text = JSON.stringify(stack.resolve([stage, parts.map(content)]));
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  for (const part of parts)
    if (part instanceof CfnElement) part.overrideLogicalId(`${stack.getLogicalId(part)}${hash}`);
}

/** By default, the API's own domain name would accept TLS 1.0. */
function requireTls12({ node: { defaultChild: api } }: RestApi) {
  if (!CfnRestApi.isCfnRestApi(api)) throw new Error("requireTls12 expects CDK's own resource of the API.");
  api.securityPolicy = SecurityPolicy.TLS13_1_2_PQ_2025_09;
  api.endpointAccessMode = "BASIC";
}
