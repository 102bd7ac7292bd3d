import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { sendJson } from "./api/answer.ts";
import { refusalOf } from "./api/guard.ts";

/** A file of the page. */
interface PageFile {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** Every address of the page: page/shell/app.tsx. */
const ADDRESS = /^\/(?:(?:events|people|systems|faults|proof|dead-letters|sources|topology|handlers)(?:\/[^?]*)?)?$/;

const guarded = {
  "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** Browsers request it on their own, even beside a JSON answer. */
const ICON = "/favicon.ico";

/** Whether a GET of this path is for the page rather than the API. */
export function isOfPage(path: string): boolean {
  return ADDRESS.test(path) || path.startsWith("/assets/") || path === ICON;
}

/**
 * Answers a request for the page, unless it comes from another page or under another name.
 * @param folder of the built page
 * @param project the console's project; default: npm start
 */
export async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  project?: string,
): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return sendJson(response, refusal.status, { error: refusal.error });
  const [path = "/"] = (request.url ?? "/").split("?");
  const { status, headers, body } = await pageFile(folder, path, project);
  response.writeHead(status, headers).end(body);
}

/** Reads the built file for a path; every address of the page gets the same document. */
async function pageFile(folder: string, path: string, project?: string): Promise<PageFile> {
  const asset = /^\/assets\/([\w-]+\.(js|css|svg))$/.exec(path === ICON ? "/assets/icon.svg" : path);
  if (asset === null && path.startsWith("/assets/")) return missing;
  const [, name = "index.html", extension = ""] = asset ?? [];
  const body = await readFile(join(folder, name)).catch(() => undefined);
  if (body === undefined) return missing;
  const hasHash = /-\w{8}\./.test(name);
  return {
    status: 200,
    headers: {
      ...guarded,
      "content-type": TYPES[extension] ?? "text/html; charset=utf-8",
      "cache-control": hasHash ? "public, max-age=31536000, immutable" : "no-cache",
    },
    body: project === undefined || asset !== null ? body : ofProject(body.toString(), project),
  };
}

/** Tells the page which views to show: page/shell/project.ts. */
function ofProject(document: string, project: string): string {
  const quoted = project.replaceAll(/[^\w.:-]/g, "");
  return document.replace("<head>", `<head><meta name="ycat-project" content="${quoted}" />`);
}

const missing: PageFile = {
  status: 404,
  headers: { ...guarded, "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache" },
  body: "There is no such file: npm run build writes the console's page anew; then load it again.\n",
};
