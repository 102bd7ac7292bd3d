import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { json as readJson } from "node:stream/consumers";
import { dist } from "../../../bundler/paths.ts";
import { type Deliveries, describeUnderWay } from "./deliveries.ts";
import type { FunctionProcess } from "../functions/function-process.ts";
import { refusalOf } from "./guard.ts";
import { isOfPage, pageFile } from "../../console/page-files.ts";
import { listenAt } from "./port.ts";
import { proxy } from "./proxy.ts";
import { resetState, seedState, type StateOptions, stateOf } from "./state.ts";
import { addFaults } from "./fault-rules.ts";

export interface GatewayOptions extends StateOptions {
  readonly deliveries: Deliveries;
  /** The function of a source; undefined when there is none of that name. */
  readonly source: (name: string) => FunctionProcess | undefined;
  readonly sources: () => readonly object[];
}

type Route = (request: IncomingMessage) => unknown;

/** Opens the one address that people, tests and tools use. Rejects with a sentence when the port is taken. */
export function openGateway(options: GatewayOptions, port: number): Promise<Server> {
  const routes = routesOf(options);
  const server = http.createServer((request, response) => void answer(routes, options, request, response));
  return listenAt(server, port);
}

function routesOf(options: GatewayOptions): Record<string, Route> {
  const { faults } = options.world;
  return {
    "GET /api/health": () => ({ status: "ok", ...options.world.addresses, project: options.project }),
    "GET /api/sources": () => options.sources(),
    "GET /api/state": () => stateOf(options),
    "POST /api/state": async (request) => seedState(options, await readJson(request)),
    "DELETE /api/state": () => resetState(options),
    "GET /api/deliveries": () => [...options.pushes.underWay().flatMap(describeUnderWay), ...options.deliveries.list()],
    "GET /api/faults": () => faults.list(),
    "POST /api/faults": async (request) => addFaults(options.world, await readJson(request)),
    "DELETE /api/faults": () => faults.clear(),
  };
}

async function answer(
  routes: Record<string, Route>,
  options: GatewayOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = "/"] = (request.url ?? "/").split("?");
  const source = /^\/webhooks\/([a-z0-9-]+)\/?$/.exec(path)?.[1];
  if (source !== undefined) return toSource(options, source, request, response);
  const isPage = isOfPage(path) && request.method === "GET";
  const route = routes[`${request.method ?? ""} ${path}`];
  if (route === undefined && !isPage) {
    const known = `${Object.keys(routes).join(", ")} and POST /webhooks/SOURCE`;
    return sendJson(response, 404, { error: `there is no ${request.method ?? ""} ${path}; there are ${known}` });
  }
  const refusal = refusalOf(request);
  if (refusal !== undefined) return sendJson(response, refusal.status, { error: refusal.error });
  if (route === undefined) return sendPage(response, path);
  try {
    const result = await route(request);
    return result === undefined ? send(response, 204, "") : sendJson(response, 200, result);
  } catch (error) {
    return sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

async function toSource(
  options: GatewayOptions,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = options.source(name);
  if (target === undefined)
    return sendJson(response, 404, { error: `there is no source "${name}": GET /api/sources lists them` });
  return proxy(target, request, response);
}

async function sendPage(response: ServerResponse, path: string): Promise<void> {
  const { status, headers, body } = await pageFile(join(dist, "console"), path);
  response.writeHead(status, headers).end(body);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, `${JSON.stringify(body, null, 2)}\n`, "application/json");
}

function send(response: ServerResponse, status: number, body: string, contentType?: string): void {
  response.writeHead(status, contentType === undefined ? {} : { "content-type": contentType });
  response.end(body);
}
