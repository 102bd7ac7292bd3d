import http from "node:http";
import { join } from "node:path";
import { createApi } from "../../local/console/api/answer.ts";
import { isOfPage, sendPage } from "../../local/console/page-files.ts";
import { closeServer, listenAt, portOf } from "../../local/core/listening.ts";
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
    return void sendPage(request, response, join(dist, "console"), console.project);
  });
  await listenAt(server, port);
  return { url: `http://localhost:${portOf(server)}`, close: () => closeServer(server) };
}
