import type { EventOutcome, ReceivedEvent } from "./event-log.ts";
import type { Identifier } from "./identifier.ts";
import { newPerson } from "./people.ts";
import { isUlid } from "./ulid.ts";
import { note, nowSeconds } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

const TRIGGER_SECONDS = 72 * 3600;
const MERGE_SECONDS = 30 * 24 * 3600;

/** An event of a person, or of an anonymous visitor. */
export interface Track {
  readonly by: Identifier | undefined;
  readonly anonymousId: string | null;
  readonly id: string | null;
  readonly type: ReceivedEvent["type"];
  readonly name: string;
  readonly timestamp: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Records an event, once per ULID. Like customer.io, it does not tell the caller if the event is ignored. */
export function track(workspace: Workspace, request: Track): void {
  const { suppressions, settings, people } = workspace;
  const { by, anonymousId, ...event } = request;
  const identifier = by === undefined ? null : by.value;
  const received: ReceivedEvent = { ...event, cio_id: null, identifier, anonymous_id: anonymousId };
  const end = (outcome: EventOutcome, cioId: string | null = null) =>
    receive(workspace, { ...received, cio_id: cioId }, outcome);
  const person = by === undefined ? undefined : people.find(by);
  if (by !== undefined && suppressions.has([by])) {
    end("suppressed");
  } else if (workspace.failsEvents) {
    end("failed", person?.cio_id);
  } else if (isRepeated(workspace, request)) {
    end("duplicate", person?.cio_id);
  } else if (by === undefined) {
    accept(workspace, received);
  } else if (person !== undefined) {
    accept(workspace, { ...received, cio_id: person.cio_id });
  } else if (by.kind === "cio_id" || settings.eventsForUnknown === "drop") {
    note(workspace, "Unknown Person Dropped", by.value, event.name);
    end("dropped");
  } else {
    const created = newPerson(people.nextCioId(), by);
    people.put(created);
    accept(workspace, { ...received, cio_id: created.cio_id });
  }
}

/** Assigns an anonymous visitor's events to the person identified later. */
export function mergeAnonymousEvents(workspace: Workspace, anonymousId: string, cioId: string): void {
  const { accepted } = workspace.events;
  for (const [index, event] of accepted.entries()) {
    if (event.cio_id !== null || event.anonymous_id !== anonymousId) continue;
    if (ageSeconds(workspace, event) > MERGE_SECONDS) continue;
    const merged = { ...event, cio_id: cioId };
    accepted[index] = merged;
    trigger(workspace, merged);
  }
}

function accept(workspace: Workspace, event: ReceivedEvent): void {
  const { events, settings } = workspace;
  if (event.id !== null) {
    if (isUlid(event.id) || settings.nonUlidIds === "deduplicate") events.seenIds.add(event.id.toUpperCase());
    else note(workspace, "Event ID Not a ULID", event.identifier ?? event.anonymous_id ?? "", event.id);
  }
  receive(workspace, event, "accepted");
  events.accepted.push(event);
  settings.onChange?.({ kind: "events", id: receivedId(event), before: undefined, after: event });
  trigger(workspace, event);
}

function receive({ events, settings }: Workspace, event: ReceivedEvent, outcome: EventOutcome): void {
  const list = outcome === "failed" ? events.failed : events.received;
  list.push({ ...event, receivedAt: Math.floor(settings.clock.now() / 1000), outcome });
}

/** The event's id, or else what identifies it. */
export function receivedId({ id, name, identifier, timestamp }: ReceivedEvent): string {
  return id ?? [name, identifier, timestamp].join(" ");
}

function isRepeated({ events, settings }: Workspace, { id }: Track): boolean {
  if (id === null || !(isUlid(id) || settings.nonUlidIds === "deduplicate")) return false;
  return events.seenIds.has(id.toUpperCase());
}

/** Only events of known people, at most 72 hours old, start campaigns. */
function trigger(workspace: Workspace, event: ReceivedEvent): void {
  const { id, name, cio_id, timestamp, type } = event;
  if (cio_id === null || type !== "event" || ageSeconds(workspace, event) > TRIGGER_SECONDS) return;
  workspace.events.triggered.push({ event_id: id, name, cio_id, timestamp });
}

function ageSeconds(workspace: Workspace, event: ReceivedEvent): number {
  return nowSeconds(workspace) - event.timestamp;
}
