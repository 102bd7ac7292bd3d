// Made from schemas/*.json by npm run build. Do not edit.

/** The data of each event type. */
export interface EventTypes {
  "contact.unsubscribed": ContactUnsubscribed;
  "form.submitted": FormSubmitted;
}

/** What each source's sender posts. */
export interface SourcePayloads {
  "app": AppPayload;
  "customerio": CustomerioPayload;
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
 * Somebody has sent one of our forms.
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
  firstName: string;
  lastName: string;
  company: string;
  title?: string;
  phone?: string;
  country?: string;
  message?: string;
  pageUrl?: string;
}

/**
 * What the company's own application posts: the body that Standard Webhooks recommends.
 */
export interface AppPayload {
  /**
   * What happened: form.submitted.
   */
  type: string;
  /**
   * When it happened, not when it was sent: the same on every retry.
   */
  timestamp: string;
  /**
   * As schemas/TYPE.json wants it.
   */
  data: {
    [k: string]: unknown;
  };
}

/**
 * A reporting webhook of customer.io: https://docs.customer.io/journeys/webhooks/. Loose on purpose: metrics are added without notice, and what we do not map is ignored, not refused.
 */
export interface CustomerioPayload {
  /**
   * The event's id; mostly, not always, a ULID.
   */
  event_id: string;
  object_type: string;
  metric: string;
  /**
   * Seconds since the epoch; anything at all in tests and old payloads.
   */
  timestamp?: number | string | null;
  data?: {
    /**
     * The address an e-mail went to.
     */
    recipient?: string | null;
    /**
     * The person's address, on events of object_type customer.
     */
    email_address?: string | null;
    identifiers?: {
      /**
       * The person's address.
       */
      email?: string | null;
    };
  };
}
