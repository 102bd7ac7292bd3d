/** What a handler would write now. */

import type { FieldChange } from "./systems.ts";

export interface EventEffect {
  readonly handler: string;
  /** The event's id. */
  readonly event: string;
  readonly person: string;
  /** `done`, or the reason of a failure. */
  readonly outcome: string;
  /** In the order of the writes, without those that change nothing. */
  readonly records: readonly RecordEffect[];
  /** Codes and field names of warnings. */
  readonly warnings: readonly string[];
  /** What can't be known without writing. */
  readonly unknown: readonly string[];
  /** By system and unit: `salesforce API calls of the day`. */
  readonly costs: Readonly<Record<string, number>>;
  /** Usage of allowances as reported by the systems. */
  readonly allowances: Readonly<Record<string, { readonly used: number; readonly max: number }>>;
}

export interface RecordEffect {
  readonly system: string;
  readonly kind: string;
  /** For a new record, an id that none has. */
  readonly id: string;
  readonly what: "created" | "changed" | "deleted";
  /** False if the current values could not be read. */
  readonly isBeforeKnown: boolean;
  readonly fields: readonly FieldChange[];
}
