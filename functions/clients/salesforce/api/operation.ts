/**
 * The operation of a call through jsforce, for logs and reasons: `GET /sobjects/Lead/{id}`. Ids are left out, and
 * external ids' values, which may be somebody's e-mail.
 */
export function operationOf(method: string, pathname: string): string {
  const path = /^\/services\/data\/v[\d.]+(\/.+)$/.exec(pathname)?.[1];
  // Apex REST has the org's own paths.
  if (path === undefined) return `${method} ${pathname.split("/").slice(0, 3).join("/")}`;
  const named = path
    .replace(/^(\/sobjects\/\w+\/\w+)\/.+$/, "$1/{value}")
    .replace(/^\/query\/.+$/, "/query/{locator}")
    .replaceAll(/(?<=\/)[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?(?=\/|$)/g, "{id}")
    .replaceAll(/(?<=\/)(?!\{)[^/]*[^/\w][^/]*/g, "{value}");
  return `${method} ${named}`;
}
