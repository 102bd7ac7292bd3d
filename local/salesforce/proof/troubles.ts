import type { Subject, Trouble } from "../../core/circumstances.ts";
import type { Salesforce } from "../salesforce.ts";
import { API_USER_ID } from "../rules/owners.ts";
import { describedObjects } from "../state/describe-files.ts";
import type { OrgSettings } from "../state/org.ts";
import { createSchema } from "../state/schema.ts";
import { isOf, recordsOf } from "./other-people.ts";

/** Objects with user owners that others write to, too. */
const OWNED = ["Account", "Case", "Contact", "Lead", "Opportunity", "Task"];

const OBJECTS = ["Account", "CampaignMember", "Contact", "Lead", "Task"];

/** Setups by an org's administrators, developers and users that keep the API user from working. */
export function troubles(org: Salesforce): Trouble[] {
  const during = (name: string, trouble: Partial<OrgSettings>): Trouble => ({
    name,
    begin: () => configureFor(org, trouble),
  });
  const failing = (fails: "trigger" | "flow" | "flow lock", object: string) => ({
    ...during(`a ${fails} of each ${object} fails`, { automations: [{ object, fails }] }),
    isUnclear: fails !== "flow lock",
  });
  return [
    during("the user's password has expired", { passwordExpired: true }),
    during("the user doesn't see HasOptedOutOfEmail", {
      hiddenFields: ["Contact.HasOptedOutOfEmail", "Lead.HasOptedOutOfEmail"],
    }),
    during("the user doesn't see the keys", { hiddenFields: ["Account.Billing_Customer_Id__c", "Lead.Person_Key__c"] }),
    ...OBJECTS.map((object) => failing("trigger", object)),
    failing("flow", "Lead"),
    failing("flow lock", "CampaignMember"),
    failing("flow lock", "Lead"),
    { name: "the person's records are locked by an approval", begin: (subject) => submitAll(org, subject) },
    {
      name: "the user doesn't see the records that have keys",
      isLong: true,
      isUnseen: true,
      begin: () => hideKeyed(org),
    },
    { name: "who owns all records has left", begin: () => deactivateOwner(org) },
    {
      name: "an app deletes each new Lead",
      isUnclear: true,
      isSilent: true,
      begin: (subject) => deleteNewLeads(org, subject),
    },
    {
      ...during("a validation rule refuses each new Lead", {
        validationRules: [{ object: "Lead", when: { field: "Email" }, message: "No more Leads." }],
      }),
      isUnclear: true,
    },
  ];
}

/** Changes the setup, and returns what gives the org its own back. */
function configureFor(org: Salesforce, trouble: Partial<OrgSettings>): () => void {
  const own = org.configure(trouble);
  return () => void org.configure(own);
}

const schema = createSchema(describedObjects());

/** Sharing hides them from every answer, but their unique keys are still taken. */
function hideKeyed(org: Salesforce): (() => void) | undefined {
  const keyed = schema.types.flatMap(({ name, unique }) =>
    recordsOf(org, name).filter((record) => unique.some((field) => record[field.name] !== undefined)),
  );
  const showings = keyed.map(({ Id }) => org.hide(Id));
  return showings.length === 0
    ? undefined
    : () => {
        for (const show of showings) show();
      };
}

/** Fixed once the records belong to the API user again. */
function deactivateOwner(org: Salesforce): () => void {
  const owner = org.insert("User", { LastName: "Gone", IsActive: true });
  const give = (to: string) => {
    const owned = OWNED.flatMap((object) => recordsOf(org, object).filter(({ IsConverted }) => IsConverted !== true));
    for (const { Id } of owned) org.update(Id, { OwnerId: to });
  };
  give(owner);
  const mend = configureFor(org, { defaultOwners: Object.fromEntries(OWNED.map((object) => [object, owner])) });
  org.update(owner, { IsActive: false });
  return () => {
    give(API_USER_ID);
    mend();
    org.remove(owner);
  };
}

/** Only where the person has no record yet. */
function deleteNewLeads(org: Salesforce, { key }: Subject): (() => void) | undefined {
  if (key !== undefined || ["Contact", "Lead"].some((object) => recordsOf(org, object).length > 0)) return undefined;
  return configureFor(org, { deduplication: "deletes" });
}

function submitAll(org: Salesforce, { email }: Subject): () => void {
  const own = ["Contact", "Lead"].flatMap((type) => recordsOf(org, type).filter((record) => isOf(record, email)));
  const recalls = own.map(({ Id }) => org.submitForApproval(Id));
  return () => {
    for (const recall of recalls) recall();
  };
}
