import type { Identifier } from "./identifier.ts";
import { note } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

/** A request to merge two people. */
export interface Merge {
  readonly primary: Identifier;
  readonly secondary: Identifier;
}

/**
 * Moves the secondary's events, and the identifiers and attributes that the primary lacks, to the primary and deletes
 * the secondary. Irreversible; does nothing if one is missing: https://docs.customer.io/journeys/merge-people/
 */
export function mergePeople(workspace: Workspace, { primary, secondary }: Merge): void {
  const { people, events } = workspace;
  const [kept, merged] = [people.find(primary), people.find(secondary)];
  if (kept === undefined || merged === undefined || kept === merged) {
    note(workspace, "Merge Failure", primary.value, `${secondary.value} was not merged`);
    return;
  }
  people.remove(merged);
  people.put({
    ...kept,
    id: kept.id ?? merged.id,
    email: kept.email ?? merged.email,
    attributes: { ...merged.attributes, ...kept.attributes },
    timestamps: { ...merged.timestamps, ...kept.timestamps },
  });
  for (const [index, event] of events.accepted.entries()) {
    if (event.cio_id === merged.cio_id) events.accepted[index] = { ...event, cio_id: kept.cio_id };
  }
}
