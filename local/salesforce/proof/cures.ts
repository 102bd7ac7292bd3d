import type { Cure, RefusalCure } from "../../core/records.ts";

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
