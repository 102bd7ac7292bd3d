import type { Clock } from "../core/clock.ts";
import type { Faults } from "../core/faults.ts";
import type { RecordChange } from "../core/records.ts";
import { type Recall, type Held, holdAll, holdUnstated } from "../core/recall.ts";
import type { OpenSystem } from "../core/system.ts";
import { createAnswer } from "./api/answer.ts";
import { createIds } from "./state/ids.ts";
import { createLocks } from "./state/locks.ts";
import { createLogin, type Credentials } from "./api/login.ts";
import { addApiUser, API_USER_ID } from "./rules/owners.ts";
import { describedObjects } from "./state/describe-files.ts";
import type { ObjectDescription } from "../../schemas/salesforce/object-description.ts";
import { withPersonAccounts } from "./state/person-accounts.ts";
import { createSchema } from "./state/schema.ts";
import { createShape } from "./state/shape.ts";
import type { Org, OrgSettings } from "./state/org.ts";
import { createPeople, type People } from "./state/people.ts";
import { createQueries } from "./api/query.ts";
import { createQuota } from "./api/quota.ts";
import { createSessions, machineRandom } from "./api/sessions.ts";
import { createStore, type Fields, type Row, type Value } from "./state/store.ts";

/** An org's setup; everything except the clock has a default. */
export interface SalesforceOptions extends Partial<OrgSettings>, Credentials {
  readonly clock: Clock;
  /** For access tokens; ids are sequential. */
  readonly random?: () => number;
  readonly faults?: Faults;
  readonly onChange?: (change: RecordChange) => void;
  readonly recall?: Recall;
  /** The org's URL, in instance_url. Default: the one the login was sent to. */
  readonly url?: string;
  /** The unique external-id field on Lead: "Person_Key__c", another name, or undefined for an org without it. */
  readonly personKeyField?: string | undefined;
  /** Default: schemas/salesforce. */
  readonly objects?: readonly ObjectDescription[];
  /** Enables person accounts: an Account with a LastName is one, and has a Contact. */
  readonly personAccounts?: boolean;
}

/** A Salesforce org and its other users. */
export interface Salesforce extends Pick<OpenSystem, "fetch" | "state" | "hold" | "reset">, People {
  allowance(): Readonly<Record<string, { readonly used: number; readonly max: number }>>;
  /** Counts this share (0 to 1) of the daily calls as used by others. */
  spend(share: number): void;
  /** Changes the org's setup at run time and returns what it was; resets keep it. */
  configure(settings: Partial<OrgSettings>): Partial<OrgSettings>;
  /** Returns an access token without a login. */
  openSession(): string;
  /** Ends all sessions. */
  endSessions(): void;
  /** Moves the org to another instance: open sessions are refused, new logins lead there. */
  moveInstance(): void;
}

/** Default settings. */
export const usualSettings: OrgSettings = {
  pageSize: 2000,
  anyOrder: "by id",
  indexLagMs: 0,
  duplicateRule: "off",
  duplicateRuleAtEdits: false,
  memberStatus: "default",
  lockHoldMs: 0,
  transactionMs: 0,
  lockWaitMs: 10_000,
  jobDelayMs: 0,
  sessionTtlMs: 2 * 3600 * 1000,
  dailyRequests: 1_000_000,
  hiddenFields: [],
  readOnlyFields: [],
  restrictedPicklists: {},
  validationRules: [],
  automations: [],
  countryPicklists: false,
  deduplication: "off",
  passwordExpired: false,
  defaultOwners: {},
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
    fetch: createAnswer({ ...options, org, queries, sessions, quota, login, broken }),
    ...createPeople(org),
    state: () => readState(org),
    hold: () => holdOrg(org, [queries.hold()]),
    allowance() {
      const { Max: max, Remaining } = quota.allowance;
      return { "API calls of the day": { used: max - Remaining, max } };
    },
    spend: (share) => quota.spend(share),
    reset() {
      org.store.clear();
      addApiUser(org);
      org.ids.reset();
      org.locks.clear();
      org.jobs.clear();
      org.count.queries = 0;
      org.count.automations.clear();
      sessions.endAll();
      queries.clear();
      quota.reset();
      Object.assign(broken, { logins: 0, calls: false });
    },
    configure(changes) {
      const former = Object.fromEntries(Object.entries(settings).filter(([name]) => name in changes));
      Object.assign(settings, changes);
      org.shape = createShape(org.schema, settings);
      return former;
    },
    openSession: () => sessions.open(),
    endSessions: () => sessions.endAll(),
    moveInstance: () => sessions.moveAll(),
  };
}

function createOrg(options: SalesforceOptions): Org {
  const { clock } = options;
  const schema = createSchema(objectsOf(options));
  const settings = pickSettings(options);
  const org = {
    clock,
    schema,
    store: createStore(schema, options.onChange),
    ids: createIds(),
    locks: createLocks(clock),
    jobs: new Map(),
    count: { queries: 0, automations: new Map() },
    settings,
    shape: createShape(schema, settings),
  };
  addApiUser(org);
  return org;
}

function objectsOf(options: SalesforceOptions): readonly ObjectDescription[] {
  const { objects = describedObjects(), personAccounts = false } = options;
  const keyed = "personKeyField" in options ? withKey(objects, options.personKeyField) : objects;
  return personAccounts ? withPersonAccounts(keyed) : keyed;
}

/** The objects with Lead's unique external id renamed or removed. */
function withKey(objects: readonly ObjectDescription[], name: string | undefined): ObjectDescription[] {
  return objects.map((object) => {
    const { Person_Key__c: key, ...fields } = object.fields;
    if (object.name !== "Lead" || key === undefined) return object;
    return { ...object, fields: name === undefined ? fields : { ...fields, [name]: key } };
  });
}

/** The options that are settings. */
function pickSettings(options: Partial<OrgSettings>): OrgSettings {
  const given = Object.entries(options).filter(([name, value]) => name in usualSettings && value !== undefined);
  return { ...usualSettings, ...Object.fromEntries(given) };
}

/** The added, undeleted records by object, without empty fields. */
function readState({ schema, store }: Org): Record<string, unknown[]> {
  return Object.fromEntries(
    schema.types.map((type) => [type.name, [...store.rows(type)].filter(isAdded).map(filledFields)]),
  );
}

/** Everyone but the API user was added. */
function isAdded({ id }: Row): boolean {
  return id !== API_USER_ID;
}

const filledOf = new WeakMap<Fields, object>();

/** In the object's field order, however filled. A record's fields are never mutated. */
function filledFields({ type, fields }: Row): object {
  const before = filledOf.get(fields);
  if (before !== undefined) return before;
  const filled: Record<string, Value> = {};
  for (const { name } of type.fields) {
    const value = fields[name] ?? null;
    if (value !== null) filled[name] = value;
  }
  filledOf.set(fields, filled);
  return filled;
}

/** Snapshots an org and these other parts; undefined while a job or lock is open. */
function holdOrg(org: Org, others: readonly Held[]): Held | undefined {
  if (org.jobs.size > 0 || !org.locks.areFree()) return undefined;
  return holdAll([org.store.hold(), org.ids.hold(), holdSettings(org), holdCount(org), ...others]);
}

function holdSettings(org: Org): Held {
  const { shape } = org;
  const settings = { ...org.settings };
  return {
    besides: JSON.stringify(settings),
    putBack() {
      Object.assign(org.settings, settings);
      org.shape = shape;
    },
  };
}

/** The counters. For queries only parity matters: see anyOrder. */
function holdCount({ count }: Org): Held {
  const { queries } = count;
  return holdAll([
    holdUnstated(count.automations),
    { besides: String(queries % 2), putBack: () => void (count.queries = queries) },
  ]);
}
