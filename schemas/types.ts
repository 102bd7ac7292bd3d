// Made from schemas/*.json by npm run build. Do not edit.

/** The data of each event type. */
export interface EventTypes {
  "contact.subscribed": ContactSubscribed;
  "contact.unsubscribed": ContactUnsubscribed;
  "form.submitted": FormSubmitted;
  "invoice.paid": InvoicePaid;
}

/** What is read of every webhook of a source, to know its kind. */
export interface SourceEnvelopes {
  "app": AppEnvelope;
  "customerio": CustomerioEnvelope;
  "stripe": StripeEnvelope;
  "typeform": TypeformEnvelope;
}

/** What each source's sender posts, by kind. */
export interface SourceKinds {
  "app": { "form.submitted": AppFormSubmitted };
  "customerio": { "customer.cio_subscription_preferences_changed": CustomerioPreferencesChanged; "customer.subscribed": CustomerioCustomerSubscribed; "customer.unsubscribed": CustomerioCustomerUnsubscribed; "email.spammed": CustomerioEmailSpammed; "email.subscribed": CustomerioEmailSubscribed; "email.unsubscribed": CustomerioEmailUnsubscribed };
  "stripe": { "invoice.paid": StripeInvoicePaid };
  "typeform": { "form_response": TypeformFormResponse };
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
 * What the company's own application posts: the body that Standard Webhooks recommends.
 */
export interface AppEnvelope {
  /**
   * What happened: form.submitted.
   */
  type: string;
}

/**
 * A reporting webhook of customer.io, whatever it reports: https://docs.customer.io/journeys/webhooks/
 */
export interface CustomerioEnvelope {
  object_type: string;
  /**
   * Metrics are added without notice.
   */
  metric: string;
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
  data: {
    object: {
      /**
       * in_…
       */
      id: string;
      /**
       * cus_…
       */
      customer: string;
      /**
       * In the currency's smallest unit.
       */
      amount_paid: number;
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
         * The question, by a name of our choice.
         */
        ref: string;
      };
      [k: string]: unknown;
    }[];
  };
}
