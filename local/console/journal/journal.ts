import type { IncomingMessage } from "node:http";
import type { Manifest } from "../../../bundler/write/manifest.ts";
import type { Faults } from "../../core/faults.ts";
import type { Observe } from "../../core/serve.ts";
import type { RecordChange, StandIn } from "../../core/system.ts";
import type { DeliveryRecord, PushBody } from "../../pubsub/delivery/push.ts";
import type { Message } from "../../pubsub/state/messages.ts";
import type { Change, EventPage, EventRow, Life } from "../contract.ts";
import { createBodies } from "./bodies.ts";
import { createCalls } from "./calls.ts";
import { createChanges, type MadeChange, shownChange } from "./changes.ts";
import { createFollowing, lastPart } from "./following.ts";
import { createKinds } from "./kinds.ts";
import { shownLife } from "./life.ts";
import { LIMITS, type Limits } from "./limits.ts";
import type { ReadLine } from "./lines.ts";
import { createLives, type Entry } from "./lives.ts";
import { createRates, type Rates } from "./rates.ts";
import { createRows, type RowQuery } from "./rows.ts";
import { createStream, type Stream } from "./stream.ts";
import { createWebhooks, type WebhookTap } from "./webhooks.ts";

/** What has happened, bounded. Told by the gateway, Pub/Sub, the functions' logs and the stand-ins' servers as it does. */
export interface Journal {
  webhook(source: string, request: IncomingMessage): WebhookTap;
  published(topic: string, messages: readonly Message[]): void;
  /** Returns the traceparent that the push is to bear. */
  pushed(handler: string, body: PushBody): string;
  delivered(record: DeliveryRecord): void;
  logged(line: ReadLine): void;
  observe(system: StandIn): Observe;
  watch(faults: Faults): Faults;
  changed(system: string, change: RecordChange): void;

  events(query: RowQuery): EventPage;
  life(id: string): Life | undefined;
  /** The bytes of a webhook, where all of them are kept. */
  body(id: string): Buffer | undefined;
  /** The rows of all webhooks of a trace. */
  rowsOf(traceId: string): readonly EventRow[];
  changes(isSought: (change: MadeChange) => boolean): readonly Change[];
  readonly rates: Rates;
  readonly stream: Stream;
  clear(because: string): void;
  close(): void;
}

/** @param manifest as it is now. */
export function createJournal(manifest: () => Manifest | undefined, limits: Limits = LIMITS): Journal {
  const [rows, lives, bodies] = [createRows(limits.rows), createLives(limits), createBodies(limits)];
  const [changes, rates, kinds] = [createChanges(limits.changes), createRates(), createKinds()];
  const touched = new Set<Entry>();
  const stream = createStream(limits.told, settle);
  const touch = (entry: Entry) => {
    touched.add(entry);
    stream.touch(entry.row);
  };
  const functions = () => manifest()?.functions ?? {};
  const kindOf = (topic: string) => manifest()?.topics[topic]?.kind;
  const following = createFollowing({ rows, lives, bodies, touch, handlersOf: createHandlersOf(manifest) });
  const webhooks = createWebhooks({ lives, bodies, touch, added: following.added });
  const calls = createCalls({
    bodies,
    changes,
    onChange: stream.soon,
    onCall(call, traceparent) {
      rates.count(`system ${call.system.name}`);
      return following.called(call, traceparent);
    },
  });

  /** What may wait until somebody is told: off the webhooks' way. */
  function settle(): void {
    for (const change of changes.settle()) stream.tell("change", shownChange(change));
    for (const entry of touched) kinds.read(entry, stream.touch);
    touched.clear();
  }

  return {
    webhook(source, request) {
      rates.count(`source ${source}`);
      return webhooks.arrived(source, request);
    },
    published(path, messages) {
      const topic = lastPart(path);
      const kind = kindOf(topic);
      for (const message of messages) {
        rates.count(`topic ${topic}`);
        if (kind === "event") following.published(topic, message);
        else if (kind === "dead-letter") following.deadLettered(message);
      }
    },
    pushed(handler, body) {
      rates.count(`handler ${handler}`);
      return following.pushed(handler, body);
    },
    delivered: following.delivered,
    logged: webhooks.logged,
    observe: calls.observe,
    watch: calls.watch,
    changed: calls.changed,

    events(query) {
      stream.flush();
      return rows.find(query);
    },
    life(id) {
      stream.flush();
      const entry = lives.ofRow(id);
      if (entry !== undefined) return shownLife(entry, (source) => functions()[source]?.signature ?? "");
      const row = rows.get(id);
      return row && { row, webhook: null, event: null, logs: [], handlers: [], dropped: true };
    },
    body: (id) => lives.ofRow(id)?.life.webhook?.body.whole(),
    rowsOf: (traceId) => lives.ofTrace(traceId).flatMap(({ entries }) => entries.map(({ row }) => row)),
    changes(isSought) {
      stream.flush();
      return changes.find(isSought).map(shownChange);
    },
    rates,
    stream,
    clear(because) {
      for (const part of [rows, lives, bodies, changes, rates, touched]) part.clear();
      stream.reset(because);
    },
    close: stream.close,
  };
}

type HandlersOf = (topic: string) => readonly { readonly name: string; readonly isBatch: boolean }[];

/** Asked for with every message: worked out once for a manifest. */
function createHandlersOf(manifest: () => Manifest | undefined): HandlersOf {
  let [known, of]: [Manifest | undefined, Map<string, ReturnType<HandlersOf>>] = [undefined, new Map()];
  return (topic) => {
    const now = manifest();
    if (now !== known) [known, of] = [now, new Map()];
    const handlers =
      of.get(topic) ??
      Object.entries(now?.subscriptions ?? {}).flatMap(([name, { topic: its, push, pull }]) =>
        its === topic && (push ?? pull) !== undefined ? [{ name, isBatch: pull !== undefined }] : [],
      );
    of.set(topic, handlers);
    return handlers;
  };
}
