import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import { type Permission, permissions } from "./permissions.ts";

/** The policy statements for an operation's line of `permissions`, one per resource. */
export function tableStatements(operationId: OperationId, tableArn: string): PolicyStatement[] {
  const { table = [], indexes = [] }: Permission = permissions[operationId];
  const granted = [
    { actions: table, arn: tableArn },
    ...indexes.map((index) => ({ actions: ["Query"], arn: `${tableArn}/index/${index}` })),
  ];
  return granted
    .filter(({ actions }) => actions.length > 0)
    .map(
      ({ actions, arn }) =>
        new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [arn] }),
    );
}

/** The setting that says what an operation's function reads to warm up: something that its role allows, or nothing. */
export function warmUpSetting(operationId: OperationId): Record<string, string> {
  const { table = [], indexes = [] }: Permission = permissions[operationId];
  const read = table.includes("GetItem") ? "GetItem" : table.includes("Query") ? "table" : indexes[0];
  return read ? { WARM_UP: read } : {};
}
