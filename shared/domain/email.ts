/** The longest part of an address before its @, in characters: RFC 5321, section 4.5.3.1.1. */
export const MAX_LOCAL_PART = 64;

/** Whether the part before the @ is not too long. The contract's pattern cannot count it. */
export const hasShortLocalPart = (address: string) => address.indexOf("@") <= MAX_LOCAL_PART;
