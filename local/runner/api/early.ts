import http, { type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { listenAt } from "./port.ts";

/** A web page says it, and looks again by itself; style and script of its own there is none yet. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="color-scheme" content="light dark" />
    <meta http-equiv="refresh" content="1" />
    <title>ycat is being built</title>
  </head>
  <body>
    <h1>ycat is being built</h1>
    <p>The terminal tells how far it is. This page shows what comes in as soon as it is ready.</p>
  </body>
</html>
`;
const SENTENCE = "ycat is being built: it answers in a few seconds";

/**
 * Answers at the port from the first moment on, and goes on as whoever takes its requests over: nobody is turned away between.
 * Rejects with a sentence when the port is taken, before anything that takes time.
 */
export async function openEarly(port: number): Promise<Server> {
  const server = await listenAt(http.createServer(sayEarly), port);
  return server.unref(); // a build that fails ends all
}

/** The port that a server has got. */
export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The gateway has no port.");
  return address.port;
}

/** A sender comes again. */
function sayEarly({ method, headers }: http.IncomingMessage, response: ServerResponse): void {
  const isPage = method === "GET" && headers.accept?.includes("text/html") === true;
  const type = isPage ? "text/html; charset=utf-8" : "application/json";
  response.writeHead(503, {
    "content-type": type,
    "cache-control": "no-store",
    "retry-after": "1",
    connection: "close",
  });
  response.end(isPage ? PAGE : `${JSON.stringify({ error: SENTENCE })}\n`);
}
