/** A hono router, as much of it as is read here. */
interface Router {
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}

/** What a router answers, as logs and fault rules name it, without the API's own prefix: `PUT /customers/{id}`. */
export function operationsOf({ routes }: Router, prefix: RegExp): string[] {
  return routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replace(prefix, "").replaceAll(/:(\w+)/g, "{$1}")}`);
}

/** Whether every `%` of a path begins a byte, and these are UTF-8. */
export function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
