import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/**
 * Why a request must not read or write, with its status. A web page that someone visits must reach neither this API
 * through a host name of its own (DNS rebinding) nor submit forms to it. Webhooks are protected by their signatures.
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
