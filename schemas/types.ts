// Made from schemas/*.json by npm run build. Do not edit.

/** The data of each event type. */
export interface EventTypes {
  "contact.subscribed": ContactSubscribed;
  "contact.unsubscribed": ContactUnsubscribed;
  "email.reported": EmailReported;
  "form.submitted": FormSubmitted;
  "invoice.paid": InvoicePaid;
  "registration.changed": RegistrationChanged;
}

/** All of them. */
export const eventTypes: readonly (keyof EventTypes)[] = ["contact.subscribed","contact.unsubscribed","email.reported","form.submitted","invoice.paid","registration.changed"];

/** What is read of every webhook of a source, to know its kind. */
export interface SourceEnvelopes {
  "app": AppEnvelope;
  "calendly": CalendlyEnvelope;
  "customerio": CustomerioEnvelope;
  "goldcast": GoldcastEnvelope;
  "hubspot": HubspotEnvelope;
  "luma": LumaEnvelope;
  "salesforce-flow": SalesforceFlowEnvelope;
  "salesforce": SalesforceEnvelope;
  "segment": SegmentEnvelope;
  "splash": SplashEnvelope;
  "stripe": StripeEnvelope;
  "typeform": TypeformEnvelope;
  "zoom": ZoomEnvelope;
}

/** What each source's sender posts, by kind. */
export interface SourceKinds {
  "app": { "form.submitted": AppFormSubmitted; "registration.changed": AppRegistrationChanged };
  "calendly": { "invitee.canceled": CalendlyInviteeCanceled; "invitee.created": CalendlyInviteeCreated; "invitee_no_show.created": CalendlyNoShowCreated; "invitee_no_show.deleted": CalendlyNoShowDeleted };
  "customerio": { "customer.cio_subscription_preferences_changed": CustomerioPreferencesChanged; "customer.subscribed": CustomerioCustomerSubscribed; "customer.unsubscribed": CustomerioCustomerUnsubscribed; "email.bounced": CustomerioEmailBounced; "email.clicked": CustomerioEmailClicked; "email.opened": CustomerioEmailOpened; "email.sent": CustomerioEmailSent; "email.spammed": CustomerioEmailSpammed; "email.subscribed": CustomerioEmailSubscribed; "email.unsubscribed": CustomerioEmailUnsubscribed };
  "goldcast": { "ATTENDANCE": GoldcastAttendance; "REGISTRATION": GoldcastRegistration };
  "hubspot": { "contact.propertyChange": HubspotPropertyChange; "contact.subscribed": HubspotSubscribed; "contact.unsubscribed": HubspotUnsubscribed; "form.submitted": HubspotFormSubmitted };
  "luma": { "guest.registered": LumaGuestRegistered; "guest.updated": LumaGuestUpdated };
  "salesforce-flow": { "contact.subscribed": SalesforceFlowSubscribed; "contact.unsubscribed": SalesforceFlowUnsubscribed; "registration.changed": SalesforceFlowRegistrationChanged };
  "salesforce": { "Account": SalesforceAccount; "CampaignMember": SalesforceCampaignMember; "Contact": SalesforceContact; "Lead": SalesforceLead };
  "segment": { "track": SegmentTrack };
  "splash": { "guest": SplashGuest };
  "stripe": { "invoice.paid": StripeInvoicePaid };
  "typeform": { "form_response": TypeformFormResponse };
  "zoom": { "participant_joined": ZoomParticipantJoined; "registration_approved": ZoomRegistrationApproved; "registration_cancelled": ZoomRegistrationCancelled; "registration_created": ZoomRegistrationCreated; "registration_denied": ZoomRegistrationDenied };
}

/**
 * Somebody wants e-mail from us again.
 */
export interface ContactSubscribed {
  /**
   * Normalised: trimmed, NFC, lower case.
   */
  email: string;
}

/**
 * Somebody wants no more e-mail from us.
 */
export interface ContactUnsubscribed {
  /**
   * Normalised: trimmed, NFC, lower case.
   */
  email: string;
}

/**
 * What became of a mail: it was sent to somebody, came back, was opened, or a link in it was followed, at the event's time. All but the mailing, the e-mail and the status is a gift, as long as it may be.
 */
export interface EmailReported {
  /**
   * Which mailing, SOURCE:KIND:ID: a key of functions/configuration/mailings.json, where it belongs to a campaign.
   */
  mailingId: string;
  /**
   * Normalised: trimmed, NFC, lower case.
   */
  email: string;
  /**
   * What became of it.
   */
  status: "sent" | "bounced" | "opened" | "clicked";
  /**
   * The one mail to the one person: all that is reported of it has the same.
   */
  deliveryId?: string;
  /**
   * Which of the mailing's messages, where it has several.
   */
  messageId?: string;
  subject?: string;
  /**
   * What was followed.
   */
  link?: string;
  /**
   * Why it came back, in the words of whoever sent it back.
   */
  failure?: string;
}

/**
 * Somebody has sent one of our forms. All but the form and the e-mail is a gift, as long as it may be.
 */
export interface FormSubmitted {
  /**
   * Which form: a key of functions/configuration/campaigns.json, where it belongs to a campaign.
   */
  formId: string;
  /**
   * Normalised: trimmed, NFC, lower case.
   */
  email: string;
  firstName?: string;
  lastName?: string;
  company?: string;
  title?: string;
  /**
   * Not the dial code alone, nor a bracket: what a form's field begins with.
   */
  phone?: string;
  country?: string;
  message?: string;
  /**
   * Where the form stands, as its page says: not always an address.
   */
  pageUrl?: string;
}

/**
 * A customer has paid an invoice. The event's subject is the customer's id, its time when it was paid.
 */
export interface InvoicePaid {
  /**
   * The billing system's: cus_…
   */
  customerId: string;
  /**
   * The billing system's: in_…
   */
  invoiceId: string;
  /**
   * What was paid, in the currency's minor unit by ISO 4217: 1250 is 12.50 EUR, or 1250 JPY.
   */
  amount: number;
  /**
   * ISO 4217.
   */
  currency: string;
  /**
   * What people call the invoice.
   */
  number?: string;
  customerName?: string;
  /**
   * Where the invoice can be seen.
   */
  url?: string;
}

/**
 * How somebody stands to an occasion (a webinar, a dinner, a meeting) has changed, at the event's time. All but the occasion, the e-mail and the status is a gift, as long as it may be.
 */
export interface RegistrationChanged {
  /**
   * Which occasion, SOURCE:ID: a key of functions/configuration/occasions.json, where it belongs to a campaign.
   */
  occasionId: string;
  /**
   * Normalised: trimmed, NFC, lower case.
   */
  email: string;
  /**
   * How they stand to it since. Promoted is who had been waitlisted and has got a seat.
   */
  status: "registered" | "waitlisted" | "promoted" | "cancelled" | "attended" | "no_show";
  firstName?: string;
  lastName?: string;
  company?: string;
  title?: string;
  /**
   * Not the dial code alone, nor a bracket: what a form's field begins with.
   */
  phone?: string;
  country?: string;
  occasionName?: string;
  /**
   * When the occasion begins, as the sender writes it: RFC 3339 as a rule.
   */
  startsAt?: string;
  /**
   * Where this person joins it.
   */
  joinUrl?: string;
  /**
   * What they have written to it, questions answered among it.
   */
  message?: string;
  /**
   * Where they registered.
   */
  pageUrl?: string;
}

/**
 * What the company's own application posts: the body that Standard Webhooks recommends.
 */
export interface AppEnvelope {
  /**
   * What happened: form.submitted, registration.changed.
   */
  type: string;
}

/**
 * A webhook of Calendly: https://developer.calendly.com/api-docs/ZG9jOjM2MzE2MDM4-webhook-payload
 */
export interface CalendlyEnvelope {
  /**
   * As `invitee.created`.
   */
  event: string;
}

/**
 * A reporting webhook of customer.io, whatever it reports: https://docs.customer.io/journeys/webhooks/
 */
export interface CustomerioEnvelope {
  object_type?: string;
  /**
   * Metrics are added without notice.
   */
  metric?: string;
  /**
   * Both in one, in webhooks that were set up long ago: email_unsubscribed.
   */
  event_type?: string;
}

/**
 * An activity that Goldcast tells of: https://help.goldcast.io/hc/en-us/articles/17571696255131
 */
export interface GoldcastEnvelope {
  /**
   * As `REGISTRATION`.
   */
  activityType: string;
}

/**
 * One of a webhook's changes, or what a workflow sends.
 */
export interface HubspotEnvelope {
  /**
   * As `contact.propertyChange`.
   */
  subscriptionType?: string;
  /**
   * Of an `object.propertyChange`: 0-1 is a contact.
   */
  objectTypeId?: string;
  /**
   * Of what a workflow sends: what we let it say.
   */
  event?: string;
}

/**
 * A webhook of Luma: https://help.luma.com/p/webhooks
 */
export interface LumaEnvelope {
  /**
   * As `guest.registered`.
   */
  type: string;
}

/**
 * What a Flow says, by the Apex of docs/sources.md.
 */
export interface SalesforceFlowEnvelope {
  /**
   * What happened: contact.unsubscribed.
   */
  type: string;
}

/**
 * A notification of an outbound message of Salesforce.
 */
export interface SalesforceEnvelope {
  sObject: {
    /**
     * As `sf:Lead`; the prefix is the sender's own.
     */
    "@type": string;
  };
}

/**
 * A call of Segment's: https://segment.com/docs/connections/spec/
 */
export interface SegmentEnvelope {
  /**
   * As `track`.
   */
  type: string;
  /**
   * Of a track: what happened, in words of the company's own.
   */
  event?: string;
}

/**
 * A guest of an event at Splash, as we let Splash write it: docs/sources.md.
 */
export interface SplashEnvelope {
  /**
   * As `Attending`.
   */
  status: string;
}

/**
 * A webhook of Stripe: https://docs.stripe.com/api/events/object
 */
export interface StripeEnvelope {
  /**
   * As `invoice.paid`.
   */
  type: string;
}

/**
 * A webhook of Typeform: https://www.typeform.com/developers/webhooks/example-payload/
 */
export interface TypeformEnvelope {
  event_type: string;
}

/**
 * A webhook of Zoom: https://developers.zoom.us/docs/api/webhooks/
 */
export interface ZoomEnvelope {
  /**
   * As `webinar.registration_created`.
   */
  event: string;
  payload?: {
    /**
     * Of a validation of our URL, which Zoom repeats every 72 hours: what the answer is made of.
     */
    plainToken?: string;
  };
}

/**
 * Somebody has sent one of our forms.
 */
export interface AppFormSubmitted {
  /**
   * When it happened, not when it was sent: the same on every retry.
   */
  timestamp: string | number;
  /**
   * As schemas/form.submitted.json wants it.
   */
  data: {
    [k: string]: unknown;
  };
}

/**
 * How somebody stands to an occasion has changed: registered, waitlisted, promoted, cancelled, attended, no_show.
 */
export interface AppRegistrationChanged {
  /**
   * When it changed, not when it was sent: the same on every retry, and what decides which of two changes is the later.
   */
  timestamp: string | number;
  /**
   * As schemas/registration.changed.json wants it.
   */
  data: {
    [k: string]: unknown;
  };
}

/**
 * A booking is cancelled, by invitee or host; or replaced by another one.
 */
export interface CalendlyInviteeCanceled {
  event: string;
  /**
   * When the webhook was made.
   */
  created_at: string | number;
  payload: {
    /**
     * The invitee's address in Calendly's API, which ends in their id.
     */
    uri: string;
    email: string;
    name?: string;
    first_name?: string;
    last_name?: string;
    text_reminder_number?: string;
    /**
     * Another booking of theirs takes its place.
     */
    rescheduled?: boolean;
    /**
     * When, and by whom.
     */
    cancellation?: {
      created_at?: string | number;
    };
    questions_and_answers?: {
      question: string;
      answer: string;
    }[];
    scheduled_event: {
      /**
       * What can be booked, by its address; none of a meeting that is made once.
       */
      event_type?: string;
      /**
       * This one meeting's address.
       */
      uri?: string;
      name?: string;
      start_time?: string;
      location?: {
        type?: string;
        /**
         * Of an `outbound_call` the invitee's telephone number.
         */
        location?: string;
        join_url?: string;
      };
    };
  };
}

/**
 * Somebody has booked, or booked anew: then the old booking is cancelled as rescheduled.
 */
export interface CalendlyInviteeCreated {
  event: string;
  payload: {
    /**
     * The invitee's address in Calendly's API, which ends in their id.
     */
    uri: string;
    email: string;
    name?: string;
    first_name?: string;
    last_name?: string;
    text_reminder_number?: string;
    /**
     * When they did.
     */
    created_at: string | number;
    questions_and_answers?: {
      question: string;
      answer: string;
    }[];
    scheduled_event: {
      /**
       * What can be booked, by its address; none of a meeting that is made once.
       */
      event_type?: string;
      /**
       * This one meeting's address.
       */
      uri?: string;
      name?: string;
      start_time?: string;
      location?: {
        type?: string;
        /**
         * Of an `outbound_call` the invitee's telephone number.
         */
        location?: string;
        join_url?: string;
      };
    };
  };
}

/**
 * The host says that somebody has not come.
 */
export interface CalendlyNoShowCreated {
  event: string;
  /**
   * When the webhook was made.
   */
  created_at: string | number;
  payload: {
    /**
     * The invitee's address in Calendly's API, which ends in their id.
     */
    uri: string;
    email: string;
    name?: string;
    first_name?: string;
    last_name?: string;
    text_reminder_number?: string;
    /**
     * When they said so.
     */
    no_show?: {
      created_at?: string | number;
    };
    questions_and_answers?: {
      question: string;
      answer: string;
    }[];
    scheduled_event: {
      /**
       * What can be booked, by its address; none of a meeting that is made once.
       */
      event_type?: string;
      /**
       * This one meeting's address.
       */
      uri?: string;
      name?: string;
      start_time?: string;
      location?: {
        type?: string;
        /**
         * Of an `outbound_call` the invitee's telephone number.
         */
        location?: string;
        join_url?: string;
      };
    };
  };
}

/**
 * The host takes back that somebody has not come.
 */
export interface CalendlyNoShowDeleted {
  event: string;
  /**
   * When the webhook was made.
   */
  created_at: string | number;
  payload: {
    /**
     * The invitee's address in Calendly's API, which ends in their id.
     */
    uri: string;
    email: string;
    name?: string;
    first_name?: string;
    last_name?: string;
    text_reminder_number?: string;
    questions_and_answers?: {
      question: string;
      answer: string;
    }[];
    scheduled_event: {
      /**
       * What can be booked, by its address; none of a meeting that is made once.
       */
      event_type?: string;
      /**
       * This one meeting's address.
       */
      uri?: string;
      name?: string;
      start_time?: string;
      location?: {
        type?: string;
        /**
         * Of an `outbound_call` the invitee's telephone number.
         */
        location?: string;
        join_url?: string;
      };
    };
  };
}

/**
 * A person has chosen what they want to hear of, and over which channels.
 */
export interface CustomerioPreferencesChanged {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
    /**
     * { "topics": { "topic_1": false }, "channels": { "email": false } }, as a JSON text.
     */
    content?: {
      [k: string]: unknown;
    };
  };
}

/**
 * A person wants e-mail again: in customer.io itself, or over its API.
 */
export interface CustomerioCustomerSubscribed {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
  };
}

/**
 * A person's subscription has ended by other means: in customer.io itself, or over its API.
 */
export interface CustomerioCustomerUnsubscribed {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
  };
}

/**
 * A mail has come back.
 */
export interface CustomerioEmailBounced {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
    /**
     * What has sent it, of these four at most one; a text in old payloads.
     */
    campaign_id?: number | string;
    broadcast_id?: number | string;
    newsletter_id?: number | string;
    transactional_message_id?: number | string;
    /**
     * Which of a campaign's or broadcast's messages.
     */
    action_id?: number | string;
    /**
     * Which of a newsletter's versions.
     */
    content_id?: number | string;
    /**
     * The same for all that is reported of one mail to one person.
     */
    delivery_id?: string;
    subject?: string;
    /**
     * In the words of whoever sent it back.
     */
    failure_message?: string;
  };
}

/**
 * Somebody has followed a link in a mail.
 */
export interface CustomerioEmailClicked {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
    /**
     * What has sent it, of these four at most one; a text in old payloads.
     */
    campaign_id?: number | string;
    broadcast_id?: number | string;
    newsletter_id?: number | string;
    transactional_message_id?: number | string;
    /**
     * Which of a campaign's or broadcast's messages.
     */
    action_id?: number | string;
    /**
     * Which of a newsletter's versions.
     */
    content_id?: number | string;
    /**
     * The same for all that is reported of one mail to one person.
     */
    delivery_id?: string;
    subject?: string;
    /**
     * The link.
     */
    href?: string;
  };
}

/**
 * Somebody, or their mail program, has opened a mail.
 */
export interface CustomerioEmailOpened {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
    /**
     * What has sent it, of these four at most one; a text in old payloads.
     */
    campaign_id?: number | string;
    broadcast_id?: number | string;
    newsletter_id?: number | string;
    transactional_message_id?: number | string;
    /**
     * Which of a campaign's or broadcast's messages.
     */
    action_id?: number | string;
    /**
     * Which of a newsletter's versions.
     */
    content_id?: number | string;
    /**
     * The same for all that is reported of one mail to one person.
     */
    delivery_id?: string;
    subject?: string;
  };
}

/**
 * A mail has gone out.
 */
export interface CustomerioEmailSent {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
    /**
     * What has sent it, of these four at most one; a text in old payloads.
     */
    campaign_id?: number | string;
    broadcast_id?: number | string;
    newsletter_id?: number | string;
    transactional_message_id?: number | string;
    /**
     * Which of a campaign's or broadcast's messages.
     */
    action_id?: number | string;
    /**
     * Which of a newsletter's versions.
     */
    content_id?: number | string;
    /**
     * The same for all that is reported of one mail to one person.
     */
    delivery_id?: string;
    subject?: string;
  };
}

/**
 * Somebody has marked an e-mail as spam.
 */
export interface CustomerioEmailSpammed {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
  };
}

/**
 * Somebody has followed a link of an e-mail to subscribe again.
 */
export interface CustomerioEmailSubscribed {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
  };
}

/**
 * Somebody has followed the unsubscribe link of an e-mail.
 */
export interface CustomerioEmailUnsubscribed {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  data?: {
    identifiers?: {
      /**
       * The person's address; who is known by an id alone has none.
       */
      email?: string;
    };
    /**
     * The address an e-mail went to, which can be an older one of the person's.
     */
    recipient?: string;
    /**
     * The person's address.
     */
    email_address?: string;
  };
}

/**
 * Somebody has come.
 */
export interface GoldcastAttendance {
  activityType: string;
  /**
   * When it happened: since 1970.
   */
  activityTime: number | string;
  eventId: string;
  userId: string;
  email: string;
  firstName?: string;
  lastName?: string;
  company?: string;
  title?: string;
  eventName?: string;
  /**
   * Where this person enters, without a password.
   */
  magicLinkUrl?: string;
  /**
   * The registration form's other fields, by names of one's own.
   */
  props?: {
    phone?: string;
    country?: string;
  };
}

/**
 * Somebody has registered.
 */
export interface GoldcastRegistration {
  activityType: string;
  /**
   * When it happened: since 1970.
   */
  activityTime: number | string;
  eventId: string;
  userId: string;
  email: string;
  firstName?: string;
  lastName?: string;
  company?: string;
  title?: string;
  eventName?: string;
  /**
   * Where this person enters, without a password.
   */
  magicLinkUrl?: string;
  /**
   * The registration form's other fields, by names of one's own.
   */
  props?: {
    phone?: string;
    country?: string;
  };
}

/**
 * A property of a contact is another one: https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
 */
export interface HubspotPropertyChange {
  /**
   * Not documented as unique by itself.
   */
  eventId: number | string;
  portalId?: number | string;
  /**
   * The contact, who is named nowhere else.
   */
  objectId: number | string;
  /**
   * In milliseconds.
   */
  occurredAt: number | string;
  propertyName: string;
  propertyValue?: string;
}

/**
 * A workflow says that a contact wants e-mail again.
 */
export interface HubspotSubscribed {
  email: string;
  /**
   * When it happened: RFC 3339, or since 1970.
   */
  occurredAt: string | number;
}

/**
 * A workflow says that a contact wants no more e-mail.
 */
export interface HubspotUnsubscribed {
  email: string;
  /**
   * When it happened; of an opt-out it may be missing.
   */
  occurredAt?: {
    [k: string]: unknown;
  };
}

/**
 * A workflow says that a contact has sent a form.
 */
export interface HubspotFormSubmitted {
  email: string;
  /**
   * When it happened: RFC 3339, or since 1970.
   */
  occurredAt: string | number;
  /**
   * In our words, as schemas/form.submitted.json wants it.
   */
  formId: string;
  firstname?: string;
  lastname?: string;
  company?: string;
  jobtitle?: string;
  phone?: string;
  country?: string;
  message?: string;
  pageUrl?: string;
}

/**
 * Somebody has registered.
 */
export interface LumaGuestRegistered {
  data: {
    id: string;
    user_email: string;
    user_name?: string;
    user_first_name?: string;
    user_last_name?: string;
    phone_number?: string;
    /**
     * approved, pending_approval, waitlist, declined, invited, session.
     */
    approval_status: string;
    registered_at?: string;
    /**
     * When the guest first joined what is online.
     */
    joined_at?: string;
    /**
     * What else the registration form asked.
     */
    registration_answers?: {
      /**
       * The question.
       */
      label: string;
      /**
       * The answer; of a question for the company that and the job's title.
       */
      value?:
        | string
        | {
            company?: string;
            job_title?: string;
          };
      /**
       * The same as a text, in older webhooks alone.
       */
      answer?: string;
      /**
       * Of a question for the company, in older webhooks alone.
       */
      answer_job_title?: string;
      /**
       * As `company`, `phone-number`.
       */
      question_type?: string;
    }[];
    event_tickets?: {
      checked_in_at?: string;
    }[];
    event: {
      id: string;
      name?: string;
      start_at?: string;
      url?: string;
      meeting_url?: string;
    };
  };
}

/**
 * Something of a guest is otherwise than it was, a new registration too: how it is now.
 */
export interface LumaGuestUpdated {
  data: {
    id: string;
    user_email: string;
    user_name?: string;
    user_first_name?: string;
    user_last_name?: string;
    phone_number?: string;
    /**
     * approved, pending_approval, waitlist, declined, invited, session.
     */
    approval_status: string;
    registered_at?: string;
    /**
     * When the guest first joined what is online.
     */
    joined_at?: string;
    /**
     * What else the registration form asked.
     */
    registration_answers?: {
      /**
       * The question.
       */
      label: string;
      /**
       * The answer; of a question for the company that and the job's title.
       */
      value?:
        | string
        | {
            company?: string;
            job_title?: string;
          };
      /**
       * The same as a text, in older webhooks alone.
       */
      answer?: string;
      /**
       * Of a question for the company, in older webhooks alone.
       */
      answer_job_title?: string;
      /**
       * As `company`, `phone-number`.
       */
      question_type?: string;
    }[];
    event_tickets?: {
      checked_in_at?: string;
    }[];
    event: {
      id: string;
      name?: string;
      start_at?: string;
      url?: string;
      meeting_url?: string;
    };
  };
}

/**
 * An Account that has been changed: of a person account, with the fields that the message is to have.
 */
export interface SalesforceAccount {
  /**
   * The notification's: the same on every retry.
   */
  Id: string;
  OrganizationId: string;
  sObject: {
    /**
     * Who has made the change: what ycat itself has changed is nothing new.
     */
    LastModifiedById?: string;
    /**
     * When.
     */
    LastModifiedDate?: string;
    PersonHasOptedOutOfEmail?: "true" | "false";
    /**
     * Left out where it has none, and where the Account is no person's.
     */
    PersonEmail?: string;
  };
}

/**
 * A member whose status has been changed.
 */
export interface SalesforceCampaignMember {
  /**
   * The notification's: the same on every retry.
   */
  Id: string;
  OrganizationId: string;
  sObject: {
    /**
     * Who has made the change: what ycat itself has changed is nothing new.
     */
    LastModifiedById: string;
    /**
     * When.
     */
    LastModifiedDate: string;
    CampaignId: string;
    Status: string;
    /**
     * Many a Lead or Contact has none: nobody to be told about.
     */
    Email?: string;
    FirstName?: string;
    LastName?: string;
    CompanyOrAccount?: string;
    Title?: string;
    Phone?: string;
    Country?: string;
  };
}

/**
 * A Contact that has been changed, with the fields that the message is to have.
 */
export interface SalesforceContact {
  /**
   * The notification's: the same on every retry.
   */
  Id: string;
  OrganizationId: string;
  sObject: {
    /**
     * Who has made the change: what ycat itself has changed is nothing new.
     */
    LastModifiedById: string;
    /**
     * When.
     */
    LastModifiedDate?: string;
    HasOptedOutOfEmail: "true" | "false";
    /**
     * Left out where the record has none.
     */
    Email?: string;
  };
}

/**
 * A Lead that has been changed, with the fields that the message is to have.
 */
export interface SalesforceLead {
  /**
   * The notification's: the same on every retry.
   */
  Id: string;
  OrganizationId: string;
  sObject: {
    /**
     * Who has made the change: what ycat itself has changed is nothing new.
     */
    LastModifiedById: string;
    /**
     * When.
     */
    LastModifiedDate?: string;
    HasOptedOutOfEmail: "true" | "false";
    /**
     * Left out where the record has none.
     */
    Email?: string;
  };
}

/**
 * Somebody wants e-mail again.
 */
export interface SalesforceFlowSubscribed {
  organizationId: string;
  /**
   * Who has made the change: what ycat itself has changed is nothing new.
   */
  userId: string;
  /**
   * When it happened.
   */
  timestamp: string | number;
  /**
   * As schemas/contact.subscribed.json wants it.
   */
  data: {
    [k: string]: unknown;
  };
}

/**
 * Somebody wants no more e-mail.
 */
export interface SalesforceFlowUnsubscribed {
  organizationId: string;
  /**
   * Who has made the change: what ycat itself has changed is nothing new.
   */
  userId: string;
  /**
   * When it happened.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  /**
   * As schemas/contact.unsubscribed.json wants it.
   */
  data: {
    [k: string]: unknown;
  };
}

/**
 * How somebody stands to an occasion is otherwise.
 */
export interface SalesforceFlowRegistrationChanged {
  organizationId: string;
  /**
   * Who has made the change: what ycat itself has changed is nothing new.
   */
  userId: string;
  /**
   * When it happened.
   */
  timestamp: string | number;
  /**
   * As schemas/registration.changed.json wants it.
   */
  data: {
    [k: string]: unknown;
  };
}

/**
 * Somebody has done something: https://segment.com/docs/connections/spec/track/
 */
export interface SegmentTrack {
  event: string;
  /**
   * The same on every retry, also of the library that has sent it.
   */
  messageId: string;
  /**
   * When it happened, set right by Segment for clocks that are wrong.
   */
  timestamp?: {
    [k: string]: unknown;
  };
  /**
   * When Segment received it, which was not before.
   */
  receivedAt?: {
    [k: string]: unknown;
  };
  userId?: string;
  properties?: {
    email?: string;
    firstName?: string;
    first_name?: string;
    lastName?: string;
    last_name?: string;
    /**
     * Its name, or as Segment's spec has it.
     */
    company?:
      | string
      | {
          name?: string;
        };
    title?: string;
    phone?: string;
    country?: string;
    message?: string;
  };
  context?: {
    /**
     * What Segment knows of the person.
     */
    traits?: {
      email?: string;
      firstName?: string;
      first_name?: string;
      lastName?: string;
      last_name?: string;
      /**
       * All of it, where it is known in one.
       */
      name?: string;
      /**
       * Its name, or as Segment's spec has it.
       */
      company?:
        | string
        | {
            name?: string;
          };
      address?: {
        country?: string;
      };
      title?: string;
      phone?: string;
      country?: string;
    };
    page?: {
      url?: string;
    };
  };
}

/**
 * A guest whose status is another one.
 */
export interface SplashGuest {
  status: string;
  /**
   * Since when.
   */
  time: string | number;
  event_id: string | number;
  email: string;
  first_name?: string;
  last_name?: string;
  company?: string;
  title?: string;
  phone?: string;
  country?: string;
  event_title?: string;
  event_start?: string;
  event_url?: string;
}

/**
 * An invoice was paid, or marked as paid: https://docs.stripe.com/api/invoices/object
 */
export interface StripeInvoicePaid {
  /**
   * evt_…, the same on every retry.
   */
  id: string;
  /**
   * In seconds.
   */
  created: number;
  /**
   * False of what was paid in a sandbox or in test mode.
   */
  livemode?: boolean;
  /**
   * acct_…, where it is a connected account's own.
   */
  account?: string;
  data: {
    object: {
      /**
       * in_…
       */
      id: string;
      /**
       * cus_…; the whole customer from who has asked Stripe for the event and passes it on.
       */
      customer?:
        | string
        | {
            id?: string;
          };
      /**
       * acct_…, in the place of that where the customer is one of Accounts v2.
       */
      customer_account?: string;
      /**
       * In the currency's smallest unit.
       */
      amount_paid: number;
      /**
       * Outside of Stripe.
       */
      amount_paid_off_stripe?: number;
      /**
       * The same, in versions before that.
       */
      paid_out_of_band?: boolean;
      /**
       * In the currency's smallest unit.
       */
      amount_due?: number;
      /**
       * ISO 4217, in lower case.
       */
      currency: string;
      /**
       * What customers see, as A1B2C3D4-0007.
       */
      number?: string;
      customer_name?: string;
      /**
       * Where the invoice can be seen without logging in.
       */
      hosted_invoice_url?: string;
      status_transitions?: {
        /**
         * In seconds.
         */
        paid_at?: number;
      };
    };
  };
}

/**
 * Somebody has sent a form.
 */
export interface TypeformFormResponse {
  /**
   * The same on every retry.
   */
  event_id: string;
  form_response: {
    form_id: string;
    /**
     * When it happened: RFC 3339.
     */
    submitted_at: string | number;
    /**
     * What the form's own address has told, by name: who was invited, as often.
     */
    hidden?: {
      [k: string]: unknown;
    };
    /**
     * Those questions that were answered, in the form's order.
     */
    answers?: {
      /**
       * Also the name of the member that holds the answer.
       */
      type: string;
      field: {
        /**
         * The question, by a name of our choice, or Typeform's.
         */
        ref?: string;
        /**
         * The question, by Typeform's name alone.
         */
        id?: string;
      };
      [k: string]: unknown;
    }[];
  };
}

/**
 * Somebody has come.
 */
export interface ZoomParticipantJoined {
  event: string;
  /**
   * When it happened, in milliseconds.
   */
  event_ts: number | string;
  payload: {
    object: {
      /**
       * The webinar's or meeting's number: the same for each of a series.
       */
      id: string | number;
      host_id?: string;
      topic?: string;
      start_time?: string;
      participant: {
        /**
         * Of this stay: whoever comes again has another.
         */
        user_id: string | number;
        /**
         * The Zoom user, where they are logged in.
         */
        id?: string;
        /**
         * Of those who have registered, and of users of the account.
         */
        email?: string;
        join_time?: string;
      };
    };
  };
}

/**
 * The host has let in somebody who had been waiting for it.
 */
export interface ZoomRegistrationApproved {
  event: string;
  /**
   * When it happened, in milliseconds.
   */
  event_ts: number | string;
  payload: {
    object: {
      /**
       * The webinar's or meeting's number: the same for each of a series.
       */
      id: string | number;
      topic?: string;
      start_time?: string;
      registrant: {
        /**
         * The registration's.
         */
        id: string;
        email: string;
        first_name?: string;
        last_name?: string;
        org?: string;
        job_title?: string;
        phone?: string;
        country?: string;
        address?: string;
        city?: string;
        state?: string;
        zip?: string;
        industry?: string;
        no_of_employees?: string;
        purchasing_time_frame?: string;
        role_in_purchase_process?: string;
        join_url?: string;
        comments?: string;
        custom_questions?: {
          title: string;
          value?: string;
        }[];
      };
    };
  };
}

/**
 * A registration has been cancelled, by host or registrant.
 */
export interface ZoomRegistrationCancelled {
  event: string;
  /**
   * When it happened, in milliseconds.
   */
  event_ts: number | string;
  payload: {
    object: {
      /**
       * The webinar's or meeting's number: the same for each of a series.
       */
      id: string | number;
      topic?: string;
      start_time?: string;
      registrant: {
        /**
         * The registration's.
         */
        id: string;
        email: string;
        first_name?: string;
        last_name?: string;
        org?: string;
        job_title?: string;
        phone?: string;
        country?: string;
        address?: string;
        city?: string;
        state?: string;
        zip?: string;
        industry?: string;
        no_of_employees?: string;
        purchasing_time_frame?: string;
        role_in_purchase_process?: string;
        join_url?: string;
        comments?: string;
        custom_questions?: {
          title: string;
          value?: string;
        }[];
      };
    };
  };
}

/**
 * Somebody has registered for a webinar or a meeting.
 */
export interface ZoomRegistrationCreated {
  event: string;
  /**
   * When it happened, in milliseconds.
   */
  event_ts: number | string;
  payload: {
    object: {
      /**
       * The webinar's or meeting's number: the same for each of a series.
       */
      id: string | number;
      topic?: string;
      start_time?: string;
      registrant: {
        /**
         * The registration's.
         */
        id: string;
        email: string;
        first_name?: string;
        last_name?: string;
        org?: string;
        job_title?: string;
        phone?: string;
        country?: string;
        address?: string;
        city?: string;
        state?: string;
        zip?: string;
        industry?: string;
        no_of_employees?: string;
        purchasing_time_frame?: string;
        role_in_purchase_process?: string;
        join_url?: string;
        comments?: string;
        custom_questions?: {
          title: string;
          value?: string;
        }[];
        /**
         * `pending` until the host approves it, where that is asked.
         */
        status?: string;
      };
    };
  };
}

/**
 * The host does not let somebody in.
 */
export interface ZoomRegistrationDenied {
  event: string;
  /**
   * When it happened, in milliseconds.
   */
  event_ts: number | string;
  payload: {
    object: {
      /**
       * The webinar's or meeting's number: the same for each of a series.
       */
      id: string | number;
      topic?: string;
      start_time?: string;
      registrant: {
        /**
         * The registration's.
         */
        id: string;
        email: string;
        first_name?: string;
        last_name?: string;
        org?: string;
        job_title?: string;
        phone?: string;
        country?: string;
        address?: string;
        city?: string;
        state?: string;
        zip?: string;
        industry?: string;
        no_of_employees?: string;
        purchasing_time_frame?: string;
        role_in_purchase_process?: string;
        join_url?: string;
        comments?: string;
        custom_questions?: {
          title: string;
          value?: string;
        }[];
      };
    };
  };
}
