import { CfnOutput } from "aws-cdk-lib";
import {
  AccessLogField,
  AccessLogFormat,
  CfnGatewayResponse,
  CfnMethod,
  Deployment,
  EndpointType,
  type GatewayResponse,
  Stage as GatewayStage,
  type IRestApi,
  LogGroupLogDestination,
  type RestApi,
  SecurityPolicy,
} from "aws-cdk-lib/aws-apigateway";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { operations } from "../../shared/contract/operations.gen.ts";
import type { ApiFunctionProps } from "../api-function.ts";
import type { Stage } from "../stage.ts";

/**
 * One line per request, without the caller, and without the path, since a calendar feed's path is a secret. The function's own
 * line has the same `requestId`.
 */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    method: AccessLogField.contextHttpMethod(),
    resource: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    bytes: AccessLogField.contextResponseLength(),
    latencyMs: AccessLogField.contextResponseLatency(),
    integrationMs: AccessLogField.contextIntegrationLatency(),
    error: AccessLogField.contextErrorResponseType(),
  }),
);

/** Calendar feeds need no token, so they have a throttle of their own: a tenth of the stage's. */
const feeds = operations.filter(({ operationId }) => operationId === "getCalendarFeed");
const feedLimit = (limit: number) => Math.ceil(limit / 10);

/** Deploys the API with a throttle and an access log, and with a domain and a firewall if the stage has them. */
export function deploy(api: RestApi, responses: GatewayResponse[], stage: Stage, logs: ApiFunctionProps["logs"]) {
  // With exactOptionalPropertyTypes, CDK's class does not match its own interface.
  const deployment = new Deployment(api, "Deployment", { api: api as IRestApi });
  deployment.node.addDependency(...responses);
  // The deployment's logical id depends on the API's content, so that a changed API is deployed anew.
  deployment.addToLogicalId(api.node.findAll().map(content));
  api.deploymentStage = new GatewayStage(api, "Stage", {
    deployment,
    stageName: stage.name,
    throttlingRateLimit: stage.requestsPerSecond,
    throttlingBurstLimit: stage.burst,
    methodOptions: Object.fromEntries(
      feeds.map(({ path, method }) => [
        `${path}/${method}`,
        {
          throttlingRateLimit: feedLimit(stage.requestsPerSecond),
          throttlingBurstLimit: feedLimit(stage.burst),
        },
      ]),
    ),
    ...(!stage.emulated && {
      accessLogDestination: new LogGroupLogDestination(new LogGroup(api, "AccessLog", logs)),
      accessLogFormat: ACCESS_LOG,
    }),
  });
  if (stage.domainName && stage.certificateArn) serveAt(api, stage.domainName, stage.certificateArn);
  if (stage.webAclArn)
    new CfnWebACLAssociation(api, "Firewall", {
      resourceArn: api.deploymentStage.stageArn,
      webAclArn: stage.webAclArn,
    });
}

/** The content of a method or a gateway response. When it changes, the API must be deployed anew. */
export function content(part: unknown): unknown[] {
  if (part instanceof CfnMethod) return [part.resourceId, part.httpMethod, part.integration, part.methodResponses];
  if (part instanceof CfnGatewayResponse)
    return [part.responseType, part.statusCode, part.responseParameters, part.responseTemplates];
  return [];
}

function serveAt(api: RestApi, domainName: string, certificateArn: string) {
  const { domainNameAliasDomainName } = api.addDomainName("Domain", {
    domainName,
    certificate: Certificate.fromCertificateArn(api, "Certificate", certificateArn),
    endpointType: EndpointType.REGIONAL,
    securityPolicy: SecurityPolicy.TLS_1_2,
  });
  new CfnOutput(api, "DomainTarget", {
    value: domainNameAliasDomainName,
    description: `Point ${domainName} here, by an alias or a CNAME record`,
  });
}
