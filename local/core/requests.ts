/** What identifies a request to a system. Types only. */

/** The part of a request that identifies its operation. */
export interface RequestKind {
  readonly method: string;
  readonly url: URL;
  /** If known: in some systems one request takes several operations. */
  readonly body?: string;
}

/** A request as sent. */
export interface SentRequest extends RequestKind {
  readonly body: string;
}

/** A kind of record that a request reads or writes. */
export interface Touch {
  readonly kind: string;
  /**
   * Its fields, or other keys of independence, such as an event id or a message's channel. Creating or deleting a
   * record writes all.
   */
  readonly fields: readonly string[] | "all";
  readonly isWrite: boolean;
  /** It only creates records. Default: it may change existing ones. */
  readonly isNew?: boolean;
}
