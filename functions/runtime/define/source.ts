import type { SourceEnvelopes, SourceKinds } from "../../../schemas/types.ts";
import type { EventType, Resources } from "./handler.ts";
import type { SignatureScheme } from "../signatures/scheme.ts";

export type SourceName = keyof SourceKinds;

/** What a source says has happened, before the event's schema has been asked. */
export type EventDraft = {
  /** The sender's id of it, the same over all of the sender's retries. Left out: a hash of source and payload, or item. */
  readonly id?: string | undefined;
  readonly type: EventType;
  /** When it happened, from the signed body: RFC 3339, or seconds, milliseconds or microseconds since 1970. */
  readonly time: unknown;
  /**
   * The signature's time stands in for one that can't be read or be: of what must not wait for it, such as an opt-out, and of
   * what its sender tells no time.
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
      /** What it is about where that is no person: any key, kept as it is, such as an invoice's customer. */
      readonly subject: unknown;
      readonly person?: never;
    }
);

export interface WebhookContext {
  /** Those that the source names in `headers`. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface HandshakeContext extends WebhookContext {
  /** The sender's own MAC of a text, by the secret that this request is signed with; encoded as its signature is. */
  readonly mac: (text: string, encoding?: "hex" | "base64") => string;
}

export type BodyFormat = "json" | "form" | "xml";

export interface SourceSpecification<Name extends SourceName> {
  /** The file is NAME.ts, the URL ends in /webhooks/NAME; schemas/sources/NAME.json says what `kind` and `handshake` read. */
  readonly name: Name;
  readonly signature: SignatureScheme;
  /** Headers that `kind` and the mappings read, in lower case: kept in quarantine. Never a signature or a cookie. */
  readonly headers?: readonly string[];
  /** The largest body, in bytes: default 1 MiB, at most 7 MiB (a Pub/Sub message holds 10 MB). */
  readonly maxBodyBytes?: number;
  /** The addresses that the sender publishes, as CIDR: all others are turned away before the function. */
  readonly addressRanges?: readonly string[];
  readonly resources?: Resources;
  /** What tells this sender that it need not send again, a status or (with 200) a text: default 201. */
  readonly accepted?: 200 | 201 | { readonly contentType: string; readonly text: string };
  /** How the body is written: default "json". A form's fields and XML's elements become members; see docs/sources.md. */
  readonly body?: BodyFormat;
  /**
   * Where the list is in a body that holds several webhooks, by the names of the members that lead to it; [] where the body
   * itself is the list. Everything below is then asked of each item, and one that is refused is quarantined alone.
   */
  readonly items?: readonly string[];
  /** Members beside that list that each of its items is given too, such as who has sent them all. */
  readonly shared?: readonly string[];
  /** The sender's own name of what happened. Everything else is asked of what `kinds` lists alone. */
  kind(envelope: SourceEnvelopes[Name], context: WebhookContext): string;
  /**
   * What happened, in our event types, by kind: nothing is an empty list. Each payload is as schemas/sources/NAME/KIND.json
   * says. Any other kind is ignored, whatever it looks like. Pure: replays call it again.
   */
  readonly kinds: {
    readonly [Kind in keyof SourceKinds[Name]]?: (
      payload: SourceKinds[Name][Kind],
      context: WebhookContext,
    ) => readonly EventDraft[];
  };
  /**
   * Kinds of which somebody must hear, as of an opt-out: one that `kinds` does not list is kept in quarantine, to be replayed once it
   * does.
   */
  readonly neverIgnored?: readonly string[];
  /**
   * The answer to a sender that only asks whether we are there, as Zoom and Slack do, once its signature is verified:
   * JSON or a text. Undefined for any other request.
   */
  handshake?(
    envelope: SourceEnvelopes[Name],
    context: HandshakeContext,
  ): Readonly<Record<string, unknown>> | string | undefined;
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
