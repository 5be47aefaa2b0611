/** For tests: a stage's template as `cdk synth` makes it, but for the functions' code and the checks. */
import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { issuerOf } from "./issuer.ts";
import { ReservationApi, type ReservationApiProps } from "./stack.ts";
import { readStage } from "./stage.ts";

const inline = () => Code.fromInline("export const handler = () => {};");

/** @param context as by `-c name=value` */
export async function synthesize(
  stage: string,
  context: Record<string, string> = {},
  codeOf: ReservationApiProps["codeOf"] = inline,
): Promise<Template> {
  const app = new App({ context: { ...JSON.parse(readFileSync("cdk.json", "utf8")).context, stage, ...context } });
  const settings = readStage(app.node);
  const props = { stage: settings, issuer: await issuerOf(settings), codeOf };
  return Template.fromStack(new ReservationApi(app, "Test", props));
}
