import { remembering } from "../../core/remembering.ts";

/** A method, or ALL, and a path with parameters `:name` and optional ones `:name?`. */
export interface Route<Handle> {
  readonly method: string;
  readonly path: string;
  readonly handle: Handle;
}

interface Routed<Handle> {
  readonly handle: Handle;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
}

/**
 * Finds the first route that matches a method and a decodable path. Own code, since the parts of composite calls are
 * routed without HTTP.
 */
export function createRouter<Handle>(
  routes: readonly Route<Handle>[],
): (method: string, path: string) => Routed<Handle> | undefined {
  const patterns = routes.map((route) => ({ ...route, wanted: segmentsOf(route.path) }));
  const find = remembering((call): Routed<Handle> | undefined => {
    const [method = "", path = ""] = call.split(" ", 2);
    const given = segmentsOf(path.replace(/\/$/, "")).map(decodeURIComponent);
    for (const { method: known, wanted, handle } of patterns) {
      const parameters = known === method || known === "ALL" ? match(wanted, given) : undefined;
      if (parameters !== undefined) return { handle, path: parameters };
    }
    return undefined;
  });
  return (method, path) => find(`${method === "HEAD" ? "GET" : method} ${path}`);
}

function segmentsOf(path: string): string[] {
  return path.split("/").slice(1);
}

function match(wanted: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [place, segment] of wanted.entries()) {
    const value = given[place];
    const [, name, isOptional] = /^:(\w+)(\?)?$/.exec(segment) ?? [];
    if (name === undefined ? value !== segment : value === "" || (value === undefined && isOptional === undefined))
      return undefined;
    if (name !== undefined && value !== undefined) parameters[name] = value;
  }
  return given.length > wanted.length ? undefined : parameters;
}
