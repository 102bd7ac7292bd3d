import type { CallKind, Provable, ProvedSystem } from "../core/proving.ts";
import { comparable } from "./proof/comparable.ts";
import { faultsFor } from "./proof/fault-fit.ts";
import { interventions } from "./proof/other-people.ts";
import { createSalesforce, salesforceFaults } from "./salesforce.ts";
import { startingStates } from "./proof/starting-states.ts";

const ORIGIN = "https://org.my.salesforce.test";
const CREDENTIALS = { clientId: "proved-client", clientSecret: "proved-secret" };

/** A Salesforce org to prove handlers on. */
export const provable: Provable = { name: "salesforce", faults: salesforceFaults, open };

function open(surroundings: Parameters<Provable["open"]>[0]): ProvedSystem {
  const org = createSalesforce({ ...surroundings, ...CREDENTIALS });
  return {
    name: "salesforce",
    origin: ORIGIN,
    standIn: org,
    environment: {
      SALESFORCE_LOGIN_URL: ORIGIN,
      SALESFORCE_CLIENT_ID: CREDENTIALS.clientId,
      SALESFORCE_CREDENTIAL: CREDENTIALS.clientSecret,
    },
    reset({ campaigns }) {
      org.reset();
      org.configure({ indexLagMs: 0, duplicateRule: "off" });
      org.seed({ Campaign: campaigns.map(({ id, name }) => ({ Id: id, Name: name })) });
    },
    startingStates: startingStates(org),
    interventions: interventions(org),
    operationOf,
    faultsFor,
    isHarmless: ({ method, url }) => method === "GET" || url.pathname.endsWith("/oauth2/token"),
    comparable,
    deduplicationMs: undefined,
  };
}

/** Queries are told apart by the object they ask for: they all have one path. */
function operationOf({ method, url }: CallKind): string {
  const path = decodeURIComponent(url.pathname)
    .replace(/^\/services\/data\/v[\d.]+/, "")
    .replace(/^(\/sobjects\/\w+\/\w+__c)\/.*$/, "$1/{value}")
    .replaceAll(/\/[A-Za-z0-9]{15}(?:[A-Z0-5]{3})(?=\/|$)/g, "/{id}")
    .replace(/^\/query\/[\w-]+$/, "/query/{locator}");
  const [, object] = /\bFROM\s+(\w+)/i.exec(url.searchParams.get("q") ?? "") ?? [];
  return `${method} ${path}${object === undefined ? "" : ` ${object}`}`;
}
