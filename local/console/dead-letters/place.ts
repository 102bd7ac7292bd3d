import type { Manifest, ManifestFunction, TopicKind } from "../../../bundler/write/manifest.ts";
import type { ManifestSubscription } from "../../../bundler/write/subscriptions.ts";

/** Whose dead letters. */
export interface Place {
  readonly project: string;
  /** Stands before every topic's and subscription's name. */
  readonly prefix: string;
  /** Of the local runner's Pub/Sub or of an emulator; without it Google's service. */
  readonly host?: string;
  /** Where `npm start` answers, if it is that. */
  readonly runner?: string;
  /** After so many empty answers in a row there are no more messages. */
  readonly emptyAnswers: number;
}

/** What dead letters need to know of this checkout: a part of the manifest. */
export interface Declarations {
  readonly functions: Readonly<Record<string, Pick<ManifestFunction, "kind" | "uses">>>;
  readonly topics: Manifest["topics"];
  readonly subscriptions: Readonly<Record<string, Pick<ManifestSubscription, "topic" | "push">>>;
}

/** Topics of dead letters and of quarantine, or the one of those that were discarded. */
export function topicsToLookAt({ topics }: Declarations, ofDiscarded: boolean): string[] {
  const kinds: readonly TopicKind[] = ofDiscarded ? ["discarded"] : ["dead-letter", "rejected"];
  return Object.keys(topics).filter((topic) => kinds.some((kind) => kind === topics[topic]?.kind));
}
