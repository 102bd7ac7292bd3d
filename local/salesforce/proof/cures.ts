import type { Cure, RefusalCure } from "../../core/records.ts";

const PERSON =
  "findOrCreatePerson (functions/configuration/person.ts), or salesforce.ensurePerson, takes the person who is there, under a key that is theirs";

const CONSENT =
  "keepEarlierOptOut (functions/configuration/earlier-opt-out.ts) asks customer.io, which has kept it, whether a new person has opted out before; it takes whom findOrCreatePerson (person.ts beside it) returns";

/** In terms of the client's verbs and the project's own. */
export const cures: readonly (Cure | RefusalCure)[] = [
  {
    code: "CANNOT_UPDATE_CONVERTED_LEAD",
    says: "salesforce.findPerson returns what a converted Lead has become, as findOrCreatePerson does (functions/configuration/person.ts), for update(person.record.type, person.record.id, …); to change open Leads only, look for them with IsConverted: false",
  },
  { code: "DUPLICATES_DETECTED", isOfAnyCause: true, says: PERSON },
  { kind: "Lead", what: "too many", says: PERSON },
  {
    kind: "CampaignMember",
    what: "too many",
    says: "salesforce.ensureCampaignMember looks for one of any of the person's records",
  },
  {
    kind: "Task",
    what: "too many",
    says: "salesforce.ensure makes one of a key that the org keeps unique: { Event_Key__c: `${event.source}/${event.id}` }, and a name of its own for a second Task of one event",
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
