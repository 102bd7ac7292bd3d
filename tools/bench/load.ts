import http from "node:http";
import { newFill, webhookOf } from "./fills.ts";
import { inParallel, post } from "./requests.ts";
import type { RunningSubject } from "./subject.ts";
import { readSubjects, startTopicOnly, type Subjects } from "./subjects.ts";

/** Maximum concurrency of a source's instance. */
export const FULL_WIDTH = 40;

/** Sends webhooks as fast as they are answered, `width` at a time. */
export async function load({ port }: RunningSubject, requests: number, width: number): Promise<void> {
  // One agent per load: connections idle since the last load might be closed while in use.
  const agent = new http.Agent({ keepAlive: true });
  await inParallel(requests, width, async () => {
    const { status, body } = await post({ port, agent }, webhookOf(newFill()));
    if (status !== 201) throw new Error(`A function under load answered ${status}: ${body}`);
  });
  agent.destroy();
}

/** With a Pub/Sub that has no subscriptions. */
export async function withSources<Value>(use: (subjects: Subjects) => Promise<Value>): Promise<Value> {
  const pubsub = await startTopicOnly();
  try {
    return await use(await readSubjects({ pubsub: pubsub.host, settings: {} }));
  } finally {
    await pubsub.close();
  }
}
