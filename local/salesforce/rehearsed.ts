import type { RehearsedRequest } from "../core/rehearsal.ts";
import { describedObjects } from "./state/describe-files.ts";
import { createSchema } from "./state/schema.ts";

const DATA = /^(.*\/services\/data\/v[\d.]+)(\/.*)$/;

/** The objects that `npm run describe` has written down. */
export const schema = createSchema(describedObjects());

/** The path below a version of the data API; undefined for any other. */
export function dataPath({ url }: Pick<RehearsedRequest, "url">): string | undefined {
  return DATA.exec(url.pathname)?.[2];
}

/** A GET of the same org and version, with the same credentials. */
export function get(request: RehearsedRequest, path: string): RehearsedRequest {
  const { "content-type": _, ...headers } = request.headers;
  const base = DATA.exec(request.url.pathname)?.[1] ?? "";
  return { method: "GET", url: new URL(base + path, request.url), headers, body: "" };
}
