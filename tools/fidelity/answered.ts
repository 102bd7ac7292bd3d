import { jsonIn } from "../../functions/runtime/objects.ts";
import type { Fetch, FetchResponse } from "../../functions/runtime/define/client.ts";
import type { Sent } from "./exchange.ts";
import type { Answered } from "./play.ts";

/** An answer with its body read. */
export async function readAnswer(response: FetchResponse): Promise<Answered> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : (jsonIn(text) ?? text),
  };
}

/** A request's body and headers, with the system's credentials unless it has its own. */
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

const CALL_TIMEOUT_MS = 30_000;

/** Sends it to a real system with the handlers' transport. */
export async function sendOver(fetch: Fetch, url: string, init: ReturnType<typeof toInit>): Promise<Answered> {
  return readAnswer(await fetch(url, { ...init, signal: AbortSignal.timeout(CALL_TIMEOUT_MS), redirect: "manual" }));
}

/** Whether it is a stand-in's address. */
export function isLocal(url: string): boolean {
  return /^(?:127\.|localhost$)/.test(new URL(url).hostname);
}
