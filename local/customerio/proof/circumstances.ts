import type { StartingState, Intervention } from "../../core/circumstances.ts";
import type { Customerio } from "../customerio.ts";

const HOUR_SECONDS = 3600;

/** What a workspace may know of a person. */
export function startingStates(workspace: Customerio): StartingState[] {
  const seedAt =
    (secondsAfter: number) =>
    ({ email, eventAt }: { email: string; eventAt: number }) => {
      const attributes = {
        first_name: "Known",
        last_name: "To Marketing",
        company: "Known Ltd",
        title: "Head of Knowledge",
        phone: "+353 1 555 0199",
        country: "Ireland",
        plan: "free",
        unsubscribed: true,
      };
      const at = Math.floor(eventAt / 1000) + secondsAfter;
      const timestamps = Object.fromEntries(Object.keys(attributes).map((name) => [name, at]));
      workspace.seed({ people: [{ email, id: "crm-17", attributes, timestamps }] });
    };
  return [
    { name: "nobody", arrange: () => {} },
    { name: "known to customer.io", arrange: seedAt(-HOUR_SECONDS) },
    { name: "changed at customer.io since", arrange: seedAt(HOUR_SECONDS) },
    { name: "suppressed at customer.io", arrange: ({ email }) => workspace.suppress(email) },
  ];
}

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
