const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** As much of a request as rules look at. */
export interface StruckRequest {
  readonly method: string;
  readonly path: string;
  /** It changes nothing, whatever its method says: left out, a write's method does. */
  readonly isRead?: boolean;
}

/**
 * Reads a rule's `match`, "METHOD /path" or "/path", as a test of requests. It names operations as the log does. The path
 * is the end of the URL's path, from one slash on: "/sobjects/Lead" is hit by /services/data/v60.0/sobjects/Lead, and not
 * by /sobjects/LeadStatus or /sobjects/Lead/00Q…. In it `*` or `{id}` stands for one segment, and a last `/*` for one or
 * more. It is compared as it stands in the URL: percent-encoded, without the query. No match at all means any write but a
 * login.
 */
export function matchRequest(match: string | undefined): (request: StruckRequest) => boolean {
  if (match === undefined)
    return ({ method, path, isRead = false }) => WRITES.has(method) && !isRead && !path.endsWith("/oauth2/token");
  const { method: wanted, path: pattern } = readMatch(match);
  const tested = new RegExp(`${pathPattern(pattern)}/?$`);
  return ({ method, path }) => (wanted === undefined || method === wanted) && tested.test(path);
}

/** Whether a request of this operation, `PUT /customers/{id}`, could ever be hit. */
export function canHit(match: string, operation: string): boolean {
  const wanted = readMatch(match);
  const known = readMatch(operation);
  if (wanted.method !== undefined && wanted.method !== known.method) return false;
  const [segments, there] = [segmentsOf(wanted.path), segmentsOf(known.path)];
  if (segments.at(-1) !== "*") return areAlike(segments, there);
  return there.some((_, index) => areAlike(segments.slice(0, -1), there.slice(0, index)));
}

/**
 * Compared from the end; what stands before the shorter one is the API's own prefix. A match that begins with an id alone is
 * taken for one that lacks its last segment.
 */
function areAlike(wanted: readonly string[], there: readonly string[]): boolean {
  return wanted.every((segment, index) => {
    const other = there.at(index - wanted.length) ?? segment;
    return segment === other || isPlaceholder(segment) || (isPlaceholder(other) && index > 0);
  });
}

function readMatch(match: string): { readonly method: string | undefined; readonly path: string } {
  const [, method, path = ""] = /^(?:([A-Za-z]+) +)?(\/\S*)$/.exec(match) ?? [];
  if (path === "") {
    throw new Error(`A fault rule's match must read "METHOD /path" or "/path", not ${JSON.stringify(match)}.`);
  }
  return { method: method?.toUpperCase(), path };
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function isPlaceholder(segment: string): boolean {
  return segment === "*" || /^\{\w+\}$/.test(segment);
}

function pathPattern(path: string): string {
  const segments = segmentsOf(path).map((segment, index, all) => {
    if (segment === "*" && index === all.length - 1) return "/.+";
    return isPlaceholder(segment) ? "/[^/]+" : `/${segment.replaceAll(/[.+?^${}()|[\]\\*]/g, "\\$&")}`;
  });
  return segments.join("");
}
