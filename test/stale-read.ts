/** What a read asks of DynamoDB, as the SDK sends it. */
interface Read {
  IndexName?: string;
  ConsistentRead?: boolean;
  RequestItems?: Record<string, { ConsistentRead?: boolean }>;
}

/**
 * Whether a request may be answered from the past though it need not be: an index can only be read so, the table can be
 * read strongly consistent. The embedded DynamoDB always answers from the present, so no reply would show it.
 */
export function isStaleRead(command: string, input: object): boolean {
  const { IndexName, ConsistentRead, RequestItems = {} }: Read = input;
  if (command === "BatchGetItem") return Object.values(RequestItems).some((table) => !table.ConsistentRead);
  return ["GetItem", "Query"].includes(command) && IndexName === undefined && !ConsistentRead;
}
