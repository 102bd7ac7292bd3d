/** Reads a member of foreign JSON, any part of which may be missing. */
export function memberOf(value: unknown, ...path: readonly (string | number)[]): unknown {
  const step = (inner: unknown, key: string | number): unknown =>
    typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined;
  return path.reduce(step, value);
}

export function listIn(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const list = memberOf(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** Empty if missing. */
export function textIn(value: unknown, ...path: readonly (string | number)[]): string {
  const text = memberOf(value, ...path);
  return typeof text === "string" ? text : "";
}

export function textsIn(value: unknown, ...path: readonly (string | number)[]): string[] {
  return listIn(value, ...path).filter((text) => typeof text === "string");
}

export function entriesIn(value: unknown, ...path: readonly (string | number)[]): [string, unknown][] {
  const map = memberOf(value, ...path);
  return typeof map === "object" && map !== null ? Object.entries(map) : [];
}
