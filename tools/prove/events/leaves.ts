/** Property names and array indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** Every primitive value in some JSON, with its path. */
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

/** A copy of the JSON with the value at that path replaced. */
export function replaced(whole: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  const copy: object = Array.isArray(whole) ? [...whole] : { ...Object(whole) };
  Reflect.set(copy, name, replaced(Reflect.get(copy, name), rest, value));
  return copy;
}
