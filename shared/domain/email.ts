/** What the contract's pattern cannot say of an email address. */
import { domainToUnicode } from "node:url";

/** The longest part of an address before its @, in characters: RFC 5321, section 4.5.3.1.1. */
export const MAX_LOCAL_PART = 64;

export const hasShortLocalPart = (address: string) => address.indexOf("@") <= MAX_LOCAL_PART;

/** Whether each label of the domain may be one: of those with `--` behind two characters, only `xn--` that can be read, RFC 5890. */
export const hasReadableDomain = (address: string) =>
  address
    .slice(address.indexOf("@") + 1)
    .toLowerCase()
    .split(".")
    .every((label) => !/^..--/.test(label) || domainToUnicode(label) !== label);
