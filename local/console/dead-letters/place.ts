import type { Manifest, ManifestFunction, TopicKind } from "../../../bundler/write/manifest.ts";
import type { ManifestSubscription } from "../../../bundler/write/subscriptions.ts";
import { deadLetterTopic } from "../../../functions/runtime/pubsub/names.ts";
import { CommandError, type Tell } from "../../core/problems.ts";
import type { Pubsub } from "./pubsub.ts";

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

/** The handler whose dead letters a topic holds. */
export function handlerOfTopic(topic: string): string | undefined {
  const ending = deadLetterTopic("");
  return topic.endsWith(ending) ? topic.slice(0, -ending.length) : undefined;
}

/**
 * The topics of dead letters and quarantine, or the topic of discarded ones. Includes topics of handlers that are
 * deployed and that this checkout does not have: their alert stays open as long as they hold a letter.
 */
export async function topicsToLookAt(
  { topics }: Pick<Declarations, "topics">,
  ofDiscarded: boolean,
  pubsub: Pick<Pubsub, "deployed">,
  remark: Tell,
): Promise<string[]> {
  const kinds: readonly TopicKind[] = ofDiscarded ? ["discarded"] : ["dead-letter", "rejected"];
  const declared = Object.keys(topics).filter((topic) => kinds.some((kind) => kind === topics[topic]?.kind));
  if (ofDiscarded) return declared;
  const deployed = await pubsub.deployed().catch((error: unknown) => {
    if (!(error instanceof CommandError)) throw error;
    remark(`Dead letters of handlers that this checkout does not have are not looked for: ${error.message}`);
    return [];
  });
  const others = deployed.filter((name) => handlerOfTopic(name) !== undefined && !(name in topics));
  return [...declared, ...others.toSorted()];
}
