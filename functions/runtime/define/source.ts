import type { SourceEnvelopes, SourceKinds } from "../../../schemas/types.ts";
import type { EventType, Resources } from "./handler.ts";
import type { SignatureScheme } from "../signatures/scheme.ts";

export type SourceName = keyof SourceKinds;

/** An event as its source maps it, before the event's schema has been asked. */
export type EventDraft = {
  /**
   * The sender's id of the event, the same over all of the sender's retries. Left out: a hash of source and payload, or
   * item.
   */
  readonly id?: string | undefined;
  readonly type: EventType;
  /** When it happened, from the signed body: RFC 3339, or a count of seconds to nanoseconds since 1970. */
  readonly time: unknown;
  /**
   * If the time is missing, unreadable or impossible, the signature's time is used: for what must not wait, such as an
   * opt-out, and for senders that give no time.
   */
  readonly neverWaits?: boolean;
  readonly data: Readonly<Record<string, unknown>>;
} & (
  | {
      /** The e-mail of the person whom it is about: normalised by the runtime, which puts it into `data.email` too. */
      readonly person: unknown;
      readonly subject?: never;
    }
  | {
      /** The subject of an event that is not about a person: any key, kept as it is, such as an invoice's customer. */
      readonly subject: unknown;
      readonly person?: never;
    }
);

export interface WebhookContext {
  /** The headers that the source lists in `headers`. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface HandshakeContext extends WebhookContext {
  /**
   * A MAC of a text as the sender makes it, with the secret that this request was signed with, encoded as its signature
   * is.
   */
  readonly mac: (text: string, encoding?: "hex" | "base64") => string;
}

export type BodyFormat = "json" | "form" | "xml";

export interface SourceSpecification<Name extends SourceName> {
  /** The file is NAME.ts, the URL ends in /webhooks/NAME; schemas/sources/NAME.json says what `kind` and `handshake` read. */
  readonly name: Name;
  readonly signature: SignatureScheme;
  /**
   * Headers that `kind` and the mappings read, in lower case; also kept in quarantine. Never a signature or a cookie.
   */
  readonly headers?: readonly string[];
  /** The largest body, in bytes: default 1 MiB, at most 7 MiB (a Pub/Sub message holds 10 MB). */
  readonly maxBodyBytes?: number;
  /**
   * The sender's published IP ranges in CIDR notation: requests from elsewhere are turned away before they reach the
   * function.
   */
  readonly addressRanges?: readonly string[];
  readonly resources?: Resources;
  /**
   * The answer by which this sender knows that it need not send again: a status, or a text with status 200. Default
   * 201.
   */
  readonly accepted?: 200 | 201 | { readonly contentType: string; readonly text: string };
  /** The body's format: default "json". A form's fields and XML's elements become members; see docs/sources.md. */
  readonly body?: BodyFormat;
  /**
   * The path to the list in a body that holds several webhooks; [] where the body itself is the list. Everything below
   * then applies to each item, and a refused item is quarantined alone.
   */
  readonly items?: readonly string[];
  /** Members beside that list that are copied into each item, such as the account that sent them all. */
  readonly shared?: readonly string[];
  /** The sender's own name of what happened. Everything else applies only to the kinds listed in `kinds`. */
  kind(envelope: SourceEnvelopes[Name], context: WebhookContext): string;
  /**
   * The events of each kind, in our event types; an empty list for none. Each payload satisfies
   * schemas/sources/NAME/KIND.json. Any other kind is ignored, whatever it looks like. Pure: replays call it again.
   */
  readonly kinds: {
    readonly [Kind in keyof SourceKinds[Name]]?: (
      payload: SourceKinds[Name][Kind],
      context: WebhookContext,
    ) => readonly EventDraft[];
  };
  /**
   * Kinds that must not be missed, such as an opt-out: if `kinds` does not list one, it is quarantined, to be replayed
   * once it does.
   */
  readonly neverIgnored?: readonly string[];
  /**
   * The answer to a sender that only checks whether we are there, as Zoom and Slack do, once its signature is verified:
   * JSON or text. Undefined for any other request.
   */
  handshake?(
    envelope: SourceEnvelopes[Name],
    context: HandshakeContext,
  ): Readonly<Record<string, unknown>> | string | undefined;
  /**
   * The answer, as text, to a GET or HEAD by which the sender checks the URL before it sends anything, or to an OPTIONS
   * with `WebHook-Request-Origin`, as CloudEvents has it. Nobody signs such a request, so nothing else comes of it.
   * Undefined: 405, as for every GET without this.
   * @example `() => ""` for Mailchimp; `({ challenge }) => challenge` for Dropbox
   */
  urlCheck?(query: Readonly<Record<string, string>>): string | undefined;
}

/** A source of any sender, as the runtime and the build hold it. */
export type Source = Omit<SourceSpecification<never>, "name" | "kinds"> & {
  readonly name: string;
  readonly kinds: Readonly<Record<string, (payload: never, context: WebhookContext) => readonly EventDraft[]>>;
};

export const DEFAULT_MAX_BODY_BYTES = 1024 * 1024;

/** Declares a source; the file functions/sources/NAME.ts default-exports what this returns. */
export function defineSource<Name extends SourceName>(
  specification: SourceSpecification<Name>,
): SourceSpecification<Name> {
  return specification;
}
