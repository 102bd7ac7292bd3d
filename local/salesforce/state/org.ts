import type { Clock } from "../../core/clock.ts";
import type { Ids } from "./ids.ts";
import type { Job } from "./jobs.ts";
import type { Locks } from "./locks.ts";
import type { ObjectType, Schema } from "./schema.ts";
import type { Shape, ShapeSettings } from "./shape.ts";
import type { Row, Store, Value } from "./store.ts";

/** An org's setup. Everything may change at run time. */
export interface OrgSettings extends ShapeSettings {
  /** Records per page of a query. */
  pageSize: number;
  /** The order of rows that ORDER BY leaves open: by id, or reversed in every second query. */
  anyOrder: "by id" | "changing";
  /** Time until queries see a new record. */
  indexLagMs: number;
  /** For a new Lead or Contact with an existing e-mail: no rule, a refusal that a header overrides, or a refusal. */
  duplicateRule: "off" | "alert" | "block";
  /** Applies the rule to every edit, too. */
  duplicateRuleAtEdits: boolean;
  /**
   * Treatment of a member status that the campaign lacks. [U] Salesforce's old documentation says "default"; the
   * current behaviour is unknown.
   */
  memberStatus: "default" | "accept" | "reject";
  /** Time that a transaction takes per record, while it holds locks. 0: no request ever waits for another. */
  lockHoldMs: number;
  /** Time that a transaction takes before its records. */
  transactionMs: number;
  /** Lock timeout, then UNABLE_TO_LOCK_ROW. [U] Salesforce is said to wait about 10 s. */
  lockWaitMs: number;
  /** Delay of a bulk job after its upload. */
  jobDelayMs: number;
  /** Session timeout after the last call. */
  sessionTtlMs: number;
  /** API calls per 24 hours. */
  dailyRequests: number;
  validationRules: readonly ValidationRule[];
  /** Failing triggers and flows. */
  automations: readonly Automation[];
  /** An app that treats every new Lead as a duplicate: deletes it, or merges it into another. */
  deduplication: "off" | "deletes" | "merges";
  /** The API user's password has expired: all its calls are refused. */
  passwordExpired: boolean;
  /** Assignment rule: object → user id, for new records and changed Leads and Cases. */
  defaultOwners: Readonly<Record<string, string>>;
}

/** A custom validation rule: a condition that no written record may meet. */
interface ValidationRule {
  readonly object: string;
  /** Refuses records with a value in this field, or with this value. */
  readonly when: { readonly field: string; readonly value?: string | number | boolean };
  readonly message: string;
  /** The field that its error is shown at; by default the top of the page: `fields: []`. */
  readonly field?: string;
}

/** A trigger or flow of the org that fails, and with it the write. */
export interface Automation {
  readonly object: string;
  /** Default: both. */
  readonly on?: "create" | "update";
  /**
   * `flow lock`: someone temporarily holds a record that the flow needs. `limit`: a trigger not written for bulk, which
   * fails all records of a call with more than `most` (20).
   */
  readonly fails: "trigger" | "flow" | "flow lock" | "limit";
  readonly most?: number;
  /** How many writes fail; default: all. */
  readonly times?: number;
}

/** The org that requests act on. */
export interface Org {
  readonly clock: Clock;
  readonly schema: Schema;
  readonly store: Store;
  readonly ids: Ids;
  readonly locks: Locks;
  /** Bulk API jobs by id. */
  readonly jobs: Map<string, Job>;
  readonly settings: OrgSettings;
  /** The fields as the settings show them to the API user. */
  shape: Shape;
  /** Since the last reset. */
  readonly count: { queries: number; readonly automations: Map<Automation, number> };
}

let told = { at: Number.NaN, text: "" };

/** The org's time in the API's format, cached within one instant. */
export function timestamp(clock: Clock): string {
  const at = clock.now();
  if (at !== told.at) told = { at, text: timestampOf(at) };
  return told.text;
}

/** A time in Unix milliseconds in the API's format. */
export function timestampOf(at: number): string {
  return new Date(at).toISOString().replace("Z", "+0000");
}

/** The object type, which must exist. */
export function typeNamed(org: Org, name: string): ObjectType {
  const type = org.schema.type(name);
  if (type === undefined) throw new Error(`The schema has no object ${name}.`);
  return type;
}

/** An existing, undeleted record. */
export function liveRow(org: Org, id: unknown): Row | undefined {
  const row = typeof id === "string" ? org.store.get(id) : undefined;
  return row?.fields["IsDeleted"] === true ? undefined : row;
}

/** The current records with this field value; empty if the org lacks the object. */
export function rowsWith({ schema, store }: Org, object: string, fieldName: string, value: Value): Row[] {
  const type = schema.type(object);
  const field = type?.field(fieldName);
  return type === undefined || field === undefined ? [] : [...store.find(type, field, value)];
}
