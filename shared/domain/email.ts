/** The rules for an email address that the contract's pattern cannot express. */
import { domainToUnicode } from "node:url";

/** The greatest length of the part before the @, in characters: RFC 5321, section 4.5.3.1.1. */
export const MAX_LOCAL_PART = 64;

export const hasShortLocalPart = (address: string) => address.indexOf("@") <= MAX_LOCAL_PART;

/**
 * Whether each label of the domain is allowed. A label whose third and fourth characters are `--` must be an `xn--` label
 * that can be decoded: RFC 5890, section 2.3.1.
 */
export const hasValidDomain = (address: string) =>
  address
    .slice(address.indexOf("@") + 1)
    .toLowerCase()
    .split(".")
    .every((label) => !/^..--/.test(label) || domainToUnicode(label) !== label);
