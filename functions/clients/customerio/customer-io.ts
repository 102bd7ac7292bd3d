import type { Event } from "../../runtime/define/handler.ts";

/** The part of an event that customer.io receives; it knows the person by the subject. */
export type EventIdentity = Pick<Event, "source" | "id" | "subject" | "time">;

/**
 * Values by name. Undefined and blank ones are left out, so that nothing known is erased; only null does that. Texts
 * are cut to what customer.io stores.
 */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Whether a person wants e-mail, as customer.io knows it. */
export interface Subscription {
  readonly unsubscribed: boolean;
  /** When the person last said so, RFC 3339; left out where customer.io has no time for it. */
  readonly at?: string;
}

/**
 * What handlers may ask of customer.io. All calls may be repeated without further effect, and reject with the errors of
 * functions/runtime/define/errors.ts.
 */
export interface CustomerIo {
  /** Creates or updates the event's person; attributes set by a later event win, whatever order they arrive in. */
  ensurePerson(event: EventIdentity, attributes: Attributes): Promise<void>;
  /**
   * Records that the person did this, once per event and name. More than 72 hours after the event's time it starts no
   * campaign.
   * @example of a person
   * customerio.sendEvent(event, "handler_name", {})
   */
  sendEvent(event: EventIdentity, name: string, data: Attributes): Promise<void>;
  /**
   * Makes customer.io send the person e-mail, or none, from the event's time on; a later decision stands. Creates
   * unknown people, since handlers read a person's decision here before anything else is known of them.
   */
  setSubscribed(event: EventIdentity, isSubscribed: boolean): Promise<void>;
  /**
   * Whether the person has unsubscribed; an unknown person has not. Reads lag some seconds behind writes, and ten calls
   * a second are allowed: an instance waits for its turn, and asks for all who wait at once.
   */
  hasUnsubscribed(email: string): Promise<Subscription>;
}
