import type { Intervention, Subject } from "../../core/circumstances.ts";
import type { Touch } from "../../core/requests.ts";
import type { Salesforce } from "../salesforce.ts";
import { configuredCampaigns } from "../state/campaigns.ts";
import { addMember, insertContact, insertLead } from "./typed-in.ts";
import { toLongId } from "../state/ids.ts";

type Found = Readonly<Record<string, unknown>> & { readonly Id: string };

/** What salespeople and other tools do to the person's records at the worst moment. */
export function interventions(org: Salesforce): Intervention[] {
  return [
    { name: "types the same Lead in", touches: [all("lead")], act: (subject) => insertLead(org, subject) !== "" },
    {
      name: "types the same Lead in, where a duplicate rule blocks",
      touches: [all("lead"), all("contact")],
      act(subject) {
        org.configure({ duplicateRule: "block" });
        return insertLead(org, subject) !== "";
      },
    },
    {
      name: "types the same Contact in",
      touches: [all("contact")],
      act: (subject) => insertContact(org, subject) !== "",
    },
    ...onLead(org),
    ...onContact(org),
    {
      name: "adds the person to the campaigns",
      touches: [all("campaignmember"), finds("lead"), finds("contact")],
      act: (subject) => addToCampaigns(org, subject),
    },
    { name: "deletes the campaign member", touches: [all("campaignmember")], act: () => deleteMember(org) },
    {
      name: "moves the org to another instance",
      act() {
        org.moveInstance();
        return true;
      },
    },
    {
      name: "logs everybody out",
      act() {
        org.endSessions();
        return true;
      },
    },
  ];
}

function onLead(org: Salesforce): Intervention[] {
  const withLead = (act: (id: string) => void) => (subject: Subject) => {
    const lead = openLead(org, subject);
    if (lead !== undefined) act(lead.Id);
    return lead !== undefined;
  };
  return [
    {
      name: "converts the Lead",
      touches: ["lead", "contact", "account", "opportunity", "campaignmember"].map(all),
      act: withLead((id) => void org.convertLead(id)),
    },
    {
      name: "edits the Lead",
      touches: changes("lead", "company", "phone"),
      act: withLead((id) => org.update(id, { Company: "Edited by Sales", Phone: "+1 555 0100" })),
    },
    {
      name: "changes the Lead's e-mail",
      touches: changes("lead", "email"),
      act: withLead((id) => org.update(id, { Email: "elsewhere@example.com" })),
    },
    {
      name: "deletes the Lead",
      touches: ["lead", "campaignmember"].map(all),
      act: withLead((id) => org.remove(id)),
    },
    {
      name: "merges the Lead into another",
      touches: ["lead", "campaignmember"].map(all),
      act: (subject) => mergeLead(org, subject),
    },
    {
      name: "opts the Lead out",
      touches: changes("lead", "hasoptedoutofemail"),
      act: withLead((id) => org.update(id, { HasOptedOutOfEmail: true })),
    },
  ];
}

function onContact(org: Salesforce): Intervention[] {
  const withContact = (act: (id: string) => void) => (subject: Subject) => {
    const contact = find(org, "Contact", (record) => isOf(record, subject.email));
    if (contact !== undefined) act(contact.Id);
    return contact !== undefined;
  };
  return [
    {
      name: "changes the Contact's e-mail",
      touches: changes("contact", "email"),
      act: withContact((id) => org.update(id, { Email: "elsewhere@example.com" })),
    },
    {
      name: "deletes the Contact",
      touches: ["contact", "campaignmember"].map(all),
      act: withContact((id) => org.remove(id)),
    },
  ];
}

function all(kind: string): Touch {
  return { kind, fields: "all", isWrite: true };
}

function finds(kind: string): Touch {
  return { kind, fields: ["id", "email", "isconverted"], isWrite: false };
}

/** Changes to one record, which is first looked up. */
function changes(kind: string, ...fields: readonly string[]): Touch[] {
  return [{ kind, fields: [...fields, "lastmodifieddate", "systemmodstamp"], isWrite: true }, finds(kind)];
}

/** A dedupe app finds it only once queries do. */
function mergeLead(org: Salesforce, subject: Subject): boolean {
  const id = openLead(org, subject)?.Id;
  if (id === undefined || !org.isIndexed(id)) return false;
  const master = org.insert("Lead", { LastName: "Merged", Company: "Merged Ltd", Email: "merged@example.com" });
  org.merge(master, id);
  return true;
}

/** Campaigns that already have the person as a member are skipped. */
function addToCampaigns(org: Salesforce, subject: Subject): boolean {
  const known = find(org, "Contact", (record) => isOf(record, subject.email));
  const id = known?.Id ?? openLead(org, subject)?.Id;
  const members = recordsOf(org, "CampaignMember").filter((member) => member["LeadOrContactId"] === id);
  const campaigns = configuredCampaigns(subject.configuration).filter(
    (campaign) => !members.some((member) => member["CampaignId"] === campaign.id),
  );
  if (id === undefined || campaigns.length === 0) return false;
  addMember(org, campaigns, known === undefined ? { LeadId: id } : { ContactId: id });
  return true;
}

function deleteMember(org: Salesforce): boolean {
  const [member] = recordsOf(org, "CampaignMember");
  if (member !== undefined) org.remove(member.Id);
  return member !== undefined;
}

function openLead(org: Salesforce, { email }: Subject): Found | undefined {
  return find(org, "Lead", (lead) => isOf(lead, email) && lead["IsConverted"] !== true);
}

function find(org: Salesforce, type: string, matches: (record: Found) => boolean): Found | undefined {
  return recordsOf(org, type).find(matches);
}

/** Current records. */
export function recordsOf(org: Salesforce, type: string): readonly Found[] {
  return org.state()[type] as Found[]; // every record of the store has an Id
}

/** Whether a record is about the person with this normalised e-mail. */
export function isOf(record: Found, email: string): boolean {
  return String(record["Email"]).toLowerCase() === email;
}

/** Before any time in an event. */
const LONG_AGO = { CreatedDate: "2001-01-01T00:00:00.000Z", LastModifiedDate: "2001-01-01T00:00:00.000Z" };

/** A colleague and their campaign: the first of their kind by id, age and name. */
export function addOthers(org: Salesforce): void {
  const kinds = org.state();
  if ("User" in kinds)
    org.insert("User", {
      Id: lowest("005"),
      FirstName: "Aaron",
      LastName: "Aaronson",
      Username: "a.aaronson@others.example",
      Email: "a.aaronson@others.example",
      UserType: "Standard",
      IsActive: true,
      ...LONG_AGO,
    });
  if ("Campaign" in kinds)
    org.insert("Campaign", { Id: lowest("701"), Name: "A fair of long ago", IsActive: true, ...LONG_AGO });
}

function lowest(prefix: string): string {
  return toLongId(`${prefix}Aa0000000001`) ?? "";
}
