import type { KnownRecord, State } from "../../core/records.ts";
import type { ReceivedEvent } from "../state/event-log.ts";
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
