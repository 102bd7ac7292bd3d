import { exchange } from "../outgoing/exchange.ts";
import type { Answer, Caller, Line, Outgoing } from "../outgoing/exchange.ts";
import { asObject } from "../outgoing/json.ts";
import { logAnswer } from "../outgoing/log-answer.ts";
import type { Connect, JsforceRequest } from "./jsforce.ts";
import type { Session } from "./login.ts";
import { malformedAnswer, readRefusal } from "./refusals.ts";
import type { Refusal } from "./refusals.ts";
import type { Sessions } from "./sessions.ts";

/** One REST call. Paths stand below the API version; values in them are encoded by whoever makes the path. */
export interface RestRequest {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  /** As logs and reasons name it, ids left out. */
  readonly operation: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Codes that the caller can live with. */
  readonly expected?: readonly string[];
}

export type RestAnswer =
  | { readonly refusal?: undefined; readonly status: number; readonly body: unknown }
  | { readonly refusal: Refusal };

/** What an instance shares among its events. */
export interface Org {
  readonly line: Line;
  readonly sessions: Sessions;
  /** Loads at the first call, and only then. */
  readonly jsforce: () => Promise<Connect>;
}

/**
 * Sends a request in the present session, and once more in a new one if that has expired.
 * @throws UnavailableError when there is no answer.
 */
export async function request(org: Org, caller: Caller, asked: RestRequest): Promise<RestAnswer> {
  // The login goes out first: while it travels, jsforce loads.
  const [session, connect] = await Promise.all([org.sessions.current(caller), org.jsforce()]);
  const first = await attempt({ org, connect, caller, session }, asked, ["INVALID_SESSION_ID"]);
  if (first.refusal?.status !== 401) return first;
  const renewed = await org.sessions.renew(session, caller);
  return attempt({ org, connect, caller, session: renewed }, asked, []);
}

interface Attempt {
  readonly org: Org;
  readonly connect: Connect;
  readonly caller: Caller;
  readonly session: Session;
}

async function attempt(
  { org, connect, caller, session }: Attempt,
  asked: RestRequest,
  expected: readonly string[],
): Promise<RestAnswer> {
  const { method, path: url, operation, headers = {}, body } = asked;
  let answer: Answer | undefined;
  const connection = connect(session, async (outgoing) => {
    answer = await exchange(org.line, caller, toOutgoing(outgoing, operation));
    return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: answer.body };
  });
  const json =
    body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { ...headers, "content-type": "application/json" } };
  const outcome = await connection.request({ method, url, ...json }).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (answer === undefined)
    throw "error" in outcome ? outcome.error : new Error(`jsforce answered ${operation} without a call`);
  const read = readAnswer(answer, outcome, operation);
  const isExpected = read.refusal !== undefined && [...expected, ...(asked.expected ?? [])].includes(read.refusal.code);
  logAnswer(caller.log, { system: "salesforce", operation, answer, reason: read.refusal?.code, isExpected });
  return read;
}

function toOutgoing({ method, url, headers = {}, body }: JsforceRequest, operation: string): Outgoing {
  // fetch counts for itself.
  const { "content-length": _, ...others } = headers;
  return { method, url, operation, headers: others, ...(typeof body === "string" ? { body } : {}) };
}

type JsforceOutcome = { readonly value: unknown } | { readonly error: unknown };

function readAnswer({ status }: Answer, outcome: JsforceOutcome, operation: string): RestAnswer {
  // jsforce takes a redirect's page for the result.
  if (status >= 300) {
    const error = "error" in outcome ? outcome.error : undefined;
    return { refusal: readRefusal({ status, operation, data: asObject(error)?.["data"], cause: error }) };
  }
  if ("error" in outcome) throw malformedAnswer(operation, status, outcome.error);
  return { status, body: outcome.value };
}
