/** The part of an event that customer.io is told about. */
export interface EventIdentity {
  /** With `id` the identity for every deduplication: `/sources/app`. */
  readonly source: string;
  readonly id: string;
  /** The normalised e-mail, by which customer.io knows the person. */
  readonly subject: string;
  /** When it happened, ISO 8601. */
  readonly time: string;
}

/** Values by name; undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What handlers may ask of customer.io. Both calls may be repeated: the second has no effect. */
export interface CustomerIo {
  /** Creates or updates the event's person; attributes set by a later event win, whatever order they arrive in. */
  ensurePerson(event: EventIdentity, attributes: Attributes): Promise<void>;
  /** Records that the person did this, once per event and name. */
  sendEvent(event: EventIdentity, name: string, data: Attributes): Promise<void>;
}
