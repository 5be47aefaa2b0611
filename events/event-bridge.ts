import { EventBridgeClient } from "@aws-sdk/client-eventbridge";

const TIMEOUT_MS = 5000;

export const eventBridge = new EventBridgeClient({
  requestHandler: { connectionTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
});
