import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Broker } from "../../../local/pubsub/broker/broker.ts";
import { subscriptionPath, topicPath } from "../../../local/runner/functions/topics.ts";
import { encodeEvent } from "../../../functions/runtime/pubsub/message.ts";
import { post } from "../requests.ts";
import { type RunningSubject, startSubject, type Subject } from "../subject.ts";

export interface Run {
  readonly seconds: number;
  readonly invocations: number;
  /** Rows that were locked and written again, and events returned or dead-lettered because of a lock. */
  readonly locked: { readonly again: number; readonly left: number };
  /** Messages in the dead-letter subscription. */
  readonly dead: number;
  readonly cpuMs: number;
  readonly residentMiB: readonly number[];
}

const HANDLER = "email-reported";
const SAMPLE_MS = 250;

/** Publishes reports that the newsletter was sent to each of these people. */
export function publishReports(broker: Broker, emails: readonly string[]): void {
  const time = new Date().toISOString();
  for (const [index, email] of emails.entries()) {
    const { data, ...message } = encodeEvent(
      {
        id: `report-${index}`,
        source: "/sources/customerio",
        type: "email.reported",
        subject: email,
        time,
        data: { mailingId: "customerio:newsletter:7", email, status: "sent", deliveryId: `delivery-${index}` },
      },
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
      false,
    );
    broker.publish(topicPath("email.reported"), [{ orderingKey: "", ...message, data: data.toString("base64") }]);
  }
}

/** Calls the batch function, as Scheduler does, until no message is left. */
export async function runBatches(handler: Subject, broker: Broker): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-mailing-"));
  const logFile = await open(join(folder, "log"), "w+");
  const running = await startSubject(handler, logFile);
  try {
    const begun = performance.now();
    const samples = sampleMemory(running);
    const calls = callUntilEmpty(running, broker);
    await Promise.race([calls, emptied(broker)]);
    const seconds = (performance.now() - begun) / 1000;
    const residentMiB = await samples.end();
    const invocations = await calls;
    const { cpuMs } = await running.usage();
    const dead = undelivered(broker, `${HANDLER}.dead-letter`);
    return { seconds, invocations, locked: await lockedIn(join(folder, "log")), dead, cpuMs, residentMiB };
  } finally {
    await running.end();
    await logFile.close();
    await rm(folder, { recursive: true });
  }
}

/** @returns the number of calls needed */
async function callUntilEmpty(running: RunningSubject, broker: Broker): Promise<number> {
  let calls = 0;
  while (undelivered(broker, HANDLER) > 0) {
    calls += 1;
    const { status } = await post(running, { headers: {}, body: Buffer.alloc(0) });
    if (status !== 204) throw new Error(`The batch function answered ${status}.`);
  }
  return calls;
}

async function lockedIn(log: string): Promise<Run["locked"]> {
  const locked = { again: 0, left: 0 };
  for await (const line of createInterface({ input: createReadStream(log) })) {
    if (!line.includes("UNABLE_TO_LOCK_ROW")) continue;
    if (line.includes("rows locked")) locked.again += Number(JSON.parse(line).count);
    else locked.left += 1;
  }
  return locked;
}

async function emptied(broker: Broker): Promise<void> {
  while (undelivered(broker, HANDLER) > 0) await sleep(50);
}

function undelivered(broker: Broker, subscription: string): number {
  return broker.subscription(subscriptionPath(subscription)).undelivered;
}

function sampleMemory(running: RunningSubject) {
  const ended = new AbortController();
  const residentMiB: number[] = [];
  const sampling = (async () => {
    while (!ended.signal.aborted) {
      residentMiB.push((await running.usage()).residentMiB);
      await sleep(SAMPLE_MS, undefined, { signal: ended.signal }).catch(() => {});
    }
  })();
  return {
    async end(): Promise<readonly number[]> {
      ended.abort();
      await sampling;
      return residentMiB;
    },
  };
}
