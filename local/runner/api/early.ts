import http, { type Server, type ServerResponse } from "node:http";
import { listenAt } from "../../core/listening.ts";

/** A page that reloads by itself; its style and script are not built yet. */
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
 * Answers at the port from the start, until the gateway takes its requests over: none is refused in between. Rejects
 * with a sentence if the port is taken, before anything slow begins.
 */
export async function openEarly(port: number): Promise<Server> {
  const server = http.createServer(answerEarly);
  server.keepAliveTimeout = 0; // an idle connection that is closed just as it is used again would be an error to its user
  await listenAt(server, port);
  return server.unref(); // a failed build ends everything
}

/** 503 with Retry-After: senders come again. */
function answerEarly({ method, headers }: http.IncomingMessage, response: ServerResponse): void {
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
