/**
 * A call that a handler makes through jsforce, as logs and reasons name it: `GET /sobjects/Lead/{id}`. Ids and what an
 * external id holds, maybe somebody's e-mail, are left out.
 */
export function operationOf(method: string, pathname: string): string {
  const path = /^\/services\/data\/v[\d.]+(\/.+)$/.exec(pathname)?.[1];
  // Apex REST has paths of the org's own.
  if (path === undefined) return `${method} ${pathname.split("/").slice(0, 3).join("/")}`;
  const named = path
    .replace(/^(\/sobjects\/\w+\/\w+)\/.+$/, "$1/{value}")
    .replace(/^\/query\/.+$/, "/query/{locator}")
    .replaceAll(/(?<=\/)[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?(?=\/|$)/g, "{id}")
    .replaceAll(/(?<=\/)(?!\{)[^/]*[^/\w][^/]*/g, "{value}");
  return `${method} ${named}`;
}
