import type { Event } from "../define/handler.ts";
import type { Source } from "../define/source.ts";
import type { Validate } from "../validate.ts";

/** A source with what the build has made for it. */
export interface SourceUnit {
  readonly source: Source;
  /** Reads a body. Throws RefusedPayloadError. */
  readonly parse: (body: Buffer) => unknown;
  // What a validator passes is what the source's functions take: both types are made from the same schema.
  readonly validateEnvelope: Validate<never>;
  /** By kind. */
  readonly validateKind: Readonly<Record<string, Validate<never>>>;
  /** Of the data of each event type that the source may publish. */
  readonly validateEvent: Readonly<Record<string, Validate<Event["data"]>>>;
  /** The event types among these that have handlers, none of which is ordered: published without an ordering key. */
  readonly unordered: readonly string[];
}

/** What of a verified request is read; kept in quarantine too. */
export interface Webhook {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /**
   * In milliseconds, when it was signed; where the scheme has no timestamp, when it came. Nothing that it tells of happened
   * later. Undefined where nobody knows any more.
   */
  readonly signedAt?: number;
}
