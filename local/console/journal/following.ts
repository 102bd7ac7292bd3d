import type { PushBody, DeliveryRecord } from "../../pubsub/delivery/push.ts";
import type { Message } from "../../pubsub/state/messages.ts";
import { traceOf } from "../../../functions/runtime/trace.ts";
import type { Bodies } from "./bodies.ts";
import type { OpenCall } from "./calls.ts";
import type { Maker } from "./changes.ts";
import { LIMITS } from "./limits.ts";
import { type createLives, type Entry, type OpenAttempt, type OpenHandler, type OpenLife, outcomeOf } from "./lives.ts";
import type { Rows } from "./rows.ts";

type Attributes = Readonly<Record<string, string>>;

/** Messages that a batch handler has begun. */
export interface BegunBatch {
  readonly handler: string;
  readonly messages: readonly {
    readonly messageId: string;
    readonly attempt?: number;
    readonly attributes: Attributes;
  }[];
}

interface FollowingSurroundings {
  readonly rows: Rows;
  readonly lives: ReturnType<typeof createLives>;
  readonly bodies: Bodies;
  /** The handlers of an event type, and whether each pulls. */
  readonly handlersOf: (topic: string) => readonly { readonly name: string; readonly isBatch: boolean }[];
  readonly touch: (entry: Entry) => void;
}

/** Follows events from publication through every attempt of every handler. */
export class Following {
  readonly #with: FollowingSurroundings;

  constructor(surroundings: FollowingSurroundings) {
    this.#with = surroundings;
  }

  published(topic: string, { id, attributes, data }: Message): void {
    const { lives, bodies, handlersOf } = this.#with;
    const { span, traceId } = spanIn(attributes, id);
    const life = lives.of(span) ?? this.#lifeWithout(span, traceId);
    const unused = life.entries.find((one) => one.attributes === undefined);
    const entry = entryOf(life, attributes) ?? unused ?? this.add(life);
    if (entry.attributes === undefined) describe(entry, topic, attributes);
    entry.attributes = attributes;
    entry.data = bodies.create();
    entry.data.add(Buffer.from(data, "base64"));
    for (const { name } of handlersOf(topic)) handlerOf(entry, name);
    this.#settle(entry);
  }

  /** Adds another row to a webhook. */
  add(life: OpenLife): Entry {
    const [first] = life.entries;
    const row = this.#with.rows.add({
      id: first === undefined ? life.span : `${life.span}.${life.entries.length + 1}`,
      at: new Date(life.startedAt).toISOString(),
      source: first?.row.source ?? "",
      kind: first?.row.kind ?? null,
      verdict: life.verdict,
      type: null,
      person: null,
      eventId: null,
      outcome: "none",
      attempts: 0,
      latencyMs: null,
    });
    const entry: Entry = { life, row, handlers: new Map() };
    this.#with.lives.addEntry(entry);
    return entry;
  }

  /** A push is sent: returns its traceparent, whose span its calls carry. */
  pushed(handler: string, { message, deliveryAttempt = 1 }: PushBody): string {
    const { messageId, attributes = {} } = message;
    const { traceId } = spanIn(attributes, messageId);
    const { spanId } = traceOf(undefined);
    const entry = this.#find(attributes, messageId);
    if (entry !== undefined) {
      const attempt = newAttempt(handler, deliveryAttempt, messageId, new Date().toISOString());
      begin(entry, attempt);
      this.#with.lives.attempts.set(spanId, { entry, attempt });
      this.#settle(entry);
    }
    return `00-${traceId}-${spanId}-01`;
  }

  delivered({ subscription, messageId, attributes, attempt: number, outcome, ...record }: DeliveryRecord): void {
    const name = lastPart(subscription);
    const entry = this.#find(attributes, messageId);
    if (entry === undefined || this.#with.handlersOf(entry.row.type ?? "").every((one) => one.name !== name)) return;
    const handler = handlerOf(entry, name);
    const attempt =
      handler.attempts.findLast((one) => one.messageId === messageId && one.number === number) ??
      pulled(handler, messageId) ??
      begin(entry, newAttempt(name, number, messageId, record.startedAt));
    attempt.endedAt = new Date(Date.parse(record.startedAt) + record.latencyMs).toISOString();
    if (record.status !== undefined) attempt.status = record.status;
    if (attempt.outcome === "dead-lettered") handler.outcome = "dead-lettered";
    else {
      attempt.outcome = outcome;
      handler.outcome = outcome === "acknowledged" ? "handled" : "retrying";
    }
    this.#settle(entry);
  }

  /** All messages of a batch share their calls, including those made before this notice arrived. */
  batched({ handler, messages }: BegunBatch): void {
    const [calls, rows] = [new Array<OpenCall>(), new Set<string>()];
    for (const { messageId, attempt: number, attributes } of messages) {
      const entry = this.#find(attributes, messageId);
      if (entry === undefined) continue;
      const { attempts } = handlerOf(entry, handler);
      const begun = pulled({ attempts }, messageId);
      if (begun !== undefined) calls.push(...begun.calls);
      const next = number ?? (attempts.at(-1)?.number ?? 0) + 1;
      const attempt = begun ?? begin(entry, newAttempt(handler, next, messageId, new Date().toISOString()));
      Object.assign(attempt, { calls, batch: { size: messages.length, rows } });
      rows.add(entry.row.id);
      this.#settle(entry);
    }
  }

  /** The dead letter names the handler that gave up the event. */
  deadLettered({ id, attributes }: Message): void {
    const entry = this.#find(attributes, id);
    const name = attributes["dead-letter-handler"] ?? attributes["CloudPubSubDeadLetterSourceSubscription"];
    if (entry === undefined || name === undefined) return;
    const handler = handlerOf(entry, name);
    handler.outcome = "dead-lettered";
    const last = handler.attempts.at(-1);
    if (last !== undefined) last.outcome = "dead-lettered";
    this.#settle(entry);
  }

  /** Who makes a call: found by the attempt's span; for pulled messages, by the event that the call is made under. */
  called(call: OpenCall, traceparent: string | null): () => Maker {
    const { lives, handlersOf } = this.#with;
    const { span } = spanIn({ traceparent: traceparent ?? "" }, "");
    const { entry, attempt } = lives.attempts.get(span) ?? pulledIn(lives.of(span), handlersOf) ?? {};
    if (entry === undefined || attempt === undefined) return () => ({});
    if (attempt.calls.length < LIMITS.each) attempt.calls.push(call);
    return () => ({
      handler: attempt.handler,
      event: entry.row.id,
      ...(attempt.batch && { batch: attempt.batch.rows }),
    });
  }

  /** For events without a webhook, or whose webhook was dropped. */
  #lifeWithout(span: string, traceId: string): OpenLife {
    const life: OpenLife = { span, traceId, startedAt: Date.now(), verdict: "published", entries: [], lines: [] };
    this.#with.lives.add(life);
    return life;
  }

  #find(attributes: Attributes, messageId: string): Entry | undefined {
    const life = this.#with.lives.of(spanIn(attributes, messageId).span);
    return life && entryOf(life, attributes);
  }

  #settle(entry: Entry): void {
    const { row, handlers, life } = entry;
    row.outcome = outcomeOf(handlers.values());
    const isDone = row.outcome === "handled" || row.outcome === "dead-lettered";
    row.latencyMs = isDone ? Date.now() - life.startedAt : null;
    this.#with.touch(entry);
  }
}

function handlerOf(entry: Entry, name: string): OpenHandler {
  const handler = entry.handlers.get(name) ?? { outcome: "under way", attempts: [] };
  entry.handlers.set(name, handler);
  return handler;
}

function begin(entry: Entry, attempt: OpenAttempt): OpenAttempt {
  const handler = handlerOf(entry, attempt.handler);
  handler.outcome = attempt.number > 1 ? "retrying" : "under way";
  handler.attempts.push(attempt);
  if (handler.attempts.length > LIMITS.each) handler.attempts.shift();
  entry.row.attempts += 1;
  return attempt;
}

/** Pulls are reported once settled: their calls come before that, and begin the attempt. */
function pulledIn(life: OpenLife | undefined, handlersOf: FollowingSurroundings["handlersOf"]) {
  for (const entry of life?.entries ?? []) {
    const batch = handlersOf(entry.row.type ?? "").find(({ isBatch }) => isBatch);
    if (batch === undefined) continue;
    const { attempts } = handlerOf(entry, batch.name);
    const last = attempts.at(-1);
    const isOpen = last?.endedAt === null;
    const number = (last?.number ?? 0) + 1;
    const attempt = isOpen ? last : begin(entry, newAttempt(batch.name, number, PULLED, new Date().toISOString()));
    return { entry, attempt };
  }
  return undefined;
}

/** Placeholder for a message id not yet known. */
const PULLED = "";

/** The attempt that its calls have begun. */
function pulled({ attempts }: Pick<OpenHandler, "attempts">, messageId: string): OpenAttempt | undefined {
  const last = attempts.at(-1);
  if (last?.endedAt !== null || last.messageId !== PULLED) return undefined;
  last.messageId = messageId;
  return last;
}

function newAttempt(handler: string, number: number, messageId: string, startedAt: string): OpenAttempt {
  return { handler, number, messageId, startedAt, endedAt: null, outcome: "under way", calls: [] };
}

function describe({ row, life }: Entry, topic: string, attributes: Attributes): void {
  row.type = topic;
  row.verdict = life.verdict === "under way" ? "published" : life.verdict;
  row.person = attributes["ce-subject"] ?? null;
  row.eventId = attributes["ce-id"] ?? null;
  row.source ||= (attributes["ce-source"] ?? "").replace("/sources/", "");
}

function entryOf({ entries }: OpenLife, attributes: Attributes): Entry | undefined {
  return entries.find(
    (one) => one.attributes?.["ce-id"] === attributes["ce-id"] && one.row.type === attributes["ce-type"],
  );
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-/;

/** Falls back to the message's own id. */
function spanIn({ traceparent = "" }: Attributes, id: string): { readonly span: string; readonly traceId: string } {
  const [, traceId = "0".repeat(31) + "1", span = `m${id}`] = TRACEPARENT.exec(traceparent) ?? [];
  return { span, traceId };
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
