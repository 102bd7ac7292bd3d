const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * Reads a rule's `match`, "METHOD /path" or "/path", as a test of requests. The path is the end of the URL's path, from
 * one slash on: "/sobjects/Lead" is hit by /services/data/v60.0/sobjects/Lead, and not by /sobjects/LeadStatus or
 * /sobjects/Lead/00Q…. In it `*` stands for one segment, and a last `/*` for one or more. It is compared as it stands in
 * the URL: percent-encoded, without the query. No match at all means any write but a login.
 */
export function matchRequest(match: string | undefined): (request: { method: string; path: string }) => boolean {
  if (match === undefined) return ({ method, path }) => WRITES.has(method) && !path.endsWith("/oauth2/token");
  const [, method, path = ""] = /^(?:([A-Za-z]+) +)?(\/\S*)$/.exec(match) ?? [];
  if (path === "") {
    throw new Error(`A fault rule's match must read "METHOD /path" or "/path", not ${JSON.stringify(match)}.`);
  }
  const tested = new RegExp(`${pathPattern(path)}/?$`);
  const wanted = method?.toUpperCase();
  return (request) => (wanted === undefined || request.method === wanted) && tested.test(request.path);
}

function pathPattern(path: string): string {
  return path
    .replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\/\*$/, "/.+")
    .replaceAll("/*", "/[^/]+");
}
