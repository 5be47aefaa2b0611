/** Which versions of an item a caller accepts: `oneOf` these and `noneOf` those. Without either, any. */
export interface VersionRule {
  oneOf?: readonly number[];
  /** `any`: the item must not be there at all. */
  noneOf?: readonly number[] | "any";
}
