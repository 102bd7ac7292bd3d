/** What the console's API says of systems, their records and what became of those. Types alone. */

export interface SystemView {
  readonly name: string;
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  /** `POST /sobjects/Lead`. */
  readonly operations: readonly string[];
  /** By name: what the caller and the state see. */
  readonly faults: Readonly<Record<string, string>>;
  readonly startingStates: readonly string[];
  readonly interventions: readonly string[];
  /** What people do to one record beside editing and deleting it, by its kind: `{"Lead": ["convert"]}`. */
  readonly recordActs: Readonly<Record<string, readonly string[]>>;
  /** Of what is limited, by unit. */
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

/** What became of one record. */
export interface Change {
  readonly seq: number;
  readonly system: string;
  readonly kind: string;
  readonly id: string;
  /** For people: `Lead of ada@example.com`. */
  readonly name: string;
  readonly what: "created" | "changed" | "deleted";
  readonly fields: readonly FieldChange[];
  readonly at: string;
  /** Whose call did it. Left out: somebody in the system's own console, or the configuration's set-up. */
  readonly handler?: string;
  /** The row's id. */
  readonly event?: string;
}

export interface FieldChange {
  readonly field: string;
  /** Null: nothing. */
  readonly before: unknown;
  readonly after: unknown;
}
