import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/**
 * Why a request may not look or write, with its status: a web page that somebody visits must not be able to, neither under
 * a name of its own that it has led to this machine, nor by a form. Webhooks are guarded by their signatures.
 */
export function refusalOf({ method, headers }: IncomingMessage): { status: number; error: string } | undefined {
  const { host = "", origin, "content-type": type = "" } = headers;
  if (!LOOPBACK.test(host)) return { status: 403, error: "this answers under localhost, 127.0.0.1 and [::1] alone" };
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, error: "this answers no other web page than its own" };
  if ((method === "POST" || method === "PATCH") && !/^application\/json\s*(?:;|$)/i.test(type))
    return { status: 415, error: "the body must be declared as JSON: curl -H content-type:application/json -d …" };
  return undefined;
}
