import type { IsLeftOut } from "../../core/records.ts";

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
