type Members = Readonly<Record<string, unknown>>;

/** Whether JSON is an object, and no list. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What JSON has of members: none where it is no object. */
export function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}
