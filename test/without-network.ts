interface Client {
  config: object;
  middlewareStack: { remove(name: string): boolean };
}

/** The SDK's steps that only a network needs. A test's requests are quicker without them. */
const STEPS = [
  ...["httpAuthSchemeMiddleware", "httpSigningMiddleware", "getUserAgentMiddleware"],
  ...["hostHeaderMiddleware", "recursionDetectionMiddleware", "contentLengthMiddleware"],
];

/** Lets an AWS client be answered within this process. */
export function answerHere({ config, middlewareStack }: Client, requestHandler: object) {
  for (const step of STEPS) middlewareStack.remove(step);
  Object.assign(config, { requestHandler, isCustomEndpoint: false, ignoreConfiguredEndpointUrls: true });
}
