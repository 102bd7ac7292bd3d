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

/**
 * Values by name. Undefined and blank ones are left out, so that nothing known is erased: null alone does that. Texts are
 * cut to what customer.io holds.
 */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Whether a person wants e-mail, as customer.io knows it. */
export interface Subscription {
  readonly unsubscribed: boolean;
  /** When that was last said, RFC 3339; left out where customer.io has no time of it. */
  readonly at?: string;
}

/** What handlers may ask of customer.io. All calls may be repeated: the second has no effect. */
export interface CustomerIo {
  /** Creates or updates the event's person; attributes set by a later event win, whatever order they arrive in. */
  ensurePerson(event: EventIdentity, attributes: Attributes): Promise<void>;
  /**
   * Records that the person did this, once per event and name.
   * @example of a person
   * customerio.sendEvent(event, "handler_name", {})
   */
  sendEvent(event: EventIdentity, name: string, data: Attributes): Promise<void>;
  /**
   * Has customer.io send the person e-mail or none from the event's time on; a later word stands. Creates them where they are
   * unknown: it is here that handlers ask what somebody has said before anything else of them was known.
   */
  setSubscribed(event: EventIdentity, isSubscribed: boolean): Promise<void>;
  /**
   * Whether the person has unsubscribed. Somebody unknown has not. Reads run some seconds behind writes, and ten calls a second
   * are allowed: an instance waits for its turn, and asks for all who wait at once.
   */
  hasUnsubscribed(email: string): Promise<Subscription>;
}
