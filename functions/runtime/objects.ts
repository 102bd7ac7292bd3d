type Members = Readonly<Record<string, unknown>>;

/** Whether the value is a JSON object: not null, not a list. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of a JSON object; none where the value is not an object. */
export function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

/** The value in a JSON text; undefined for any other text. */
export function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The unescaped names of a JSON Pointer (RFC 6901). */
export function pathIn(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
