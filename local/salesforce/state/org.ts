import type { Clock } from "../../core/clock.ts";
import type { Ids } from "./ids.ts";
import type { Job } from "./jobs.ts";
import type { Locks } from "./locks.ts";
import type { ObjectType, Schema } from "./schema.ts";
import type { Shape, ShapeSettings } from "./shape.ts";
import type { Row, Store, Value } from "./store.ts";

/** How the org is set up. All of it may change while it runs. */
export interface OrgSettings extends ShapeSettings {
  /** Records in one page of a query's answer. */
  pageSize: number;
  /** Rows that a query's ORDER BY leaves in any order: by their ids, or the other way round at every second query. */
  anyOrder: "by id" | "changing";
  /** How long a query misses a record that was just created. */
  indexLagMs: number;
  /** What happens to a new Lead or Contact whose e-mail another one has: nothing, a refusal that a header overrides, or a refusal. */
  duplicateRule: "off" | "alert" | "block";
  /** The rule looks at each edit too, whatever it changes. */
  duplicateRuleAtEdits: boolean;
  /** A member's Status that its campaign has not. [U] Salesforce's documents of old say "default"; today's answer is not known. */
  memberStatus: "default" | "accept" | "reject";
  /** How long a transaction takes for each record it writes, holding its locks. 0: no request ever waits for another. */
  lockHoldMs: number;
  /** And how long for itself, before its records. */
  transactionMs: number;
  /** How long a write waits for a lock before UNABLE_TO_LOCK_ROW. [U] Salesforce is said to wait about 10 s. */
  lockWaitMs: number;
  /** A bulk job begins so long after its upload is complete. */
  jobDelayMs: number;
  /** A session ends so long after its last call. */
  sessionTtlMs: number;
  /** Calls in 24 hours. */
  dailyRequests: number;
  validationRules: readonly ValidationRule[];
  /** Triggers and flows that fail. */
  automations: readonly Automation[];
  /** An app that takes each new Lead for a duplicate of another one: deletes it, or merges it into that. */
  deduplication: "off" | "deletes" | "merges";
  /** The API user's password is too old: whoever is logged in is refused. */
  passwordExpired: boolean;
  /** Whom new records of an object belong to, and changed Leads and Cases, as an assignment rule has it: object → id of a User. */
  defaultOwners: Readonly<Record<string, string>>;
}

/** A rule that people of the org have made: what a record must not hold after a write. */
export interface ValidationRule {
  readonly object: string;
  /** Refuses a record that has a value in this field; with `value`, that one. */
  readonly when: { readonly field: string; readonly value?: string | number | boolean };
  readonly message: string;
  /** Beside which field its error stands. Without it, at the top of the page: `fields: []`. */
  readonly field?: string;
}

/** What the org's own code or flow does when a record is written: it fails, and the write with it. */
export interface Automation {
  readonly object: string;
  /** Left out: both. */
  readonly on?: "create" | "update";
  /**
   * `flow lock`: somebody holds a record that the flow wants, which passes. `limit`: a trigger that is made for few records, and reaches its
   * limits at more than `most` (20) in one call: all of them are refused.
   */
  readonly fails: "trigger" | "flow" | "flow lock" | "limit";
  readonly most?: number;
  /** So many writes; left out: all. */
  readonly times?: number;
}

/** The org that requests act on. */
export interface Org {
  readonly clock: Clock;
  readonly schema: Schema;
  readonly store: Store;
  readonly ids: Ids;
  readonly locks: Locks;
  /** Of the Bulk API, by id. */
  readonly jobs: Map<string, Job>;
  readonly settings: OrgSettings;
  /** The fields as the API user has them, by the settings. */
  shape: Shape;
  /** Since the last reset. */
  readonly count: { queries: number; readonly automations: Map<Automation, number> };
}

let told = { at: Number.NaN, text: "" };

/** The org's time as the API writes it. Asked for several times in a request, it is told once. */
export function timestamp(clock: Clock): string {
  const at = clock.now();
  if (at !== told.at) told = { at, text: timestampOf(at) };
  return told.text;
}

/** A time in milliseconds as the API writes it. */
export function timestampOf(at: number): string {
  return new Date(at).toISOString().replace("Z", "+0000");
}

/** The type of that name, which the schema is known to have. */
export function typeNamed(org: Org, name: string): ObjectType {
  const type = org.schema.type(name);
  if (type === undefined) throw new Error(`The schema has no object ${name}.`);
  return type;
}

/** A record that is there and not deleted. */
export function liveRow(org: Org, id: unknown): Row | undefined {
  const row = typeof id === "string" ? org.store.get(id) : undefined;
  return row?.fields["IsDeleted"] === true ? undefined : row;
}

/** The records of an object whose field has that value, as they are now; none where the org has no such object. */
export function rowsWith({ schema, store }: Org, object: string, fieldName: string, value: Value): Row[] {
  const type = schema.type(object);
  const field = type?.field(fieldName);
  return type === undefined || field === undefined ? [] : [...store.find(type, field, value)];
}
