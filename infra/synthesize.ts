/** For tests and `npm run costs`: a stage's template as `cdk synth` makes it, but without real code and without checks. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { issuerOf } from "./issuer.ts";
import { ReservationApi, type ReservationApiProps } from "./stack.ts";
import { readStage } from "./stage.ts";

const inline = () => Code.fromInline("export const handler = () => {};");

/** @param context the settings that `-c name=value` would give */
export async function synthesize(
  stage: string,
  context: Record<string, string> = {},
  codeOf: ReservationApiProps["codeOf"] = inline,
): Promise<Template> {
  const ofProject = JSON.parse(readFileSync("cdk.json", "utf8")).context;
  const outdir = mkdtempSync(join(tmpdir(), "reservation-api-"));
  try {
    const app = new App({
      outdir,
      context: { ...ofProject, stage, ...context },
      // The CDK's own rules take longer than all else here. `npm run check:stack` applies them.
      builtinCloudFormationValidation: false,
    });
    const settings = readStage(app.node);
    const props = { stage: settings, issuer: await issuerOf(settings), codeOf };
    return Template.fromStack(new ReservationApi(app, "Test", props));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The settings of each operation's function, in a template. */
export const settingsOf = (template: Template): Record<string, unknown>[] =>
  Object.values(template.findResources("AWS::Lambda::Function"))
    .map(({ Properties }) => Properties.Environment.Variables)
    .filter((settings) => "TABLE_NAME" in settings);
