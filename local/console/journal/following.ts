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

export interface FollowingSurroundings {
  readonly rows: Rows;
  readonly lives: ReturnType<typeof createLives>;
  readonly bodies: Bodies;
  /** The handlers of an event type, with whether each pulls. */
  readonly handlersOf: (topic: string) => readonly { readonly name: string; readonly isBatch: boolean }[];
  readonly touch: (entry: Entry) => void;
}

/** Follows events from their publication through every attempt of every handler. */
export function createFollowing({ rows, lives, bodies, handlersOf, touch }: FollowingSurroundings) {
  function published(topic: string, { id, attributes, data }: Message): Entry {
    const { span, traceId } = spanIn(attributes, id);
    const life = lives.of(span) ?? lifeWithout(span, traceId);
    const entry = entryOf(life, attributes) ?? life.entries.find((one) => one.attributes === undefined) ?? added(life);
    if (entry.attributes === undefined) describe(entry, topic, attributes);
    entry.attributes = attributes;
    entry.data = bodies.create();
    entry.data.add(Buffer.from(data, "base64"));
    for (const { name } of handlersOf(topic))
      if (!entry.handlers.has(name)) entry.handlers.set(name, { outcome: "under way", attempts: [] });
    settle(entry);
    return entry;
  }

  /** Of what came by no webhook, or by one that is kept no more. */
  function lifeWithout(span: string, traceId: string): OpenLife {
    const life: OpenLife = { span, traceId, startedAt: Date.now(), verdict: "published", entries: [], lines: [] };
    lives.add(life);
    return life;
  }

  function added(life: OpenLife): Entry {
    const { length } = life.entries;
    const row = rows.add({
      id: length === 0 ? life.span : `${life.span}.${length + 1}`,
      at: new Date(life.startedAt).toISOString(),
      source: life.entries[0]?.row.source ?? "",
      kind: life.entries[0]?.row.kind ?? null,
      verdict: life.verdict,
      type: null,
      person: null,
      eventId: null,
      outcome: "none",
      attempts: 0,
      latencyMs: null,
    });
    const entry: Entry = { life, row, handlers: new Map() };
    lives.addEntry(entry);
    return entry;
  }

  function settle(entry: Entry): void {
    const { row, handlers, life } = entry;
    row.outcome = outcomeOf(handlers.values());
    const isDone = row.outcome === "handled" || row.outcome === "dead-lettered";
    row.latencyMs = isDone ? Date.now() - life.startedAt : null;
    touch(entry);
  }

  function find(attributes: Attributes, messageId: string): Entry | undefined {
    const life = lives.of(spanIn(attributes, messageId).span);
    return life && entryOf(life, attributes);
  }

  function handlerOf(entry: Entry, name: string): OpenHandler {
    const handler = entry.handlers.get(name) ?? { outcome: "under way", attempts: [] };
    entry.handlers.set(name, handler);
    return handler;
  }

  function begin(entry: Entry, attempt: OpenAttempt): void {
    const handler = handlerOf(entry, attempt.handler);
    handler.outcome = attempt.number > 1 ? "retrying" : "under way";
    handler.attempts.push(attempt);
    if (handler.attempts.length > LIMITS.each) handler.attempts.shift();
    entry.row.attempts += 1;
  }

  return {
    added,
    published,
    /** A push goes out: returns the traceparent that it bears, whose span its calls will bear. */
    pushed(handler: string, { message, deliveryAttempt = 1 }: PushBody): string {
      const { messageId, attributes = {} } = message;
      const { traceId } = spanIn(attributes, messageId);
      const { spanId } = traceOf(undefined);
      const entry = find(attributes, messageId);
      if (entry !== undefined) {
        const attempt = newAttempt(handler, deliveryAttempt, messageId, new Date().toISOString());
        begin(entry, attempt);
        lives.attempts.set(spanId, { entry, attempt });
        settle(entry);
      }
      return `00-${traceId}-${spanId}-01`;
    },
    delivered({
      subscription,
      messageId,
      attributes,
      attempt: number,
      outcome,
      status,
      ...times
    }: DeliveryRecord): void {
      const entry = find(attributes, messageId);
      const name = lastPart(subscription);
      if (entry === undefined || handlersOf(entry.row.type ?? "").every((one) => one.name !== name)) return;
      const handler = handlerOf(entry, name);
      let attempt = handler.attempts.findLast((one) => one.messageId === messageId && one.number === number);
      if (attempt === undefined) begin(entry, (attempt = newAttempt(name, number, messageId, times.startedAt)));
      attempt.endedAt = new Date(Date.parse(times.startedAt) + times.latencyMs).toISOString();
      if (attempt.outcome !== "dead-lettered") attempt.outcome = outcome;
      if (status !== undefined) attempt.status = status;
      handler.outcome =
        attempt.outcome === "dead-lettered" ? "dead-lettered" : outcome === "acknowledged" ? "handled" : "retrying";
      settle(entry);
    },
    /** A letter says which handler has given the event up. */
    deadLettered({ id, attributes }: Message): void {
      const entry = find(attributes, id);
      const name = attributes["dead-letter-handler"] ?? attributes["CloudPubSubDeadLetterSourceSubscription"];
      if (entry === undefined || name === undefined) return;
      const handler = handlerOf(entry, name);
      handler.outcome = "dead-lettered";
      const last = handler.attempts.at(-1);
      if (last !== undefined) last.outcome = "dead-lettered";
      settle(entry);
    },
    /** Whose call it is: an attempt's by its span; of what a batch handler has pulled, the event's that the call goes under. */
    called(call: OpenCall, traceparent: string | null): () => Maker {
      const { span } = spanIn({ traceparent: traceparent ?? "" }, "");
      const known = lives.attempts.get(span);
      if (known !== undefined) {
        if (known.attempt.calls.length < LIMITS.each) known.attempt.calls.push(call);
        return () => ({ handler: known.attempt.handler, event: known.entry.row.id });
      }
      const entry = lives
        .of(span)
        ?.entries.find(({ row }) => handlersOf(row.type ?? "").some(({ isBatch }) => isBatch));
      const batch = handlersOf(entry?.row.type ?? "").find(({ isBatch }) => isBatch);
      if (entry === undefined || batch === undefined) return () => ({});
      const pulled = pulledAttempt(handlerOf(entry, batch.name), batch.name, () => entry.row.attempts++);
      pulled.calls.push(call);
      return () => ({ handler: batch.name, event: entry.row.id });
    },
  };
}

/** What was pulled is known of once it is answered: its calls come before. */
function pulledAttempt({ attempts }: OpenHandler, name: string, count: () => void): OpenAttempt {
  const last = attempts.at(-1);
  if (last?.endedAt === null) return last;
  const attempt = newAttempt(name, (last?.number ?? 0) + 1, "", new Date().toISOString());
  attempts.push(attempt);
  count();
  return attempt;
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

/** Of what bears none, its own id. */
function spanIn({ traceparent = "" }: Attributes, id: string): { readonly span: string; readonly traceId: string } {
  const [, traceId = "0".repeat(31) + "1", span = `m${id}`] = TRACEPARENT.exec(traceparent) ?? [];
  return { span, traceId };
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
