import type { Source } from "../define/source.ts";

/**
 * The answer to the sender. Most senders retry on anything but 2xx, and customer.io then holds back everything that
 * follows.
 */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: {
    readonly outcome: string;
    readonly events?: readonly string[];
    readonly reason?: string;
    /** For a list: the quarantined items, each with its reason. */
    readonly quarantined?: readonly { readonly item: number; readonly reason: string }[];
  };
  /** Sent instead of `body`, under the content type in `headers`. */
  readonly text?: string;
}

/** Tells the sender not to send this again. */
export function accept({ accepted = 201 }: Source, body: Answer["body"]): Answer {
  if (typeof accepted === "number") return { status: accepted, body };
  return { status: 200, headers: { "content-type": accepted.contentType }, body, text: accepted.text };
}

/** The answer to a handshake: JSON, or a text. */
export function answerHandshake(answer: Readonly<Record<string, unknown>> | string): Answer {
  const isText = typeof answer === "string";
  return {
    status: 200,
    headers: { "content-type": isText ? "text/plain; charset=utf-8" : "application/json" },
    body: { outcome: "answered" },
    text: isText ? answer : JSON.stringify(answer),
  };
}
