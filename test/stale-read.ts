/** What a read asks of DynamoDB, as the SDK sends it. */
interface Read {
  IndexName?: string;
  ConsistentRead?: boolean;
  RequestItems?: Record<string, { ConsistentRead?: boolean }>;
}

/**
 * Whether a read may get an older state although it could be strongly consistent, which a read of an index cannot. The embedded
 * DynamoDB always answers with the present state, so no reply would show it.
 */
export function isStaleRead(command: string, input: object): boolean {
  const { IndexName, ConsistentRead, RequestItems = {} }: Read = input;
  if (command === "BatchGetItem") return Object.values(RequestItems).some((table) => !table.ConsistentRead);
  return ["GetItem", "Query"].includes(command) && IndexName === undefined && !ConsistentRead;
}
