import http from "node:http";
import { newFill, webhookOf } from "./fills.ts";
import { inParallel, post } from "./requests.ts";
import type { RunningSubject } from "./subject.ts";
import { readSubjects, startTopicOnly, type Subjects } from "./subjects.ts";

/** As many at once as an instance of a source is given at most. */
export const FULL_WIDTH = 40;

/** Sends webhooks as fast as they are answered, so many at a time. */
export async function load({ port }: RunningSubject, requests: number, width: number): Promise<void> {
  // Of this load alone: a connection that had idled since the last one might be closed just as it is used.
  const agent = new http.Agent({ keepAlive: true });
  await inParallel(requests, width, async () => {
    const { status, body } = await post({ port, agent }, webhookOf(newFill()));
    if (status !== 201) throw new Error(`A function under load answered ${status}: ${body}`);
  });
  agent.destroy();
}

/** With a Pub/Sub that stores what they publish for nobody. */
export async function withSources<Value>(use: (subjects: Subjects) => Promise<Value>): Promise<Value> {
  const pubsub = await startTopicOnly();
  try {
    return await use(await readSubjects({ pubsub: pubsub.host, settings: {} }));
  } finally {
    await pubsub.close();
  }
}
