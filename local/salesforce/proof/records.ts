import type { KnownRecord, State, Cure, RefusalCure, KeptFirst } from "../../core/records.ts";
import { isOrgsOwn } from "./comparable.ts";
import { describedObjects } from "../state/describe-files.ts";
import { NOT_PROVIDED } from "./typed-in.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Derived from Status or from the member's person. */
function isFollowing(kind: string, field: string): boolean {
  return kind === "CampaignMember" && (field === "HasResponded" || field === "Type");
}

/**
 * An org's records as its users know them. A Lead, the Contact it was converted into and all records of one e-mail are
 * one person.
 */
export function records(state: State): KnownRecord[] {
  const all = Object.entries(state).flatMap(
    ([kind, rows]) => rows.map((row) => ({ kind, fields: row as Fields })), // plain JSON, by OpenSystem.state
  );
  const byId = new Map(all.map(({ kind, fields }) => [text(fields["Id"]), { kind, fields }]));
  const personOf = groupPeople(all);
  return all.map(({ kind, fields }) => {
    const id = text(fields["Id"]);
    const peoples = Object.entries(fields).filter(([field]) => !isOrgsOwn(kind, field) && !isFollowing(kind, field));
    const base = {
      kind,
      id,
      title: titleOf(fields),
      createdAt: text(fields["CreatedDate"]),
      fields: Object.fromEntries(peoples),
    };
    if (kind === "CampaignMember") {
      const person = text(fields["ContactId"] ?? fields["LeadId"]);
      const campaign = text(byId.get(text(fields["CampaignId"]))?.fields["Name"] ?? fields["CampaignId"]);
      const { kind: as = "somebody", fields: who = {} } = byId.get(person) ?? {};
      const key = `${text(fields["CampaignId"])} ${personOf(person)}`;
      const name = `CampaignMember of ${text(who["Email"])} in ${campaign} (as a ${as})`;
      return { ...base, name, of: { thing: "membership", key } };
    }
    const name = `${kind} of ${text(fields["Email"] ?? fields["Name"] ?? fields["Label"] ?? id)}`;
    const isPerson = kind === "Contact" || (kind === "Lead" && fields["IsConverted"] !== true);
    return isPerson ? { ...base, name, of: { thing: "person", key: personOf(id) } } : { ...base, name };
  });
}

/** Leads include the company, which distinguishes two of the same name. */
function titleOf({ Name, Label, Subject, Company }: Fields): string | undefined {
  const seen = [Name ?? Label ?? Subject, Company].filter((one) => typeof one === "string");
  return seen.length === 0 ? undefined : seen.join(", ");
}

/** Returns a function from the id of a Lead or Contact to its person. */
function groupPeople(all: readonly { readonly kind: string; readonly fields: Fields }[]): (id: string) => string {
  const leaders = new Map<string, string>();
  const leaderOf = (member: string): string => {
    const next = leaders.get(member) ?? member;
    return next === member ? member : leaderOf(next);
  };
  const join = (one: string, other: unknown) => {
    if (typeof other === "string") leaders.set(leaderOf(one), leaderOf(other));
  };
  for (const { kind, fields } of all) {
    if (kind !== "Lead" && kind !== "Contact") continue;
    const email = fields["Email"];
    join(text(fields["Id"]), typeof email === "string" ? email.toLowerCase() : undefined);
    join(text(fields["Id"]), fields["ConvertedContactId"]);
  }
  return leaderOf;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

const PERSON =
  "findOrCreatePerson (functions/configuration/person.ts), or salesforce.ensurePerson, finds an existing person first, and creates a Lead under the person's unique key";

const CONSENT = `keepEarlierOptOut (functions/configuration/earlier-opt-out.ts) asks customer.io whether a new person has already opted out; it takes the person whom findOrCreatePerson (person.ts, next to it) returns, and needs "customerio" in the handler's uses`;

/** In terms of the client's verbs and the project's own. */
export const cures: readonly (Cure | RefusalCure)[] = [
  {
    code: "CANNOT_UPDATE_CONVERTED_LEAD",
    says: "salesforce.findPerson, like findOrCreatePerson (functions/configuration/person.ts), returns the Contact of a converted Lead, for update(person.record.type, person.record.id, …); to change only open Leads, find them with IsConverted: false",
  },
  { code: "DUPLICATES_DETECTED", isOfAnyCause: true, says: PERSON },
  { kind: "Lead", what: "too many", says: PERSON, isOwed: true },
  {
    kind: "CampaignMember",
    what: "too many",
    says: "salesforce.ensureCampaignMember looks for a member among all of the person's records first",
  },
  {
    kind: "Task",
    what: "too many",
    says: "salesforce.ensure creates one Task per unique key: { Event_Key__c: `${event.source}/${event.id}` }; for a second Task of the same event, add a name to the key",
  },
  { kind: "Lead", what: "changed", field: "HasOptedOutOfEmail", says: CONSENT, isOwed: true },
  {
    kind: "Contact",
    what: "changed",
    field: "HasOptedOutOfEmail",
    says: CONSENT,
    isOwed: true,
  },
];

/** What events are about; several handlers may create one of these. */
const ABOUT: readonly string[] = ["Lead", "Contact", "Account"];
/** Fields for a person's status, where the latest event must win. */
const STANDING = new Set(["Status", "Rating", "Type"]);
/** Types where the first writer must not decide: references, consent and its time, and search keys. */
const NOT_SAID = new Set(["reference", "boolean", "date", "datetime", "email"]);

export const keepsFirst: readonly KeptFirst[] = describedObjects()
  .filter(({ name }) => ABOUT.includes(name))
  .map(({ name: kind, fields }) => ({
    kind,
    fields: Object.entries(fields)
      .filter(([name, { createable = false, unique = false, type }]) => {
        return createable && !unique && !STANDING.has(name) && !NOT_SAID.has(type);
      })
      .map(([name]) => name),
    standIns: [NOT_PROVIDED],
    reason:
      "createLead, ensurePerson and ensure's onlyWhenNew write new records only: existing ones are for sales to edit",
  }));
