/** What the console's API says of what can be sent, and takes to send it. Types alone. */

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
  /** As the file has it, with its placeholders. */
  readonly body: string;
}

/** How a sample, or a webhook that was received, is sent. */
export interface SendOptions {
  /** By path into the body: `{"data.email": "grace@example.com"}`. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** The same webhook so many times, as a sender's retries are. 1 without it. */
  readonly times?: number;
  /** As if it had happened so long ago, and were only sent now. */
  readonly lateSeconds?: number;
  readonly tamper?: "unsigned" | "wrong-signature" | "old";
}

/** What the source answered, and what came of it. */
export interface Sent {
  /** The webhook's delivery id. */
  readonly id: string;
  readonly answers: readonly { readonly status: number; readonly body: string }[];
  /** The rows, by their ids; several where one webhook holds several events. */
  readonly rows: readonly string[];
}
