import type { IncomingMessage } from "node:http";
import type { Manifest } from "../../../bundler/write/manifest.ts";
import type { Faults } from "../../core/faults.ts";
import type { Observe } from "../../core/serve.ts";
import type { RecordChange } from "../../core/records.ts";
import type { RequestKind } from "../../core/requests.ts";
import type { StandIn } from "../../core/system.ts";
import type { DeliveryRecord, PushBody } from "../../pubsub/delivery/push.ts";
import type { Message } from "../../pubsub/state/messages.ts";
import type { EventPage, EventRow, Life, LogLine } from "../contract/events.ts";
import type { Change } from "../contract/systems.ts";
import { createBodies } from "./bodies.ts";
import { createCalls, type OpenCall } from "./calls.ts";
import { changeOf, createChanges, type MadeChange, shownChange } from "./changes.ts";
import { type BegunBatch, Following, lastPart } from "./following.ts";
import { createKinds } from "./kinds.ts";
import { type ConcernOf, shownLife } from "./life.ts";
import { LIMITS } from "./limits.ts";
import { type ReadLine, shownLine } from "./lines.ts";
import { createLives, type Entry, type OpenLife, type OpenWebhook } from "./lives.ts";
import { mentions } from "./mentions.ts";
import { createRates, type Rates } from "./rates.ts";
import { createRows, type RowQuery } from "./rows.ts";
import { Stream } from "./stream.ts";
import { createWebhooks, type WebhookTap } from "./webhooks.ts";

/** A bounded record of what happened, fed by the gateway, Pub/Sub, the functions' logs and the stand-ins' servers. */
export interface Journal {
  webhook(source: string, request: IncomingMessage): WebhookTap;
  published(topic: string, messages: readonly Message[]): void;
  /** Returns the push's traceparent. */
  pushed(handler: string, body: PushBody): string;
  delivered(record: DeliveryRecord): void;
  /** A batch handler has begun these messages; its next calls belong to them. */
  batched(batch: BegunBatch): void;
  logged(line: ReadLine): void;
  observe(system: StandIn): Observe;
  watch(faults: Faults): Faults;
  changed(system: string, change: RecordChange): void;

  events(query: RowQuery): EventPage;
  /**
   * @param id of a row, or of an event for its newest row
   * @param concernOf selects the changes that concern a row from those of calls made for many events
   */
  life(id: string, concernOf?: ConcernOf): Life | undefined;
  webhookOf(id: string): OpenWebhook | undefined;
  /** The rows of all webhooks in a trace. */
  rowsOf(traceId: string): readonly EventRow[];
  /** Rows of webhooks without events whose body mentions an address. */
  webhooksOf(email: string): readonly EventRow[];
  /** Functions' log lines about kept lives. */
  lines(isSought: (line: ReadLine) => boolean): readonly LogLine[];
  /** @param rows the rows under which to report calls made for many events */
  changes(isSought: (change: MadeChange) => boolean, rows?: readonly string[]): readonly Change[];
  /** The calls of every kept attempt. */
  calls(): readonly MadeCall[];
  /** Drops everything about a person. */
  forget(email: string): void;
  readonly rates: Rates;
  readonly stream: Stream;
  clear(because: string): void;
}

interface MadeCall {
  readonly handler: string;
  readonly system: OpenCall["system"];
  readonly request: RequestKind;
}

/** @param manifest returns the current one */
export function createJournal(manifest: () => Manifest | undefined): Journal {
  const parts = createParts(manifest);
  const { rows, lives, bodies, changes, rates, touched, stream, calls } = parts;
  return {
    ...writing(parts, manifest),
    ...reading(parts, manifest),
    observe: calls.observe,
    watch: calls.watch,
    changed: calls.changed,
    rates,
    stream,
    clear(because) {
      for (const part of [rows, lives, bodies, changes, rates, touched]) part.clear();
      stream.reset(because);
    },
  };
}

type Parts = ReturnType<typeof createParts>;

function createParts(manifest: () => Manifest | undefined) {
  const [rows, lives, bodies] = [createRows(LIMITS.rows), createLives(LIMITS), createBodies(LIMITS)];
  const [changes, rates, kinds] = [createChanges(LIMITS.changes), createRates(), createKinds()];
  const touched = new Set<Entry>();
  // Deferred work is done before listeners are told, off the webhooks' path.
  const stream = new Stream(LIMITS.told, () => {
    for (const change of changes.settle()) stream.tellOf("change", () => shownChange(change));
    for (const entry of touched) kinds.read(entry, (row) => stream.touch(row));
    touched.clear();
  });
  const touch = (entry: Entry) => {
    touched.add(entry);
    stream.touch(entry.row);
  };
  const following = new Following({ rows, lives, bodies, touch, handlersOf: createHandlersOf(manifest) });
  const webhooks = createWebhooks({ lives, bodies, touch, added: (life) => following.add(life) });
  const onCall = (call: OpenCall, traceparent: string | null) => {
    rates.count(`system ${call.system.name}`);
    return following.called(call, traceparent);
  };
  const calls = createCalls({ bodies, changes, onChange: () => stream.soon(), onCall });
  return { rows, lives, bodies, changes, rates, touched, stream, following, webhooks, calls };
}

function writing({ rates, following, webhooks }: Parts, manifest: () => Manifest | undefined) {
  return {
    webhook(source: string, request: IncomingMessage) {
      rates.count(`source ${source}`);
      return webhooks.arrived(source, request);
    },
    published(path: string, messages: readonly Message[]) {
      const topic = lastPart(path);
      const kind = manifest()?.topics[topic]?.kind;
      for (const message of messages) {
        rates.count(`topic ${topic}`);
        if (kind === "event") following.published(topic, message);
        else if (kind === "dead-letter") following.deadLettered(message);
      }
    },
    pushed: (handler: string, body: PushBody) => following.pushed(handler, body),
    delivered(record: DeliveryRecord) {
      // Counts acknowledged messages, not attempts, as Monitoring does for a project.
      if (record.outcome === "acknowledged") rates.count(`handler ${lastPart(record.subscription)}`);
      following.delivered(record);
    },
    batched: (batch: BegunBatch) => following.batched(batch),
    logged: webhooks.logged,
  };
}

function reading({ rows, lives, changes, stream }: Parts, manifest: () => Manifest | undefined) {
  const schemeOf = (source: string) => manifest()?.functions[source]?.signature ?? "";
  const webhooksOf = (email: string): readonly EventRow[] => {
    const isOf = mentions(email);
    const without = [...lives.all()].filter(({ webhook, entries }) => {
      const isLost = entries.every(({ attributes }) => attributes === undefined);
      return isLost && isOf(webhook?.body.read().text.replaceAll(/%40/g, "@"));
    });
    return without.flatMap(({ entries }) => entries.map(({ row }) => row));
  };
  return {
    events(query: RowQuery) {
      stream.flush();
      return rows.find(query);
    },
    life(id: string, concernOf?: ConcernOf): Life | undefined {
      stream.flush();
      const ofRow = lives.ofRow(id);
      const row = ofRow?.row ?? rows.get(id) ?? rows.ofEvent(id);
      const entry = ofRow ?? (row && lives.ofRow(row.id));
      if (entry !== undefined) return shownLife(entry, schemeOf, concernOf);
      return row && { row, webhook: null, event: null, logs: [], handlers: [], dropped: true };
    },
    webhookOf: (id: string) => lives.ofRow(id)?.life.webhook,
    rowsOf: (traceId: string) => lives.ofTrace(traceId).flatMap(({ entries }) => entries.map(({ row }) => row)),
    webhooksOf,
    lines: (isSought: (line: ReadLine) => boolean) =>
      [...lives.all()].flatMap(({ lines }) =>
        lines
          .map((line) => line.read())
          .filter(isSought)
          .map(shownLine),
      ),
    changes(isSought: (change: MadeChange) => boolean, of: readonly string[] = []) {
      stream.flush();
      return changes.find(isSought).map((change) => changeOf(of, change));
    },
    calls: () => [...lives.all()].flatMap(callsIn),
    forget(email: string) {
      const isOf = mentions(email);
      const lost = new Set(webhooksOf(email).map(({ id }) => id));
      const isAbout = ({ id, person }: Pick<EventRow, "id" | "person">) => isOf(person) || lost.has(id);
      rows.remove(isAbout);
      for (const life of lives.all()) if (life.entries.some(({ row }) => isAbout(row))) lives.drop(life);
      changes.remove(({ before, after }) => isOf(before) || isOf(after));
      stream.reset("somebody was forgotten");
    },
  };
}

function callsIn({ entries }: OpenLife): MadeCall[] {
  const attempts = entries.flatMap(({ handlers }) => [...handlers.values()].flatMap((one) => one.attempts));
  return attempts.flatMap(({ handler, calls }) =>
    calls.map(({ system, method, url, request }) => {
      const whole = request.whole()?.toString();
      return { handler, system, request: { method, url: new URL(url), ...(whole !== undefined && { body: whole }) } };
    }),
  );
}

type HandlersOf = (topic: string) => readonly { readonly name: string; readonly isBatch: boolean }[];

/** Needed for every message, so computed once per manifest. */
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
