import type { Cure } from "../../core/records.ts";

const CONSENT =
  "keepEarlierOptOut (functions/configuration/earlier-opt-out.ts) asks customer.io, which has kept it, whether a new person has opted out before";

/** What is left is of people whom customer.io keeps nothing of, or whom somebody else has changed meanwhile. */
const CONSENT_ASKED = {
  by: "GET /v1/customers/{id}/attributes",
  says: "customer.io is asked here already, as keepEarlierOptOut does it; what it can't tell (it keeps nothing of whom it suppresses; somebody has changed the person meanwhile) is declared: copy the entry, with its reason, from proof/form-submitted.declared.json",
};

/** By the client's verbs, and the project's own. */
export const cures: readonly Cure[] = [
  {
    kind: "Lead",
    what: "too many",
    says: "findOrCreatePerson (functions/configuration/person.ts), or salesforce.createLead, takes the person who is there, under a key that is theirs",
  },
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
  { kind: "Lead", what: "changed", field: "HasOptedOutOfEmail", says: CONSENT, isOwed: true, followed: CONSENT_ASKED },
  {
    kind: "Contact",
    what: "changed",
    field: "HasOptedOutOfEmail",
    says: CONSENT,
    isOwed: true,
    followed: CONSENT_ASKED,
  },
];
