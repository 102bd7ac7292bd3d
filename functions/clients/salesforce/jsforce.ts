import { PassThrough } from "node:stream";
import type { Connection } from "jsforce/lib/core.js";
import type { Session } from "./login.ts";

/** At least 52 for the duplicate rules' header (jsforce would take 50), and not to be retired for years. */
export const API_VERSION = "64.0";

/** A request as jsforce hands it to its transport. */
export type JsforceRequest = Parameters<Connection["_transport"]["httpRequest"]>[0];

/** An answer as jsforce wants it from its transport. */
export type JsforceResponse = Awaited<ReturnType<Connection["_transport"]["httpRequest"]>>;

/** Makes a connection for one request. */
export type Connect = (session: Session, send: (request: JsforceRequest) => Promise<JsforceResponse>) => Connection;

/**
 * Loads jsforce (tens of milliseconds, hence only when the first call is made) and puts our `send` in the place of its own
 * transport, which retries in secret, follows redirects of a POST, has no deadline and ends the process when a body is
 * cut. A connection serves one request, so that `send` can know whose it is: events run side by side in an instance, and
 * making one costs 10 µs.
 */
export async function loadJsforce(): Promise<Connect> {
  const [{ Connection }, { StreamPromise }] = await Promise.all([
    import("jsforce/lib/core.js"),
    import("jsforce/lib/util/promise.js"),
  ]);
  return ({ instanceUrl, accessToken }, send) => {
    const connection = new Connection({ instanceUrl, accessToken, version: API_VERSION });
    connection._transport = {
      // Nobody reads the stream: ycat asks for whole answers only.
      httpRequest: (request) => StreamPromise.create(() => ({ stream: new PassThrough(), promise: send(request) })),
      getRequestStreamCreator() {
        throw new Error("jsforce asked for its own HTTP client: see test/clients/salesforce/jsforce.test.ts");
      },
    };
    return connection;
  };
}
