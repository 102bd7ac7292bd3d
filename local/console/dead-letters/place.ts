import type { Manifest, ManifestFunction, TopicKind } from "../../../bundler/write/manifest.ts";
import type { ManifestSubscription } from "../../../bundler/write/subscriptions.ts";

/** Whose dead letters to handle. */
export interface Place {
  readonly project: string;
  /** Prefix of all topic and subscription names. */
  readonly prefix: string;
  /** Of the local runner's Pub/Sub or an emulator; default: Google's service. */
  readonly host?: string;
  /** The URL of `npm start`, if it runs there. */
  readonly runner?: string;
  /** Number of consecutive empty pulls after which a topic counts as read. */
  readonly emptyAnswers: number;
}

/** The part of the manifest that dead letters need. */
export interface Declarations {
  readonly functions: Readonly<Record<string, Pick<ManifestFunction, "kind" | "uses">>>;
  readonly topics: Manifest["topics"];
  readonly subscriptions: Readonly<Record<string, Pick<ManifestSubscription, "topic" | "push">>>;
}

/** The handlers of an event type, whose name is its topic's. */
export function handlersFor(
  eventType: string,
  { functions, subscriptions }: Pick<Declarations, "functions" | "subscriptions">,
): string[] {
  return Object.keys(subscriptions).filter((name) => name in functions && subscriptions[name]?.topic === eventType);
}

/** The topics of dead letters and quarantine, or the topic of discarded ones. */
export function topicsToLookAt({ topics }: Declarations, ofDiscarded: boolean): string[] {
  const kinds: readonly TopicKind[] = ofDiscarded ? ["discarded"] : ["dead-letter", "rejected"];
  return Object.keys(topics).filter((topic) => kinds.some((kind) => kind === topics[topic]?.kind));
}
