/** What a stand-in says of its records. Types alone. */

export type State = Readonly<Record<string, readonly unknown[]>>;

/** What became of one record. An object that is given here is never changed in place. */
export interface RecordChange {
  readonly kind: string;
  /** As idOf() tells it. */
  readonly id: string;
  /** Undefined: there was none. */
  readonly before: object | undefined;
  /** Undefined: there is none any more. */
  readonly after: object | undefined;
}

/** A record that a stand-in tells from others. */
export interface KnownRecord {
  /** As in the state: `Lead`. */
  readonly kind: string;
  /** The system's own: the same before and after, and what other records refer to it by. Left out: it is told by its fields. */
  readonly id?: string;
  /** For sentences: `Lead of ada@example.com`. */
  readonly name: string;
  /** What people see first of it: `Ada Lovelace, Analytical Engines`. Left out where that is nothing. */
  readonly title?: string | undefined;
  /** When it came to be: of two that are alike, the older one. Left out: as the state has them. */
  readonly createdAt?: string | undefined;
  /** What people have put into it: no ids and times of the system's own, and nothing that follows from other fields. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What it is a record of, as `person`, and which: two of the same are that thing twice. Left out where many may be. */
  readonly of?: { readonly thing: string; readonly key: string };
}

/** A field of a kind of record. */
export interface RecordField {
  readonly kind: string;
  readonly field: string;
}

/** How handlers keep a record of that kind from being otherwise than it should be. */
export interface Cure {
  readonly kind: string;
  readonly what: "missing" | "too many" | "changed";
  /** Where that is the field which is changed. */
  readonly field?: string;
  /** A sentence. */
  readonly says: string;
  /** It must not be declared that arrival decides of it. */
  readonly isOwed?: boolean;
}

/** What a record keeps as the event has it which arrives first and makes the record, unless a later write names the field. */
export interface KeptFirst {
  readonly kind: string;
  readonly fields: readonly string[];
  /** Texts that say nothing, where a record must say something. To write over one, and into what is empty beside it, is to say it first. Left out: none. */
  readonly standIns?: readonly string[];
  readonly reason: string;
}

/** Field of a kind of record that a comparison is to leave out. */
export type IsLeftOut = (kind: string, field: string) => boolean;

/** What is written again whenever an event comes again, whoever has changed it since. */
export interface Restored {
  readonly kind: string;
  readonly field: string;
  /** To that value alone; left out, to any. */
  readonly to?: string | number | boolean;
  readonly reason: string;
}
