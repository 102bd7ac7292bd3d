import type { Event } from "../define/handler.ts";
import type { Source } from "../define/source.ts";
import type { Refusal, Validate } from "../validate.ts";

/** A source with what the build has generated for it. */
export interface SourceUnit {
  readonly source: Source;
  /** Reads a body. Throws RefusedPayloadError. */
  readonly parse: (body: Buffer) => unknown;
  // A validated payload is what the source's functions take: both types are generated from the same schema.
  readonly validateEnvelope: Validate<never>;
  /** By kind. */
  readonly validateKind: Readonly<Record<string, Validate<never>>>;
  /** For the data of each event type that the source may publish. */
  readonly validateEvent: Readonly<Record<string, Validate<Event["data"]>>>;
  /** Those of these event types whose handlers are all unordered: they are published without an ordering key. */
  readonly unordered: readonly string[];
}

/** The part of a verified request that is read; kept in quarantine too. */
export interface Webhook {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /**
   * When it was signed, in Unix milliseconds, or if the scheme has no timestamp, when it was received. Nothing that it
   * reports happened later. Undefined if no longer known.
   */
  readonly signedAt?: number;
  /** Is told of each gift in it that is left out: a schema refuses it, or it can't be read without doubt. */
  readonly onLeftOut?: (refusal: Refusal) => void;
}
