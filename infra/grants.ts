import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import { type Permission, permissions } from "./permissions.ts";

/** What an operation's role allows on the table: exactly its line of `permissions`, one statement per resource. */
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
