import type { Subject, Trouble } from "../../core/system.ts";
import type { Salesforce } from "../salesforce.ts";
import { isOf, recordsOf } from "./other-people.ts";
import type { OrgSettings } from "../state/org.ts";

const OBJECTS = ["Account", "CampaignMember", "Contact", "Lead", "Task"];

/** What an org's administrators, developers and users have set up so that the API user can't do its work. */
export function troubles(org: Salesforce): Trouble[] {
  const during = (name: string, trouble: Partial<OrgSettings>, usual: Partial<OrgSettings>): Trouble => ({
    name,
    begin() {
      org.configure(trouble);
      return () => org.configure(usual);
    },
  });
  const hiding = (name: string, hiddenFields: readonly string[]) =>
    during(name, { hiddenFields }, { hiddenFields: [] });
  const failing = (fails: "trigger" | "flow" | "flow lock", object: string) => ({
    ...during(`a ${fails} of each ${object} fails`, { automations: [{ object, fails }] }, { automations: [] }),
    isUnclear: fails !== "flow lock",
  });
  return [
    during("the user's password has expired", { passwordExpired: true }, { passwordExpired: false }),
    hiding("the user doesn't see HasOptedOutOfEmail", ["Contact.HasOptedOutOfEmail", "Lead.HasOptedOutOfEmail"]),
    hiding("the user doesn't see the keys", ["Account.Billing_Customer_Id__c", "Lead.Person_Key__c"]),
    ...OBJECTS.map((object) => failing("trigger", object)),
    failing("flow", "Lead"),
    failing("flow lock", "CampaignMember"),
    failing("flow lock", "Lead"),
    { name: "the person's records are locked by an approval", begin: (subject) => submitAll(org, subject) },
    {
      ...during(
        "a validation rule refuses each new Lead",
        { validationRules: [{ object: "Lead", when: { field: "Email" }, message: "No more Leads." }] },
        { validationRules: [] },
      ),
      isUnclear: true,
    },
  ];
}

function submitAll(org: Salesforce, { email }: Subject): () => void {
  const own = ["Contact", "Lead"].flatMap((type) => recordsOf(org, type).filter((record) => isOf(record, email)));
  const recalls = own.map(({ Id }) => org.submitForApproval(Id));
  return () => {
    for (const recall of recalls) recall();
  };
}
