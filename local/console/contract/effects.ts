/** What a handler would write now. Types alone. */

export interface EventEffect {
  readonly handler: string;
  /** The event's id. */
  readonly event: string;
  readonly person: string;
  /** `done`, or the reason that it would fail with. */
  readonly outcome: string;
  /** In the order of the writes; none that would change nothing. */
  readonly records: readonly RecordEffect[];
  /** What it would warn of: codes and field names. */
  readonly warnings: readonly string[];
  /** What can't be known without doing it. */
  readonly unknown: readonly string[];
  /** What it would take, by system and unit: `salesforce API calls of the day`. */
  readonly costs: Readonly<Record<string, number>>;
  /** What systems have said is used of their allowance, by system. */
  readonly allowances: Readonly<Record<string, { readonly used: number; readonly max: number }>>;
}

export interface RecordEffect {
  readonly system: string;
  readonly kind: string;
  /** Of a new record, what none has. */
  readonly id: string;
  readonly what: "created" | "changed" | "deleted";
  /** False: what it holds now could not be read. */
  readonly isBeforeKnown: boolean;
  readonly fields: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
}
