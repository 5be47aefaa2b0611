/** Configures what API Gateway answers itself: problem+json, as the functions answer. */
import {
  type IResource,
  MockIntegration,
  PassthroughBehavior,
  ResponseType,
  type RestApi,
} from "aws-cdk-lib/aws-apigateway";
import { unavailable } from "../../shared/domain/refusal.ts";
import { exposedHeaders } from "../../shared/http/cors.ts";
import {
  bodyKinds,
  bodyTooLarge,
  gatewayFailed,
  noSuchPath,
  notLetThrough,
  throttled,
  unreadable,
} from "../../shared/http/gateway.ts";
import { type Problem, tokenMissing } from "../../shared/http/problem.ts";
import { problemFrom } from "../../shared/http/problem-details.ts";

/**
 * See "Gateway response types" in the developer guide. For an unknown path API Gateway reports a missing or invalid AWS
 * signature. No method here needs one, so these mean that there is no such path.
 */
const responses = [
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, noSuchPath()],
  [ResponseType.INVALID_SIGNATURE, noSuchPath()],
  [ResponseType.RESOURCE_NOT_FOUND, noSuchPath()],
  [ResponseType.ACCESS_DENIED, notLetThrough()],
  [ResponseType.WAF_FILTERED, notLetThrough()],
  [ResponseType.INVALID_API_KEY, notLetThrough()],
  [ResponseType.EXPIRED_TOKEN, tokenMissing()],
  [ResponseType.UNAUTHORIZED, tokenMissing()],
  [ResponseType.REQUEST_TOO_LARGE, bodyTooLarge()],
  [ResponseType.THROTTLED, throttled()],
  [ResponseType.QUOTA_EXCEEDED, throttled()],
  [ResponseType.DEFAULT_4XX, unreadable()],
  [ResponseType.INTEGRATION_TIMEOUT, problemFrom(unavailable())],
  [ResponseType.INTEGRATION_FAILURE, problemFrom(unavailable())],
  // API Gateway fills in the id.
  [ResponseType.DEFAULT_5XX, gatewayFailed("$context.requestId")],
] as const;

export const addGatewayResponses = (api: RestApi) =>
  responses.map(([type, problem]) =>
    api.addGatewayResponse(type.responseType, {
      type,
      statusCode: `${problem.status}`,
      responseHeaders: headersOf(problem),
      templates: { "application/json": JSON.stringify(problem.body) },
    }),
  );

/** Answers every method that the resource does not have with this problem. */
export function answerWith(resource: IResource, problem: Problem) {
  const statusCode = `${problem.status}`;
  const headers = Object.entries(headersOf(problem)).map(([name, value]) => [`method.response.header.${name}`, value]);
  resource.addMethod(
    "ANY",
    new MockIntegration({
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestTemplates: Object.fromEntries(bodyKinds.map((type) => [type, `{"statusCode": ${statusCode}}`])),
      integrationResponses: [
        {
          statusCode,
          responseParameters: Object.fromEntries(headers),
          responseTemplates: { "application/json": JSON.stringify(problem.body) },
        },
      ],
    }),
    {
      methodResponses: [{ statusCode, responseParameters: Object.fromEntries(headers.map(([name]) => [name, true])) }],
    },
  );
}

/** A problem's headers in the gateway's notation. Any origin may read the reply: it holds nobody's data. */
const headersOf = (problem: Problem) => ({
  "Content-Type": "'application/problem+json'",
  "X-Request-Id": "context.requestId",
  "Access-Control-Allow-Origin": "'*'",
  "Access-Control-Expose-Headers": `'${exposedHeaders}'`,
  ...Object.fromEntries(Object.entries(problem.headers).map(([name, value]) => [name, `'${value}'`])),
});
