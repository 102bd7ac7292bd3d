import type { Identifier } from "./identifier.ts";
import type { Workspace } from "./workspace.ts";

/** Deletes the person, who may come back by the next call that names them. */
export function deletePerson({ people }: Workspace, by: Identifier): void {
  const person = people.find(by);
  if (person !== undefined) people.remove(person);
}

/** Deletes the person and refuses all their identifiers from then on; or the identifier, if it is nobody's yet. */
export function suppress(workspace: Workspace, by: Identifier): void {
  const person = workspace.people.find(by);
  const identifiers: Identifier[] = [by];
  if (person !== undefined) {
    identifiers.push({ kind: "cio_id", value: person.cio_id });
    if (person.id !== null) identifiers.push({ kind: "id", value: person.id });
    if (person.email !== null) identifiers.push({ kind: "email", value: person.email });
    workspace.people.remove(person);
  }
  workspace.suppressions.add(identifiers);
}

/** Frees what was suppressed with that identifier. The person is not restored. */
export function unsuppress({ suppressions }: Workspace, by: Identifier): void {
  suppressions.remove(by);
}
