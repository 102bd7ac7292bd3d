/** The console API's types for systems, their records and changes. */

import type { Time } from "./time.ts";

export interface SystemView {
  readonly name: string;
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  /** For instance `POST /sobjects/Lead`. */
  readonly operations: readonly string[];
  /** By name: what the caller and the state see. */
  readonly faults: Readonly<Record<string, string>>;
  readonly startingStates: readonly string[];
  readonly interventions: readonly string[];
  /** People's actions on a record besides editing and deleting, by kind: `{"Lead": ["convert"]}`. */
  readonly recordActs: Readonly<Record<string, readonly string[]>>;
  /** Limited units only. */
  readonly allowance?: Readonly<Record<string, { readonly used: number; readonly max: number }>>;
}

export interface SystemRecord {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface RecordPage {
  readonly records: readonly SystemRecord[];
  readonly total: number;
}

/** A change of a record. */
export interface Change {
  readonly seq: number;
  readonly system: string;
  readonly kind: string;
  readonly id: string;
  /** For people: `Lead of ada@example.com`. */
  readonly name: string;
  readonly what: "created" | "changed" | "deleted";
  readonly fields: readonly FieldChange[];
  readonly at: Time;
  /** The handler whose call made it. Absent for changes in the system's own UI or by the configuration's setup. */
  readonly handler?: string;
  /** The row's id. */
  readonly event?: string;
}

export interface FieldChange {
  readonly field: string;
  /** Null if there was none. */
  readonly before: unknown;
  readonly after: unknown;
}

/** A system's last report of how much of its allowance is used. */
export interface LoggedAllowance {
  readonly system: string;
  readonly used: number;
  readonly max: number;
  readonly at: Time;
}
