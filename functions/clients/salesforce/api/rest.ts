import { jsonIn } from "../../../runtime/objects.ts";
import { type Caller, exchange, type Line, type SystemAnswer } from "../../outgoing/exchange.ts";
import type { OrgRefusal } from "./refusal.ts";
import { malformedAnswer } from "./errors.ts";
import { callInSession } from "./session-call.ts";
import type { Sessions } from "./sessions.ts";

/** Summer '26. The duplicate rules' header needs at least 52; this version will not be retired for years. */
export const API_VERSION = "67.0";

/** Names the handler in the org's event log files and API usage. */
export function callOptions({ handler = "" }: Caller): Readonly<Record<string, string>> {
  return { "sforce-call-options": `client=ycat/${handler}` };
}

/** What an instance shares among events. */
export interface Org {
  readonly line: Line;
  readonly sessions: Sessions;
}

/** One REST call. The path is relative to the API version; whoever builds it encodes the values in it. */
export interface RestRequest {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  /** As logs and reasons name it, ids left out. */
  readonly operation: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Refusal codes that the caller can live with. */
  readonly expected?: readonly string[];
}

export type RestAnswer =
  | { readonly refusal?: undefined; readonly status: number; readonly body: unknown }
  | { readonly refusal: OrgRefusal };

/** @throws UnavailableError when there is no whole answer, or none in JSON. */
export async function request(org: Org, caller: Caller, asked: RestRequest): Promise<RestAnswer> {
  const { method, path, operation, headers = {}, body, expected } = asked;
  const { answer, refusal } = await callInSession(org.sessions, caller, { operation, expected }, (session) =>
    exchange(org.line, caller, {
      method,
      url: session.instanceUrl + (path.startsWith("/services/") ? path : `/services/data/v${API_VERSION}${path}`),
      operation,
      headers: {
        ...headers,
        ...callOptions(caller),
        authorization: `Bearer ${session.accessToken}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: JSON.stringify(body),
    }),
  );
  return refusal === undefined ? { status: answer.status, body: readBody(answer, operation) } : { refusal };
}

function readBody({ status, body }: SystemAnswer, operation: string): unknown {
  if (status === 204) return undefined;
  const read = jsonIn(body);
  if (read === undefined) throw malformedAnswer(operation, status);
  return read;
}
