import type { IncomingMessage, ServerResponse } from "node:http";
import { text as readText } from "node:stream/consumers";
import { refusalOf } from "./guard.ts";
import { checkBody, checkQuery, readJson } from "./check.ts";
import type { AnyRoute, Route } from "./route.ts";
import { RefusedCall } from "../refused-call.ts";

/** Whatever routes act on has a stream of listeners. */
interface Served {
  readonly journal: { readonly stream: { flush(): void } };
}

interface Found<On> {
  readonly route: AnyRoute<On>;
  readonly path: Readonly<Record<string, string>>;
}

/** Answers the API's requests by route, or with a sentence about what is wrong. */
export function createApi<On extends Served>(routes: readonly AnyRoute<On>[], console: On) {
  const find = createFinder(routes);
  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const found = find(request.method ?? "", url.pathname);
    if (found === undefined) return sendJson(response, 404, { error: unknown(request.method ?? "", url, routes) });
    const refusal = refusalOf(request);
    if (refusal !== undefined) return sendJson(response, refusal.status, { error: refusal.error });
    const { route, path } = found;
    if ("stream" in route) return route.stream(console, request, response);
    try {
      const result = await run(route, { console, path, url, request });
      if (route.answer === undefined) response.writeHead(204).end();
      else sendJson(response, 200, result);
    } catch (error) {
      const status = error instanceof RefusedCall ? error.status : 400;
      return sendJson(response, status, { error: error instanceof Error ? error.message : String(error) });
    }
  };
}

interface Asked<On> {
  readonly console: On;
  readonly path: Found<On>["path"];
  readonly url: URL;
  readonly request: IncomingMessage;
}

async function run<On extends Served>(route: Route<On>, { console, path, url, request }: Asked<On>): Promise<unknown> {
  const query = { ...checkQuery(route.query ?? NO_QUERY, url.searchParams) };
  const body = route.request === undefined ? undefined : checkBody(route.request, readJson(await readText(request)));
  const result = await route.run(console, { path, query, body });
  // Groups the changes of one request: the next request may come before changes are settled on their own.
  if (route.method !== "GET") console.journal.stream.flush();
  return result;
}

const NO_QUERY = {};

function createFinder<On>(
  routes: readonly AnyRoute<On>[],
): (method: string, pathname: string) => Found<On> | undefined {
  const patterns = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  return (method, pathname) => {
    for (const { route, pattern } of patterns) {
      const match = route.method === method ? pattern.exec(pathname) : null;
      const path = match === null ? undefined : decoded(match.groups ?? {});
      if (path !== undefined) return { route, path };
    }
    return undefined;
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)").replaceAll(".", "\\.")}/?$`);
}

/** Undefined if the path is not valid percent-encoded UTF-8. */
function decoded(groups: Readonly<Record<string, string>>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    return undefined;
  }
}

function unknown<On>(method: string, { pathname }: URL, routes: readonly AnyRoute<On>[]): string {
  const known = routes.map((route) => `${route.method} ${route.path}`).join(", ");
  return `there is no ${method} ${pathname}; there are ${known} and POST /webhooks/SOURCE`;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}
