import { http as register } from "@google-cloud/functions-framework";
import http, { type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Log } from "../log.ts";
import { logFieldsOf, showLocally } from "../safe-error.ts";

/**
 * No stranger can take longer for a request: https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener
 * Idle connections are Google's, which keeps them for ten minutes
 * (https://cloud.google.com/load-balancing/docs/https#timeouts_and_retries). Closed by us, as after Node's default of
 * five seconds, one would be reset just as a webhook is sent on it.
 */
const CONNECTIONS = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: 620_000,
};

/**
 * Everything that is taken over from the Functions Framework is in this file. The cloud's image starts the framework,
 * which finds the function by its name and opens the port. Handling requests, warnings and the process's end is ours.
 */
export function takeOver(name: string, listener: RequestListener, log: Log, onStop = () => {}): void {
  register(name, () => {
    throw new Error("the Functions Framework opened a server that is not ours: see takeOver");
  });
  replaceServer(listener, (server) => takeOverEnd(server, log, onStop));
  takeOverWarnings(log);
}

/**
 * Replaces the framework's Express application by our listener, in the next HTTP server that this process creates,
 * which is the framework's. Its parsers inflate and parse up to 1 GB of any content type before they call a function,
 * answer broken JSON with a 400 of their own, refuse some paths (/robots.txt, /%ff), and run each request in a domain
 * (node:domain).
 */
export function replaceServer(listener: RequestListener, onServer: (server: Server) => void): void {
  const { createServer } = http;
  http.createServer = () => {
    http.createServer = createServer;
    const server = createServer(CONNECTIONS, listener);
    onServer(server);
    return server;
  };
}

/**
 * Takes over the end of the process once the framework has set up its own, which exits on SIGTERM in mid-request,
 * though Cloud Run allows 10 s to finish, and prints uncaught errors with text and stack, which may hold a payload.
 * Here an uncaught error is logged by name and place; the instance ends, and its messages are delivered again.
 */
function takeOverEnd(server: Server, log: Log, onStop: () => void): void {
  const die = (error: unknown) => {
    showLocally(error);
    log.error("function ended by an error that nothing caught", { outcome: "failed", ...logFieldsOf(error) });
    process.exit(1);
  };
  server.once("listening", () =>
    process.nextTick(() => {
      for (const event of ["SIGTERM", "uncaughtException", "unhandledRejection", "exit"])
        process.removeAllListeners(event);
      process.once("SIGTERM", () => {
        server.close(() => process.exit(0));
        onStop();
      });
      process.once("uncaughtException", die).once("unhandledRejection", die);
    }),
  );
  // A connection that is kept open after its last answer would keep the process alive.
  server.on("request", (_request, response: ServerResponse) =>
    response.once("close", () => {
      if (!server.listening) server.closeIdleConnections();
    }),
  );
}

/** Node prints a warning's text, which may hold anything; its name is enough to find it. */
function takeOverWarnings(log: Log): void {
  process.removeAllListeners("warning");
  process.on("warning", ({ name }) =>
    log.warning("Node warns", { reason: /^[A-Z][A-Za-z]{0,60}Warning$/.test(name) ? name : "Warning" }),
  );
}
