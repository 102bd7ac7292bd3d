import { Duplex, PassThrough, type Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Connection } from "jsforce/lib/core.js";
import { jsonIn, membersOf } from "../../../runtime/objects.ts";
import { type Caller, exchange } from "../../outgoing/exchange.ts";
import { logWrite } from "../../outgoing/log-write.ts";
import { isAnswerTo } from "./answers.ts";
import { isId } from "./ids.ts";
import { operationOf } from "./operation.ts";
import { malformedAnswer, refusalError } from "./errors.ts";
import { API_VERSION, callOptions, type Org } from "./rest.ts";
import { callInSession } from "./session-call.ts";

type JsforceTransport = Connection["_transport"];
type JsforceRequest = Parameters<JsforceTransport["httpRequest"]>[0];
type JsforceResponse = Awaited<ReturnType<JsforceTransport["httpRequest"]>>;

/** As long as Salesforce allows a query to take; the event's deadline ends a call earlier. */
const CALL_TIMEOUT_MS = 120_000;

/**
 * See Salesforce.connection. jsforce's own transport retries silently, follows redirects of a POST, has no deadline,
 * renews sessions endlessly and ends the process when a body is cut; ours replaces it.
 */
export async function connect(org: Org, caller: Caller): Promise<Connection> {
  // The login is sent first: jsforce loads while it travels.
  const [{ instanceUrl, accessToken }, jsforce] = await Promise.all([org.sessions.current(caller), loadJsforce()]);
  const connection = new jsforce.Connection({ instanceUrl, accessToken, version: API_VERSION });
  connection._transport = {
    httpRequest: (request) =>
      jsforce.StreamPromise.create(() => {
        const [input, output] = [new PassThrough(), new PassThrough()];
        const promise = send(org, caller, { request, input, output, origin: instanceUrl });
        return { stream: Duplex.from({ writable: input, readable: output }), promise };
      }),
    getRequestStreamCreator: refuseOwnHttp,
  };
  connection.oauth2._transport = { httpRequest: refuseOwnHttp, getRequestStreamCreator: refuseOwnHttp };
  return connection;
}

/** Bulk API 2.0 registers itself with each connection that is created after it was loaded. */
async function loadJsforce() {
  const [{ Connection }, { StreamPromise }] = await Promise.all([
    import("jsforce/lib/core.js"),
    import("jsforce/lib/util/promise.js"),
    import("jsforce/lib/api/bulk2.js"),
  ]);
  return { Connection, StreamPromise };
}

function refuseOwnHttp(): never {
  throw new Error("this connection's session is the instance's: it is neither logged in nor out by hand");
}

interface Sent {
  readonly request: JsforceRequest;
  /** A streamed body, such as a bulk upload. */
  readonly input: Readable;
  /** The answer as a stream. It merely ends when there is no answer: the promise says why. */
  readonly output: PassThrough;
  /** Where jsforce believes the org is; after a renewal the session knows better. */
  readonly origin: string;
}

async function send(org: Org, caller: Caller, { request, input, output, origin }: Sent): Promise<JsforceResponse> {
  try {
    const { method } = request;
    const url = new URL(request.url);
    if (url.origin !== origin) throw new Error("jsforce was asked for an address that is not the org's");
    const operation = operationOf(method, url.pathname);
    const body = await readBody(request, input);
    const { authorization: _, ...headers } = lowerCase(request.headers);
    const line = { ...org.line, callTimeoutMs: CALL_TIMEOUT_MS };
    const { answer, refusal } = await callInSession(org.sessions, caller, { operation }, (session) =>
      exchange(line, caller, {
        method,
        url: session.instanceUrl + url.pathname + url.search,
        operation,
        headers: { ...headers, ...callOptions(caller), authorization: `Bearer ${session.accessToken}` },
        ...(body === undefined ? {} : { body }),
      }),
    );
    if (refusal !== undefined) throw refusalError(refusal);
    if (!isAnswerTo({ method, url }, answer)) throw malformedAnswer(operation, answer.status);
    if (isWrite(method, url.pathname)) {
      const id = [...url.pathname.split("/"), membersOf(jsonIn(answer.body))["id"]].findLast(isId);
      const fields = membersOf(jsonIn(body ?? ""));
      logWrite(caller.log, { system: "salesforce", operation, ...(id !== undefined && { records: [id] }), fields });
    }
    output.write(answer.body);
    return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: answer.body };
  } finally {
    output.end();
  }
}

/** Knows only the API's own paths: the effect of Apex REST is unknown. A composite may consist of reads only. */
function isWrite(method: string, pathname: string): boolean {
  return method !== "GET" && /\/(?:sobjects|jobs\/ingest|composite\/(?:sobjects|tree))(?:\/|$)/.test(pathname);
}

async function readBody({ method, body }: JsforceRequest, input: Readable): Promise<string | undefined> {
  if (typeof body === "string") return body;
  if (body instanceof URLSearchParams) return body.toString();
  if (body !== undefined && body !== null) throw new Error("this connection sends text alone, no files");
  return method === "PUT" ? text(input) : undefined;
}

/** fetch sets Content-Length itself. */
function lowerCase(headers: JsforceRequest["headers"] = {}): Record<string, string> {
  const { "content-length": _, ...others } = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return others;
}
