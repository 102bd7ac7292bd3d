import type { Event } from "../define/handler.ts";
import { RefusedPayloadError } from "../define/errors.ts";
import type { Source } from "../define/source.ts";
import type { Log } from "../log.ts";
import { encodeEvent, type Message } from "../pubsub/message.ts";
import { REJECTED_TOPIC } from "../pubsub/names.ts";
import { fitsPatience, type Publish } from "../pubsub/publish.ts";
import type { Trace } from "../trace.ts";
import { accept, type Answer } from "./answer.ts";
import type { Item } from "./items.ts";
import { encodeRejected } from "./quarantine.ts";
import type { SourceUnit, Webhook } from "./unit.ts";

export interface PublishContext {
  readonly publish: Publish;
  readonly now: () => number;
  readonly log: Log;
  readonly trace: Trace;
}

/**
 * Publishes the events of all items, quarantines refused items, and reports both.
 * @throws RefusedPayloadError, with nothing published, when there is more than can be published while the sender waits.
 */
export async function publishItems(
  { source, unordered }: SourceUnit,
  items: readonly Item[],
  webhook: Webhook,
  context: PublishContext,
): Promise<Answer> {
  const refused = items.flatMap((item) => ("error" in item ? [item] : []));
  const events = items.flatMap((item) => ("events" in item ? item.events : []));
  const letters = refused.map((one) => encodeRejected(source, webhook, one, context));
  await publishAll(
    [...batchesOf(events, unordered, context.trace), { topic: REJECTED_TOPIC, messages: letters }],
    context.publish,
  );
  const ignored = new Set(items.flatMap((item) => ("events" in item && item.events.length === 0 ? [item.kind] : [])));
  const answer = accept(source, {
    ...outcomeOf(source, { events, refused, ignored }),
    ...(refused.length > 0 && {
      quarantined: refused.map(({ error, item }) => ({ item: item.index, reason: error.message })),
    }),
  });
  logItems({ events, refused, ignored }, answer.status, context.log);
  return answer;
}

interface Batch {
  readonly topic: string;
  readonly messages: readonly Message[];
}

/** Messages of one request must share an ordering key and keep their order, or have none. */
function batchesOf(events: readonly Event[], unordered: readonly string[], { traceparent }: Trace): Batch[] {
  const isOrdered = ({ type }: Event) => !unordered.includes(type);
  const together = Map.groupBy(events, (event) => (isOrdered(event) ? `${event.type} ${event.subject}` : event.type));
  return [...together.values()].map((group) => ({
    topic: group[0]?.type ?? "",
    messages: group.map((event) => encodeEvent(event, traceparent, isOrdered(event))),
  }));
}

async function publishAll(batches: readonly Batch[], publish: Publish): Promise<void> {
  const filled = batches.filter(({ messages }) => messages.length > 0);
  if (!fitsPatience(filled.map(({ messages }) => messages))) {
    throw new RefusedPayloadError(
      `the body makes ${filled.length} requests to Pub/Sub; so many can't be made while the sender waits`,
      { code: "TOO_MANY_EVENTS", system: "pubsub" },
    );
  }
  await Promise.all(filled.map(({ topic, messages }) => publish(topic, messages)));
}

type Refused = Extract<Item, { error: unknown }>;

interface Read {
  readonly events: readonly Event[];
  readonly refused: readonly Refused[];
  /** Kinds of items without events. */
  readonly ignored: ReadonlySet<string>;
}

function outcomeOf({ kinds }: Pick<Source, "kinds">, { events, refused, ignored }: Read): Answer["body"] {
  if (events.length > 0) return { outcome: "published", events: events.map(({ id }) => id) };
  if (refused.length > 0) return { outcome: "quarantined" };
  if (ignored.size === 0) return { outcome: "ignored", reason: "the list is empty" };
  const [unknown, silent] = [false, true].map((is) => [...ignored].filter((kind) => Object.hasOwn(kinds, kind) === is));
  const reasons = [
    ...(unknown?.length ? [`${unknown.join(", ")} is nothing to ycat`] : []),
    ...(silent?.length ? [`what this ${silent.join(", ")} says makes no event`] : []),
  ];
  return { outcome: "ignored", reason: reasons.join("; ") };
}

function logItems({ events, refused, ignored }: Read, status: number, log: Log): void {
  for (const { id, type } of events)
    log.info("event published", { outcome: "published", eventId: id, eventType: type, status });
  for (const { error } of refused)
    log.error("webhook quarantined", { outcome: "quarantined", reason: error.message, status });
  // The kind is the sender's own word: unless it looks like a name it might be anything, even personal data.
  for (const reason of new Set([...ignored].map((kind) => (/^[\w.:-]{1,128}$/.test(kind) ? kind : "OTHER"))))
    log.info("webhook ignored", { outcome: "ignored", reason, status });
  if (events.length + refused.length + ignored.size === 0)
    log.info("webhook ignored", { outcome: "ignored", reason: "EMPTY_LIST", status });
}
