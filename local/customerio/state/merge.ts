import type { Identifier } from "./identifier.ts";
import { note } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

/** One request to make one person of two. */
export interface Merge {
  readonly primary: Identifier;
  readonly secondary: Identifier;
}

/**
 * The secondary's events go over to the primary, and so does what the primary lacks of its identifiers and attributes; then
 * it is gone. Not reversible, and nothing where one of them is not there:
 * https://docs.customer.io/journeys/merge-people/
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
