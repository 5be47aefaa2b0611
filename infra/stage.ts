/** Stage settings: a stage's entry under `stages` in `cdk.json`, where `-c name=value` overrides it. */
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Node } from "constructs";
import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const count = z.coerce.number().check(z.int(), z.positive());
const boolean = z.union([z.boolean(), z.stringbool()]);
const flag = z._default(boolean, false);
const words = z.pipe(
  text,
  z.transform((list: string) => list.split(" ")),
);

const settings = z.strictObject({
  /** The table, the user pool and the logs outlive the stack; the table can be restored from a point in time. */
  keepsData: flag,
  /** The stage has alarms and a dashboard. */
  watched: flag,
  /** The stage runs on an emulator: the development issuer signs its tokens, and what only AWS has is left out. */
  emulated: flag,
  /** The functions send traces to X-Ray. The gateway sends none: its traces have each request's path. */
  tracing: flag,
  /** The stack sets the role with which API Gateway writes logs. An account has one in each Region. */
  setsGatewayLogRole: z._default(boolean, true),
  logRetentionDays: count.check(z.refine((days) => days in RetentionDays, "must be one that CloudWatch Logs has")),
  /** The gateway's throttle, over all callers. */
  requestsPerSecond: count,
  burst: count,
  /** The most units that the table, and each index, serves per second. This limits what a runaway client can cost. */
  maxReadUnits: count,
  maxWriteUnits: count,
  /** Origins a browser may call from, separated by spaces. */
  corsOrigins: z._default(words, ["*"]),
  /** Whose tokens are accepted; without it a Cognito user pool is made. */
  authIssuer: z.optional(text),
  authAudience: z.optional(text),
  authRolesClaim: z.optional(text),
  /** Where the user pool's sign-in and sign-out may lead back to, separated by spaces. */
  callbackUrls: z._default(words, ["http://localhost:3000/"]),
  /** The SNS topic that alarms go to. */
  alarmTopicArn: z.optional(text),
  domainName: z.optional(text),
  certificateArn: z.optional(text),
  webAclArn: z.optional(text),
  /** A table the functions use in place of the stack's own, one restored from a point in time, and its stream. */
  restoredTable: z.optional(text),
  restoredStreamArn: z.optional(text),
  /** The URL that every event is posted to, and the secret in Secrets Manager that has the key to send with it. */
  webhookUrl: z.optional(z.url({ protocol: /^https$/ })),
  webhookSecretName: z.optional(text),
});

export type Stage = z.output<typeof settings> & { name: string };

/** The stage that `-c stage=` names. Throws an Error with one sentence for the person who typed it. */
export function readStage(node: Node): Stage {
  const stages: Record<string, object> = node.getContext("stages");
  const name: string = node.tryGetContext("stage") ?? "";
  const stage = stages[name];
  if (!stage) throw new Error(`Say which stage: -c stage=${Object.keys(stages).join("|")}`);
  const isSetting = (key: string) => key in settings.shape || ["stage", "stages"].includes(key);
  // The names of the CDK's own context have a colon, a slash or a hyphen.
  const unknown = Object.keys(node.getAllContext()).filter((key) => !isSetting(key) && !/[:/-]/.test(key));
  if (unknown.length > 0) throw new Error(`There is no setting ${unknown.join(", ")}: docs/operations.md lists all.`);
  const given = Object.keys(settings.shape)
    .map((key) => [key, node.tryGetContext(key)])
    .filter(([, value]) => value !== undefined);
  const { data, error } = settings.safeParse({ ...stage, ...Object.fromEntries(given) });
  if (!data) throw new Error(`The settings of stage ${name}, from cdk.json and -c: ${z.prettifyError(error)}`);
  needsBoth(data, "authIssuer", "authAudience");
  needsBoth(data, "domainName", "certificateArn");
  needsBoth(data, "restoredTable", "restoredStreamArn");
  needsBoth(data, "webhookUrl", "webhookSecretName");
  if (data.authIssuer && !data.emulated && !data.authIssuer.startsWith("https://"))
    throw new Error("authIssuer must begin with https://: whoever can change its keys on the way can sign tokens.");
  return { name, ...data };
}

function needsBoth(data: z.output<typeof settings>, one: keyof typeof data, other: keyof typeof data) {
  if ((data[one] === undefined) !== (data[other] === undefined))
    throw new Error(`${one} and ${other} go together: give both, or neither.`);
}
