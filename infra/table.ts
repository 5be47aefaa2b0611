import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { table } from "../shared/store/table.ts";
import type { Stage } from "./stage.ts";

const key = (name: string) => ({ name, type: AttributeType.STRING });
const keys = ({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) => ({
  partitionKey: key(partitionKey),
  sortKey: key(sortKey),
});

/** The one table and its indexes, from the definition the local server uses too. */
export function reservationTable(scope: Construct, { keepsData, maxReadUnits, maxWriteUnits }: Stage): Table {
  const limits = { maxReadRequestUnits: maxReadUnits, maxWriteRequestUnits: maxWriteUnits };
  const made = new Table(scope, "Table", {
    ...keys(table),
    ...limits,
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: table.timeToLiveAttribute,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: keepsData },
    deletionProtection: keepsData,
    removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const [indexName, index] of Object.entries(table.indexes))
    made.addGlobalSecondaryIndex({ indexName, ...keys(index), ...limits });
  return made;
}
