import type { JsonObject } from "../../runtime/objects.ts";
import { type Caller, exchange, type Line, type Outgoing } from "../outgoing/exchange.ts";
import { logAnswer } from "../outgoing/log-answer.ts";
import { readAnswer } from "./refusals.ts";

/** The workspace that an instance posts in. */
export interface Workspace {
  readonly reads: Line;
  readonly writes: Line;
  readonly url: string;
  readonly token: string;
}

export function read(
  { reads, url, token }: Workspace,
  caller: Caller,
  method: string,
  query: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  return call(reads, caller, {
    method: "GET",
    url: `${url}/api/${method}?${new URLSearchParams(query).toString()}`,
    operation: `GET /${method}`,
    headers: { authorization: `Bearer ${token}` },
  });
}

export function write(
  { writes, url, token }: Workspace,
  caller: Caller,
  method: string,
  body: object,
): Promise<JsonObject> {
  return call(writes, caller, {
    method: "POST",
    url: `${url}/api/${method}`,
    operation: `POST /${method}`,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
  });
}

async function call(line: Line, caller: Caller, outgoing: Outgoing): Promise<JsonObject> {
  const { operation } = outgoing;
  const answer = await exchange(line, caller, outgoing);
  const reading = readAnswer(answer, operation);
  logAnswer(caller.log, { system: line.system, operation, answer, reason: reading.error?.reason.code });
  if (reading.error !== undefined) throw reading.error;
  return reading.body;
}
