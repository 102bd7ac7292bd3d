import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { join } from "node:path";
import { dist } from "../../../bundler/paths.ts";
import { createApi, sendJson } from "../../console/api/answer.ts";
import type { Console } from "../../console/console.ts";
import { routes } from "../../console/api/routes.ts";
import { answerMcp } from "../../console/mcp/server.ts";
import { isOfPage, sendPage } from "../../console/page-files.ts";
import type { FunctionProcess } from "../functions/function-process.ts";
import { proxy } from "./proxy.ts";

interface GatewayOptions extends Console {
  /** The function of a source; undefined if there is no such source. */
  readonly source: (name: string) => FunctionProcess | undefined;
}

const page = join(dist, "console");

/** Turns a listening server into the one address that people, tests and tools use. */
export function openGateway(options: GatewayOptions, server: Server): void {
  const api = createApi(routes, options);
  server.ref();
  server.removeAllListeners("request").on("request", (request: IncomingMessage, response: ServerResponse) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const source = /^\/webhooks\/([a-z0-9-]+)\/?$/.exec(path)?.[1];
    if (source !== undefined) return void toSource(options, source, request, response);
    if (request.method === "GET" && isOfPage(path)) return void sendPage(request, response, page);
    if (path === "/mcp") return void answerMcp(options, request, response);
    return void api(request, response);
  });
}

async function toSource(
  { source, journal }: GatewayOptions,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = source(name);
  if (target === undefined)
    return sendJson(response, 404, { error: `there is no source "${name}": GET /api/sources lists them` });
  return proxy(target, request, response, journal.webhook(name, request));
}
