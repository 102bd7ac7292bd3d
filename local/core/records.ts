/** How a stand-in describes its records. Types only. */

export type State = Readonly<Record<string, readonly unknown[]>>;

/** A change of one record. Objects passed here are never mutated. */
export interface RecordChange {
  readonly kind: string;
  /** As idOf() returns it. */
  readonly id: string;
  /** Undefined if created. */
  readonly before: object | undefined;
  /** Undefined if deleted. */
  readonly after: object | undefined;
}

/** A record that a stand-in can identify. */
export interface KnownRecord {
  /** As in the state: `Lead`. */
  readonly kind: string;
  /** The system's stable id, which other records refer to. Default: identified by its fields. */
  readonly id?: string;
  /** For sentences: `Lead of ada@example.com`. */
  readonly name: string;
  /** What people read first: `Ada Lovelace, Analytical Engines`. Absent if there is nothing. */
  readonly title?: string | undefined;
  /** Distinguishes the older of two equal records. Default: their order in the state. */
  readonly createdAt?: string | undefined;
  /** What people entered: no generated ids or times, and no derived fields. */
  readonly fields: Readonly<Record<string, unknown>>;
  /**
   * The thing it represents, such as `person`, and which: two with the same key are duplicates. Absent if many may
   * exist.
   */
  readonly of?: { readonly thing: string; readonly key: string };
}

/** A field of a kind of record. */
export interface RecordField {
  readonly kind: string;
  readonly field: string;
}

/** Advice on how a handler keeps a record of this kind right. */
export interface Cure {
  readonly kind: string;
  readonly what: "missing" | "too many" | "changed";
  /** Only where this field differs. */
  readonly field?: string;
  /** A sentence. */
  readonly says: string;
  /** It helps in every order of arrival and after every fault, so no entry to declare that is offered. */
  readonly isOwed?: boolean;
}

/** Advice on a refusal that a handler meets with nothing to disturb it. */
export interface RefusalCure {
  /** As dead letters name it: `CANNOT_UPDATE_CONVERTED_LEAD`. */
  readonly code: string;
  /** It helps even if the call was disturbed, e.g. because somebody else was faster. Default: false. */
  readonly isOfAnyCause?: boolean;
  /** A sentence. */
  readonly says: string;
}

/** A field that keeps the value of the event that created the record, unless a later write includes it. */
export interface KeptFirst {
  readonly kind: string;
  readonly fields: readonly string[];
  /** Texts that say nothing, where a record must say something. To write over one, and into what is empty beside it, is to say it first. Left out: none. */
  readonly standIns?: readonly string[];
  readonly reason: string;
}

/** Whether a comparison ignores this field. */
export type IsLeftOut = (kind: string, field: string) => boolean;

/** A field that repeated events write again, whoever has changed it since. */
export interface Restored {
  readonly kind: string;
  readonly field: string;
  /** Only to this value; default: any. */
  readonly to?: string | number | boolean;
  readonly reason: string;
}
