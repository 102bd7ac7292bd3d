import { jsonIn } from "../../../core/json.ts";

const ADDRESS = /^[^\s@{}]+@[^\s@{}]+\.[a-z]+$/i;

/** The paths of e-mail addresses in a JSON body: `data.email`. */
export function addressesIn(body: string): readonly string[] {
  return pathsIn(jsonIn(body), []);
}

function pathsIn(value: unknown, path: readonly string[]): string[] {
  if (typeof value === "string") return ADDRESS.test(value) ? [path.join(".")] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, [...path, name]));
}
