import type { Intervention } from "../../core/circumstances.ts";
import type { Customerio } from "../customerio.ts";

/** What colleagues do to the person in the workspace. */
export function interventions(workspace: Customerio): Intervention[] {
  const isThere = (email: string) =>
    // every profile has an email, possibly null
    (workspace.state()["people"] as { email: string | null }[]).some((person) => person.email === email);
  return [
    {
      name: "suppresses the person",
      act({ email }) {
        workspace.suppress(email);
        return true;
      },
    },
    {
      name: "edits the person",
      act({ email }) {
        if (!isThere(email)) return false;
        void workspace.editPerson(email, { plan: "enterprise", company: "Edited by Marketing" });
        return true;
      },
    },
    {
      name: "deletes the person",
      act({ email }) {
        if (!isThere(email)) return false;
        workspace.deletePerson(email);
        return true;
      },
    },
  ];
}
