import type { Configuration } from "../core/circumstances.ts";
import type { OpenSystem, StandIn, Surroundings } from "../core/system.ts";
import { operationsOf } from "../core/routes.ts";
import { operationOf, queriesIn } from "./api/operation.ts";
import { routes } from "./api/rest.ts";
import { comparable } from "./proof/comparable.ts";
import { faultsFor, rowsOf } from "./proof/fault-fit.ts";
import { costOf, touches } from "./proof/requests.ts";
import { cures, records, keepsFirst } from "./proof/records.ts";
import { impossible, faultLacks, salesforceFaults } from "./proof/faults.ts";
import { interventions, addOthers } from "./proof/other-people.ts";
import { startingStates } from "./proof/starting-states.ts";
import { troubles } from "./proof/troubles.ts";
import { countryNames } from "./rules/places.ts";
import { rehearsal } from "./rehearsal.ts";
import { createSalesforce, type Salesforce, usualSettings } from "./salesforce.ts";
import { missingCampaigns, namedStatuses } from "./state/campaigns.ts";
import { describedObjects } from "./state/describe-files.ts";
import { createSchema } from "./state/schema.ts";

declare module "../core/system.ts" {
  interface OpenSystems {
    salesforce: Salesforce & OpenSystem;
  }
}

const CREDENTIALS = { clientId: "development-client", clientSecret: "development-client-secret" };

/** A Salesforce org. */
export default {
  name: "salesforce",
  settings: (url) => ({
    SALESFORCE_LOGIN_URL: url,
    SALESFORCE_CLIENT_ID: CREDENTIALS.clientId,
    SALESFORCE_CREDENTIAL: CREDENTIALS.clientSecret,
  }),
  faults: salesforceFaults,
  faultLacks,
  operations: operations(),
  operationOf,
  faultsFor,
  rowsOf,
  isHarmless: ({ method, url, body }) =>
    method === "GET" || url.pathname.endsWith("/oauth2/token") || queriesIn(body) !== undefined,
  comparable,
  touches,
  costOf,
  records,
  idOf: (_kind, { Id }: { Id?: unknown }) => (typeof Id === "string" ? Id : undefined),
  happenings: ["Task"],
  nextPageIn: (answer) => /"nextRecordsUrl":"([^"]+)"/.exec(answer)?.[1],
  cures,
  impossible,
  keepsFirst,
  restores: [
    {
      kind: "CampaignMember",
      field: "Status",
      reason: "a response always counts: an event that raises a member's status raises it again",
    },
    ...["Contact", "Lead"].map((kind) => ({
      kind,
      field: "HasOptedOutOfEmail",
      to: true,
      reason: "an opt-out prevails over a person who unticks it by hand, since that has no time to compare",
    })),
  ],
  words: describedObjects().flatMap(({ fields }) =>
    Object.values(fields).flatMap(({ restrictedPicklist = false, picklistValues = [] }) =>
      restrictedPicklist ? [picklistValues] : [],
    ),
  ),
  notes: Object.fromEntries(
    describedObjects()
      .filter(({ fields }) => fields["Description"]?.updateable === true)
      .map(({ name }) => [name, "Description"]),
  ),
  spellings: countryNames,
  rehearsal,
  open,
} satisfies StandIn;

function open(surroundings: Surroundings): Salesforce & OpenSystem {
  const org = createSalesforce({ ...surroundings, ...CREDENTIALS });
  return {
    ...org,
    editRecord: (_kind, id, fields) => org.update(id, fields),
    deleteRecord: (_kind, id) => org.remove(id),
    recordActs: { Lead: { convert: (id) => void org.convertLead(id) } },
    reset() {
      org.reset();
      org.configure({ ...usualSettings, anyOrder: "changing" });
    },
    setUp: (configuration) => seedCampaigns(org, configuration),
    startingStates: startingStates(org),
    addOthers: () => addOthers(org),
    interventions: interventions(org),
    troubles: troubles(org),
  };
}

function seedCampaigns(org: Salesforce, configuration: Configuration): void {
  const state = org.state();
  // An org may have no campaigns.
  if (!("Campaign" in state)) return;
  const Campaign = missingCampaigns(state, configuration);
  org.seed({ Campaign });
  if ("CampaignMemberStatus" in state) org.seed({ CampaignMemberStatus: namedStatuses(configuration, Campaign) });
}

/** Lists each object separately, so that a fault rule with a misspelt one is refused. */
function operations(): string[] {
  const logins = ["POST /services/oauth2/token"];
  const calls = operationsOf({ routes }, /^/);
  const ofObject = calls.filter((call) => call.includes("{type}"));
  const others = calls.filter((call) => !ofObject.includes(call));
  const names = createSchema(describedObjects()).types.map(({ name }) => name);
  return [...logins, ...others, ...names.flatMap((name) => ofObject.map((call) => call.replace("{type}", name)))];
}
