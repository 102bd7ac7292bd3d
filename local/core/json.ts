/** Whether a JSON value is an object, not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value that a JSON text holds; undefined for any other text. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Where a text is no JSON: `line 3 column 2`. Undefined for JSON, and where the parser gives no place. Its message
 * itself may repeat the text.
 */
export function placeOfFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const place = /line \d+ column \d+(?=\)$)/.exec(String(error))?.[0];
    return place ?? (/ end of /.test(String(error)) ? "at its end" : undefined);
  }
}

/** The object that a JSON text holds; undefined for any other text. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  const value = jsonIn(text);
  return isObject(value) ? value : undefined;
}
