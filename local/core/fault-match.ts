const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** The part of a request that rules match on. */
export interface MatchableRequest {
  readonly method: string;
  readonly path: string;
  /** Whether it changes nothing; derived from the method by default. */
  readonly isRead?: boolean;
}

/**
 * Compiles a rule's `match`, "METHOD /path" or "/path", into a predicate. It names operations as logs do. The path
 * matches whole segments at the end of the URL's path: "/sobjects/Lead" matches /services/data/v60.0/sobjects/Lead, but
 * not /sobjects/LeadStatus or /sobjects/Lead/00Q…. `*` or `{id}` stands for one segment, a final `/*` for one or more.
 * Paths are compared percent-encoded, without the query. Without a match, any write except a login matches.
 */
export function matchRequest(match: string | undefined): (request: MatchableRequest) => boolean {
  if (match === undefined)
    return ({ method, path, isRead = false }) => WRITES.has(method) && !isRead && !path.endsWith("/oauth2/token");
  const { method: wanted, path: pattern } = readMatch(match);
  const tested = new RegExp(`${pathPattern(pattern)}/?$`);
  return ({ method, path }) => (wanted === undefined || method === wanted) && tested.test(path);
}

/** Whether a request of an operation such as `PUT /customers/{id}` could match. */
export function canHit(match: string, operation: string): boolean {
  const wanted = readMatch(match);
  const known = readMatch(operation);
  if (wanted.method !== undefined && wanted.method !== known.method) return false;
  const [segments, there] = [segmentsOf(wanted.path), segmentsOf(known.path)];
  if (segments.at(-1) !== "*") return areAlike(segments, there);
  return there.some((_, index) => areAlike(segments.slice(0, -1), there.slice(0, index)));
}

/**
 * Compares segments from the end; extra leading ones are the API's prefix. A match that begins with an id only is
 * assumed to lack its last segment.
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
    return isPlaceholder(segment) ? "/[^/]+" : `/${RegExp.escape(segment)}`;
  });
  return segments.join("");
}
