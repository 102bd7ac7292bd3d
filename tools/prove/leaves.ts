/** The names, and the places in lists, that lead to a value. */
export type Path = readonly (string | number)[];

/** Every plain value in some JSON, and where it stands. */
export function* leavesIn(
  value: unknown,
  path: Path = [],
): Generator<{ readonly path: Path; readonly value: unknown }> {
  if (typeof value !== "object" || value === null) yield { path, value };
  else
    for (const [name, inner] of Object.entries(value))
      yield* leavesIn(inner, [...path, Array.isArray(value) ? Number(name) : name]);
}

export function valuesIn(data: unknown): unknown[] {
  return [...leavesIn(data)].map(({ value }) => value);
}

/** The same JSON with another value in that place. */
export function replaced(whole: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  const copy: object = Array.isArray(whole) ? [...whole] : { ...Object(whole) };
  Reflect.set(copy, name, replaced(Reflect.get(copy, name), rest, value));
  return copy;
}
