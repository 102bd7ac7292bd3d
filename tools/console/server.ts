import http from "node:http";
import { join } from "node:path";
import { createApi, sendJson } from "../../local/console/api/answer.ts";
import { isOfPage, pageFile } from "../../local/console/page-files.ts";
import { refusalOf } from "../../local/console/api/guard.ts";
import { listenAt } from "../../local/runner/api/port.ts";
import type { ProjectConsole } from "./project-console.ts";
import { projectRoutes } from "./routes.ts";

/** Serves page and API on 127.0.0.1, with the same protection as npm start. */
export async function serveConsole(
  console: ProjectConsole,
  { dist, port }: { readonly dist: string; readonly port: number },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const api = createApi(projectRoutes, console);
  const server = http.createServer((request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    if (request.method !== "GET" || !isOfPage(path)) return void api(request, response);
    const refusal = refusalOf(request);
    if (refusal !== undefined) return sendJson(response, refusal.status, { error: refusal.error });
    void pageFile(join(dist, "console"), path, console.project).then(({ status, headers, body }) =>
      response.writeHead(status, headers).end(body),
    );
  });
  await listenAt(server, port);
  const address = server.address();
  return {
    url: `http://localhost:${typeof address === "object" ? address?.port : port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
