import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { dist } from "../../../bundler/paths.ts";
import { createApi, sendJson } from "../../console/api/answer.ts";
import type { Console } from "../../console/api/route.ts";
import { routes } from "../../console/api/routes.ts";
import { answerMcp } from "../../console/mcp/server.ts";
import { isOfPage, pageFile } from "../../console/page-files.ts";
import type { FunctionProcess } from "../functions/function-process.ts";
import { refusalOf } from "./guard.ts";
import { listenAt } from "./port.ts";
import { proxy } from "./proxy.ts";

export interface GatewayOptions extends Console {
  /** The function of a source; undefined when there is none of that name. */
  readonly source: (name: string) => FunctionProcess | undefined;
}

/** Opens the one address that people, tests and tools use. Rejects with a sentence when the port is taken. */
export function openGateway(options: GatewayOptions, port: number): Promise<Server> {
  const api = createApi(routes, options);
  const server = http.createServer((request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const source = /^\/webhooks\/([a-z0-9-]+)\/?$/.exec(path)?.[1];
    if (source !== undefined) return void toSource(options, source, request, response);
    if (request.method === "GET" && isOfPage(path)) return void sendPage(path, request, response);
    if (path === "/mcp") return void answerMcp(options, request, response);
    return void api(request, response);
  });
  return listenAt(server, port);
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

async function sendPage(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return sendJson(response, refusal.status, { error: refusal.error });
  const { status, headers, body } = await pageFile(join(dist, "console"), path);
  response.writeHead(status, headers).end(body);
}
