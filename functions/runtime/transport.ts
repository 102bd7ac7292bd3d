import http from "node:http";
import type { Socket } from "node:net";
import type { Clock } from "./clock.ts";
import type { Fetch, FetchInit, FetchResponse } from "./define/client.ts";
import type { Environment } from "./settings.ts";

/**
 * A kept-alive connection that has been idle for longer may be dead without notice: some balancers drop it after 60 s.
 */
const MOST_IDLE_MS = 45_000;
/** Per origin. A request that waits for a socket does so within its caller's deadline. */
const MOST_SOCKETS = 32;

/**
 * The only way out of a function, to Pub/Sub and to every system: node:http, which the Functions Framework has loaded
 * already; Node's own fetch would add 30 ms to a cold start. Connections are kept alive, redirects not followed, bodies
 * not inflated. Nothing is sent twice except a read whose kept-alive connection died before the first byte of an
 * answer.
 */
export function createTransport(clock: Clock, environment: Environment = process.env): Fetch {
  const plain: Module = { request: http.request, agent: agentOf(http, environment) };
  let secure: Promise<Module> | undefined;
  /** When each connection was last given a request. */
  const usedAt = new WeakMap<Socket, number>();

  return async function send(url, init) {
    const module = url.startsWith("https:") ? await (secure ??= loadSecure(environment)) : plain;
    // Timers may not have fired meanwhile: an instance without a request has no CPU.
    dropIdle(module.agent, (socket) => clock.now() - (usedAt.get(socket) ?? 0) > MOST_IDLE_MS);
    const onSocket = (socket: Socket) => usedAt.set(socket, clock.now());
    try {
      return await exchangeOnce(module, url, init, onSocket);
    } catch (error) {
      if (!(error instanceof DeadConnectionError) || init.method !== "GET") throw causeOf(error);
      dropIdle(module.agent, () => true);
      return exchangeOnce(module, url, init, onSocket).catch((again: unknown) => Promise.reject(causeOf(again)));
    }
  };
}

interface Module {
  readonly request: typeof http.request;
  readonly agent: http.Agent;
}

async function loadSecure(environment: Environment): Promise<Module> {
  const { default: https } = await import("node:https");
  return { request: https.request, agent: agentOf(https, environment) };
}

/** Through a company's proxy where Node is told to, as Node's own agents: https://nodejs.org/api/http.html#built-in-proxy-support */
function agentOf({ Agent }: { Agent: typeof http.Agent }, environment: Environment): http.Agent {
  const isProxied = environment["NODE_USE_ENV_PROXY"] === "1";
  return new Agent({ keepAlive: true, maxSockets: MOST_SOCKETS, ...(isProxied && { proxyEnv: environment }) });
}

function dropIdle(agent: http.Agent, isDue: (socket: Socket) => boolean): void {
  for (const socket of Object.values(agent.freeSockets).flatMap((sockets = []) => sockets))
    if (isDue(socket)) socket.destroy();
}

/** Thrown when a kept-alive connection ended before the first byte of an answer. */
class DeadConnectionError extends Error {}

function causeOf(error: unknown): unknown {
  return error instanceof DeadConnectionError ? error.cause : error;
}

/** Resolves once the whole answer has arrived. */
function exchangeOnce(
  { request: open, agent }: Module,
  url: string,
  init: FetchInit,
  onSocket: (socket: Socket) => void,
): Promise<FetchResponse> {
  const { method, headers, body, signal, isFresh = false } = init;
  return new Promise((resolve, reject) => {
    const request = open(url, { method, headers, agent: isFresh ? false : agent });
    request.on("socket", onSocket);
    let isAnswered = false;
    request.on("error", (cause) => {
      const isDead = request.reusedSocket && !isAnswered && !signal.aborted;
      reject(isDead ? new DeadConnectionError("the kept connection was dead", { cause }) : cause);
    });
    request.on("response", (response) => {
      isAnswered = true;
      readAnswer(response, resolve, reject);
    });
    // Not through the `signal` option, which makes Node watch the request as a stream: 2 % of a webhook's cost.
    const abort = () => request.destroy(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    request.on("close", () => signal.removeEventListener("abort", abort));
    if (signal.aborted) abort();
    else request.end(body);
  });
}

function readAnswer(
  response: http.IncomingMessage,
  resolve: (answer: FetchResponse) => void,
  reject: (error: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  response.on("data", (chunk: Buffer) => chunks.push(chunk));
  response.on("error", reject);
  response.on("end", () => {
    const headers = new Map(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
    const text = Buffer.concat(chunks).toString();
    resolve({ status: response.statusCode ?? 0, headers, text: () => Promise.resolve(text) });
  });
}
