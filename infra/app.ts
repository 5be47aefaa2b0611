/** The CDK app, as in `cdk synth -c stage=dev|prod|local`: bundles the functions and synthesizes the stage's stack. */
import { App, Validations } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { bundle, bundleOf } from "../build/bundle.ts";
import { issuerOf } from "./issuer.ts";
import { ReservationApi } from "./stack.ts";
import { readStage } from "./stage.ts";

async function main() {
  const app = new App();
  const stage = readStage(app.node);
  await bundle();
  new ReservationApi(app, `reservation-api-${stage.name}`, {
    stage,
    issuer: await issuerOf(stage),
    codeOf: (name) => Code.fromAsset(bundleOf(name)),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
