import { parseBody } from "../../functions/clients/outgoing/json.ts";
import type { FetchResponse } from "../../functions/runtime/define/client.ts";
import type { Sent } from "./exchange.ts";
import type { Answered } from "./play.ts";

/** An answer with its body read. */
export async function readAnswer(response: FetchResponse): Promise<Answered> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : (parseBody(text) ?? text),
  };
}

/** A request's body and headers, with the system's own credentials unless it brings some. */
export function toInit({ method, body, text, headers }: Sent, authorization: string) {
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    method,
    headers: {
      authorization,
      ...(content !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(content !== undefined && { body: content }),
  };
}

/** A stand-in's address. */
export function isLocal(url: string): boolean {
  return /^(?:127\.|localhost$)/.test(new URL(url).hostname);
}
