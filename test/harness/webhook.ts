import type { Source } from "../../functions/runtime/define/source.ts";
import type { Answer } from "../../functions/runtime/receive/answer.ts";
import { type ReceiveContext, receiveWebhook } from "../../functions/runtime/receive/receive.ts";
import type { SignedRequest } from "../../functions/runtime/signatures/scheme.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import { captureLog, trace } from "./captured-log.ts";
import { topicsInMemory } from "./published.ts";

/** Well-formed for every scheme. */
export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const NOW = Date.parse("2026-11-02T09:30:05Z");

/** A request as the source's sender would make it, signed at NOW. */
export function signedRequest(
  { signature }: Source,
  body: Buffer,
  options: { readonly id?: string; readonly now?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): SignedRequest {
  const headers = { "content-type": "application/json", "content-length": String(body.length), ...options.headers };
  const { id = "msg_2xJ9QpZ4mVfH7tKcW1sYbN", now = NOW } = options;
  return signature.sign({ method: "POST", url: "", headers, body, id }, signature.key(SECRET), now);
}

/** Receives a request with topics in memory: the answer, and what is left on topics and in the log. */
export async function receive(unit: SourceUnit, request: SignedRequest, changes: Partial<ReceiveContext> = {}) {
  const topics = topicsInMemory();
  const { log, lines, text } = captureLog();
  const keys = [unit.source.signature.key(SECRET)];
  const answer: Answer = await receiveWebhook(unit, request, {
    keys,
    publish: topics.publish,
    now: () => NOW,
    log,
    trace,
    ...changes,
  });
  return { answer, topics, lines, text };
}

/** The same, as what a topic then has first of it: the answer's body, that message, and its data. */
export async function receiveOn(topic: string, ...received: Parameters<typeof receive>) {
  const { answer, topics } = await receive(...received);
  const [message] = topics.on(topic);
  return { ...answer.body, message, data: message === undefined ? {} : JSON.parse(message.data.toString()) };
}
