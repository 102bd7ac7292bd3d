import type { Clock } from "../core/clock.ts";
import type { Faults } from "../core/faults.ts";
import type { OpenSystem } from "../core/system.ts";
import { createAnswer } from "./api/routes.ts";
import { createIds } from "./state/ids.ts";
import type { Conversion } from "./rules/lead-conversion.ts";
import { createLocks } from "./state/locks.ts";
import { createLogin } from "./api/login.ts";
import type { Credentials } from "./api/login.ts";
import { createSchema } from "./state/objects.ts";
import type { Org, OrgSettings } from "./state/org.ts";
import { createPeople } from "./state/people.ts";
import type { People } from "./state/people.ts";
import { createQueries } from "./api/query.ts";
import { createQuota } from "./api/quota.ts";
import { createSessions, machineRandom } from "./api/sessions.ts";
import { createStore, type Row, type Value } from "./state/store.ts";

export { salesforceFaults } from "./proof/faults.ts";
export type { Conversion, Credentials, OrgSettings };

/** How to set up a Salesforce org; all but the clock has a default. */
export interface SalesforceOptions extends Partial<OrgSettings>, Credentials {
  readonly clock: Clock;
  /** For access tokens; ids are counted. */
  readonly random?: () => number;
  readonly faults?: Faults;
  /** The org's own address, in instance_url. Without it, the address that a login was sent to. */
  readonly url?: string;
  /** The unique external-id field on Lead: "Person_Key__c", another name, or undefined for an org that has none. */
  readonly personKeyField?: string | undefined;
}

/** A Salesforce org, and what other people do in it. */
export interface Salesforce extends Pick<OpenSystem, "fetch" | "state" | "reset">, People {
  /** Changes the org's setup while it runs; a reset leaves it. */
  configure(settings: Partial<OrgSettings>): void;
  /** A session's access token, without the login. */
  openSession(): string;
  /** Logs everybody out. */
  endSessions(): void;
}

const DEFAULTS: OrgSettings = {
  pageSize: 2000,
  anyOrder: "by id",
  indexLagMs: 0,
  duplicateRule: "off",
  memberStatus: "default",
  lockHoldMs: 0,
  lockWaitMs: 10_000,
  sessionTtlMs: 2 * 3600 * 1000,
  dailyRequests: 1_000_000,
};

/** A stateful Salesforce org in memory: REST API, queries, collections, composite, login. */
export function createSalesforce(options: SalesforceOptions): Salesforce {
  const org = createOrg(options);
  const { clock, settings } = org;
  const sessions = createSessions(clock, options.random ?? machineRandom, () => settings.sessionTtlMs);
  const queries = createQueries(org);
  const quota = createQuota(clock, () => settings.dailyRequests);
  const login = createLogin(options, sessions, clock);
  const broken = { logins: 0, calls: false };
  return {
    fetch: createAnswer({ org, queries, sessions, quota, login, faults: options.faults, url: options.url, broken }),
    ...createPeople(org),
    state: () => readState(org),
    reset() {
      org.store.clear();
      org.ids.reset();
      org.locks.clear();
      org.count.queries = 0;
      sessions.endAll();
      queries.clear();
      quota.reset();
      Object.assign(broken, { logins: 0, calls: false });
    },
    configure: (changes) => void Object.assign(settings, changes),
    openSession: () => sessions.open(),
    endSessions: () => sessions.endAll(),
  };
}

function createOrg(options: SalesforceOptions): Org {
  const { clock } = options;
  const schema = createSchema("personKeyField" in options ? options.personKeyField : "Person_Key__c");
  return {
    clock,
    schema,
    store: createStore(schema),
    ids: createIds(),
    locks: createLocks(clock),
    count: { queries: 0 },
    settings: pickSettings(options),
  };
}

function pickSettings(options: Partial<OrgSettings>): OrgSettings {
  const { pageSize, anyOrder, indexLagMs, duplicateRule, memberStatus } = { ...DEFAULTS, ...options };
  const { lockHoldMs, lockWaitMs, sessionTtlMs, dailyRequests } = { ...DEFAULTS, ...options };
  const limits = { lockHoldMs, lockWaitMs, sessionTtlMs, dailyRequests };
  return { pageSize, anyOrder, indexLagMs, duplicateRule, memberStatus, ...limits };
}

/** The records that are not deleted, by object, without the fields that are empty. */
function readState({ schema, store }: Org): Record<string, unknown[]> {
  return Object.fromEntries(schema.types.map((type) => [type.name, [...store.rows(type)].map(filledFields)]));
}

function filledFields({ fields }: Row): object {
  const filled: Record<string, Value> = {};
  for (const name in fields) {
    const value = fields[name] ?? null;
    if (value !== null) filled[name] = value;
  }
  return filled;
}
