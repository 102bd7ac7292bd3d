import { join } from "node:path";
import { type Addresses, environmentOf } from "../../local/runner/functions/environment.ts";
import { topicPath } from "../../local/runner/functions/topics.ts";
import { type Pubsub, startPubsub } from "../../local/pubsub/api/server.ts";
import { dist } from "../../bundler/paths.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import type { Subject } from "./subject.ts";

const peers = join(import.meta.dirname, "peers");

/** The functions that benchmarks compare, in one environment. */
export interface Subjects {
  /** The source app, as built. */
  readonly source: Subject;
  /** The handler form-submitted, as built. */
  readonly handler: Subject;
  /** A function that answers and does nothing. */
  readonly hello: Subject;
  /** The source written by hand with Google's publisher. */
  readonly official: Subject;
}

export async function readSubjects(addresses: Addresses): Promise<Subjects> {
  const manifest = await readManifest(dist);
  const built = (name: string): Subject => ({
    name,
    folder: join(dist, "functions", name),
    environment: environmentOf(name, manifest, addresses),
  });
  const source = built("app");
  const peer = (name: string): Subject => ({ name, folder: join(peers, name), environment: source.environment });
  return { source, handler: built("form-submitted"), hello: peer("hello"), official: peer("official-publisher") };
}

/** A Pub/Sub without subscriptions. */
export async function startTopicOnly(): Promise<Pubsub> {
  const pubsub = await startPubsub();
  pubsub.broker.createTopic({ name: topicPath("form.submitted") });
  return pubsub;
}
