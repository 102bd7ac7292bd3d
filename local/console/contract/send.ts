/** The console API's types for sending webhooks. */

export interface SourceView {
  readonly name: string;
  readonly url: string;
  readonly scheme: string;
  readonly secrets: readonly string[];
}

export interface SampleView {
  readonly source: string;
  readonly kind: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The file's text, with placeholders. */
  readonly body: string;
}

/** How to send a received webhook again. */
export interface ResendOptions {
  /** By path into the body: `{"data.email": "grace@example.com"}`. */
  readonly set?: Readonly<Record<string, unknown>>;
  /**
   * How often to send the same webhook, like a sender's retries. Default: 1.
   * @type integer
   * @minimum 1
   * @maximum 100
   */
  readonly times?: number;
  /**
   * How long ago it happened; it is still sent now.
   * @minimum 0
   * @maximum 31536000
   */
  readonly lateSeconds?: number;
}

/** How to send a sample. */
export interface SendOptions extends ResendOptions {
  readonly tamper?: "unsigned" | "wrong-signature" | "old";
}

/** The source's answer and the resulting rows. */
export interface Sent {
  /** The webhook's delivery id. */
  readonly id: string;
  readonly answers: readonly { readonly status: number; readonly body: string }[];
  /** Row ids; several if the webhook has several events. */
  readonly rows: readonly string[];
}
