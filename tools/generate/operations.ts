/** What is read here of an operation in the contract. */
interface Described {
  operationId: string;
  security?: object[];
  "x-roles"?: string[];
  responses: object;
}

/** The operations of a contract, in its order. Throws if one does not say who may call it. */
export function operationsOf(document: { paths: Record<string, Record<string, Described>> }) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      id: operation.operationId,
      type: operation.operationId.charAt(0).toUpperCase() + operation.operationId.slice(1),
      method: method.toUpperCase(),
      path,
      roles: rolesOf(operation),
      operation,
    })),
  );
}
export type Operation = ReturnType<typeof operationsOf>[number];

/** The roles that may call an operation: `x-roles`, or undefined if `security: []` says that it needs no token. */
function rolesOf({ operationId, security, "x-roles": roles }: Described): string[] | undefined {
  const isPublic = security?.length === 0;
  if (isPublic === (roles !== undefined)) throw new Error(`${operationId} needs either x-roles or security: [].`);
  return roles;
}
