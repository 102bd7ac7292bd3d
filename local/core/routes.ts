/** The part of a hono router used here. */
interface Router {
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}

/** A router's operations, named as in logs and fault rules, without the API's prefix: `PUT /customers/{id}`. */
export function operationsOf({ routes }: Router, prefix: RegExp): string[] {
  return routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replace(prefix, "").replaceAll(/:(\w+)/g, "{$1}")}`);
}

/** Whether a path's percent-encoding is valid UTF-8. */
export function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
