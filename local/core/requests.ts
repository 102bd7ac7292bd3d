/** What tells one request to a system from another. Types alone. */

/** One request, as much of it as tells one operation from another. */
export interface RequestKind {
  readonly method: string;
  readonly url: URL;
  /** Where it is known: some systems take several operations in one request. */
  readonly body?: string;
}

/** One request as it was sent. */
export interface SentRequest extends RequestKind {
  readonly body: string;
}

/** Something of a kind of record that a request reads or writes. */
export interface Touch {
  readonly kind: string;
  /** Its fields, or what else can't meet: an event's id, a message's channel. To create or delete a record is to write all. */
  readonly fields: readonly string[] | "all";
  readonly isWrite: boolean;
  /** It makes a record, and changes none that was there. Left out: it may change one. */
  readonly isNew?: boolean;
}
