type Members = Readonly<Record<string, unknown>>;

/** Whether JSON is an object, and no list. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What JSON has of members: none where it is no object. */
export function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

/** The names that a JSON Pointer (RFC 6901) goes through, without its own signs. */
export function pathIn(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
