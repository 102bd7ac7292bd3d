import type { Identifier } from "./identifier.ts";
import type { Workspace } from "./workspace.ts";

/** Deletes a person; the next call that names them creates them again. */
export function deletePerson({ people }: Workspace, by: Identifier): void {
  const person = people.find(by);
  if (person !== undefined) people.remove(person);
}

/** Deletes a person and blocks all their identifiers, or an identifier that nobody has yet. */
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

/** Unblocks everything suppressed together with that identifier. Does not restore the person. */
export function unsuppress({ suppressions }: Workspace, by: Identifier): void {
  suppressions.remove(by);
}
