import type { SourcePayloads } from "../../../schemas/types.ts";
import type { EventType, Resources } from "./handler.ts";
import type { SignatureScheme } from "../signatures/scheme.ts";

export type SourceName = keyof SourcePayloads;

/** What a source says has happened, before the event's schema has been asked. */
export interface EventDraft {
  /** The sender's id of it, the same over all of the sender's retries. Left out: a hash of source and raw body. */
  readonly id?: string | undefined;
  readonly type: EventType;
  /** Whom it is about: an e-mail, normalised by the runtime. */
  readonly subject: unknown;
  /** When it happened, from the signed body: RFC 3339. */
  readonly time: unknown;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SourceSpecification<Name extends SourceName> {
  /** The file is NAME.ts, the URL ends in /webhooks/NAME, the payload's schema is schemas/sources/NAME.json. */
  readonly name: Name;
  readonly signature: SignatureScheme;
  /** The event types that it publishes. */
  readonly events: readonly EventType[];
  /** Headers that toEvents reads, in lower case: given to it, and kept in quarantine. Never a signature or a cookie. */
  readonly headers?: readonly string[];
  /** The largest body, in bytes: default 1 MiB, at most 7 MiB (a Pub/Sub message holds 10 MB). */
  readonly maxBodyBytes?: number;
  /** The addresses that the sender publishes, as CIDR: all others are turned away before the function. */
  readonly addressRanges?: readonly string[];
  readonly resources?: Resources;
  /** The sender's own name of what happened: logged, and told to the sender when ignored. */
  kind(payload: SourcePayloads[Name]): string;
  /** What happened, in our event types; none when it is nothing to us. Pure: replays call it again. */
  toEvents(payload: SourcePayloads[Name], headers: Readonly<Record<string, string | undefined>>): readonly EventDraft[];
}

/** A source of any sender, as the runtime and the build hold it. */
export type Source = Omit<SourceSpecification<never>, "name"> & { readonly name: string };

export const DEFAULT_MAX_BODY_BYTES = 1024 * 1024;

/** Declares a source; the file functions/sources/NAME.ts default-exports what this returns. */
export function defineSource<Name extends SourceName>(
  specification: SourceSpecification<Name>,
): SourceSpecification<Name> {
  return specification;
}
