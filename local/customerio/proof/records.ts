import type { KnownRecord, State, IsLeftOut, Cure } from "../../core/records.ts";
import type { ReceivedEvent, EventLog } from "../state/event-log.ts";
import type { Person } from "../state/people.ts";

/** A workspace's records as its users know them: one profile per e-mail, nothing done or sent twice. */
export function records(state: State): KnownRecord[] {
  // Plain JSON, by OpenSystem.state.
  const people = (state["people"] ?? []) as readonly Person[];
  const events = (state["events"] ?? []) as readonly ReceivedEvent[];
  const emails = state["emails"] ?? [];
  const suppressed = (state["suppressed"] ?? []) as readonly string[];
  return [
    ...people.map(({ cio_id: id, email, id: own, attributes }) => ({
      kind: "people",
      id,
      title: email ?? undefined,
      name: `person ${email ?? own}`,
      fields: { id: own, email, ...attributes },
      of: { thing: "person", key: email ?? own ?? id },
    })),
    ...events.map(({ name, identifier, cio_id: person, timestamp, data }) => ({
      kind: "events",
      name: `event ${name} of ${identifier}`,
      fields: { name, identifier, data },
      of: { thing: "event", key: JSON.stringify([name, person ?? identifier, timestamp, data]) },
    })),
    ...emails.map((email, index) => ({
      kind: "emails",
      name: `e-mail ${index + 1}`,
      fields: { ...Object(email) },
    })),
    ...suppressed.map((identifier) => ({
      kind: "suppressed",
      name: `suppression of ${identifier}`,
      fields: { identifier },
    })),
  ];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The compared fields of each kind of record. `rawEvents` and `activities` are left out: repeated calls leave traces
 * there.
 */
const COMPARED: Readonly<Record<string, readonly string[]>> = {
  people: ["id", "email", "attributes", "timestamps"],
  events: ["id", "type", "name", "cio_id", "identifier", "anonymous_id", "timestamp", "data"],
  triggered: ["event_id", "name", "cio_id", "timestamp"],
  emails: ["to", "identifiers", "transactional_message_id", "message_data"],
};

/** A workspace's state without generated ids; events are the accepted ones, by id. */
export function comparable(
  state: Readonly<Record<string, readonly unknown[]>>,
  isLeftOut: IsLeftOut,
): Record<string, object[]> {
  const people = new Map(
    (state["people"] as Fields[]).map((person) => [person["cio_id"], person["email"] ?? person["id"]]),
  );
  const kinds = Object.entries(COMPARED).map(([kind, fields]): [string, object[]] => [
    kind,
    (state[kind] ?? []).map((record) => {
      const entries = fields
        .filter((field) => !isLeftOut(kind, field))
        .map((field) => {
          const value = (record as Fields)[field]; // plain JSON, by OpenSystem.state
          // Events of deleted people still belong to them.
          return [field, field === "cio_id" ? (people.get(value) ?? "nobody who is there") : value];
        });
      return Object.fromEntries(entries);
    }),
  ]);
  const suppressed = (state["suppressed"] as string[]).filter((identifier) => !identifier.startsWith("cio_id:"));
  return { ...Object.fromEntries(kinds), suppressed: suppressed.map((identifier) => ({ identifier })) };
}

/** Operations whose event was ignored as a duplicate though it differs from the earlier event with its id. */
export function mistaken(state: State): string[] {
  const received = state["rawEvents"] as EventLog["received"]; // plain JSON, by OpenSystem.state
  const isMistaken = received.some(
    (event, place) =>
      event.outcome === "duplicate" &&
      received
        .slice(0, place)
        .some((earlier) => isSameId(earlier.id, event.id) && whatItSays(earlier) !== whatItSays(event)),
  );
  return isMistaken ? ["POST /customers/{id}/events"] : [];
}

function isSameId(one: string | null, other: string | null): boolean {
  return one !== null && one.toUpperCase() === other?.toUpperCase();
}

/** Without its time, which may differ when an event is re-sent. */
function whatItSays({ name, identifier, data }: EventLog["received"][number]): string {
  return JSON.stringify([name, identifier, data]);
}

/** In terms of the client's verbs. */
export const cures: readonly Cure[] = [
  {
    kind: "events",
    what: "too many",
    says: "customerio.sendEvent derives the id from our event's source, id and time, and from the name: these must be the same at every delivery, so neither random nor the present time",
  },
];
