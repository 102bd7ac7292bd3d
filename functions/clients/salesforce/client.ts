import { type ClientEnvironment, defineClient } from "../../runtime/define/client.ts";
import { paceSetting } from "../outgoing/pace.ts";
import { connect } from "./api/connection.ts";
import { setConsent } from "./people/consent.ts";
import { ensurePerson } from "./people/ensure-person.ts";
import { createLead } from "./people/leads.ts";
import { logIn } from "./api/login.ts";
import { compareMember } from "./people/member-changes.ts";
import { ensureCampaignMember } from "./people/members.ts";
import { findPeople } from "./people/find-people.ts";
import { findPerson } from "./people/people.ts";
import { raiseMembers } from "./people/raise-members.ts";
import { recordsOf } from "./api/records.ts";
import { ensureRecord, updateRecord } from "./records/ensure.ts";
import { find } from "./records/find.ts";
import { soql } from "./api/soql.ts";
import type { Org } from "./api/rest.ts";
import type { EnsureOptions, FieldValues, FreeText, ObjectName, Salesforce } from "./salesforce.ts";
import { createSessions } from "./api/sessions.ts";
import { createTurns } from "./api/turns.ts";
import { probe } from "./api/probe.ts";
import { readConfiguration, type SalesforceConfiguration, salesforceSettings } from "./settings.ts";

declare module "../../runtime/define/client.ts" {
  interface Clients {
    salesforce: Salesforce;
  }
}

/** A handler's run has 60 s by default and makes up to ten calls, nearly all of them fast. */
const CALL_TIMEOUT_MS = 10_000;

/** The credential is read last: a plan may not know it. */
function orgOf({ fetch, clock, instances, settings }: ClientEnvironment<keyof typeof salesforceSettings>): {
  readonly org: Org;
  readonly configuration: SalesforceConfiguration;
} {
  const { SALESFORCE_CALLS_PER_SECOND } = settings;
  const pace = paceSetting("SALESFORCE_CALLS_PER_SECOND", SALESFORCE_CALLS_PER_SECOND, { clock, instances });
  const configuration = readConfiguration(settings);
  const line = { system: "salesforce", fetch, clock, callTimeoutMs: CALL_TIMEOUT_MS, pace };
  return { org: { line, sessions: createSessions((caller) => logIn(line, caller, configuration)) }, configuration };
}

type AnyEnsureOptions = EnsureOptions<ObjectName> & { readonly unique?: boolean };

/** Salesforce's REST API: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/ */
export default defineClient({
  name: "salesforce",
  settings: salesforceSettings,
  probe(environment) {
    const { org } = orgOf(environment);
    return (call) => probe(org, call);
  },
  connect(environment) {
    const { clock } = environment;
    const { org, configuration } = orgOf(environment);
    const turns = createTurns();
    return (call) => {
      const people = {
        records: recordsOf(org, call),
        log: call.log,
        clock,
        keyField: configuration.personKeyField,
        consentTimeField: configuration.consentTimeField,
        memberTimeField: configuration.memberTimeField,
        lostLeads: new Map(),
        turns,
        signal: call.signal,
      };
      return {
        findPerson: (email) => findPerson(people, email),
        findPeople: (emails) => findPeople(people, emails),
        createLead: async (email, fields, options) => (await createLead(people, { ...options, email, fields })).person,
        ensurePerson: (email, fields, options) => ensurePerson(people, { ...options, email, fields }),
        ensureCampaignMember: (campaignId, person, { status } = {}) =>
          ensureCampaignMember(people, { campaignId, status }, person),
        compareCampaignMember: (campaignId, person, change) => compareMember(people, campaignId, person, change),
        raiseCampaignMembers: (campaignId, all, options) => raiseMembers(people, campaignId, all, options),
        optOutOfEmail: (email, { at, person }) => setConsent(people, email, { hasOptedOut: true, at, person }),
        optInToEmail: (email, { at }) => setConsent(people, email, { hasOptedOut: false, at }),
        // schemas/salesforce says what the org's fields hold; `npm run describe -- --check` tells whether it still
        // does.
        find: async (object, where, fields) => (await find(people.records, object, where, fields)) as never,
        ensure: (object: string, key: FieldValues, fields: FieldValues, options: AnyEnsureOptions = {}) =>
          ensureRecord(people, { ...options, object, key, fields, isUnique: options.unique !== false }),
        update: (object, id, fields, options) => updateRecord(people, { ...options, object, id, fields }),
        recordUrl: ({ record: { type, id } }) => `${configuration.loginUrl}/lightning/r/${type}/${id}/view`,
        freeText: (text) => (text ?? undefined) as FreeText | undefined,
        soql,
        connection: () => connect(org, call),
      };
    };
  },
});
