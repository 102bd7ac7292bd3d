import { getEventListeners } from "node:events";
import { describe, expect, it } from "@jest/globals";
import type { ClientCall } from "../../../functions/runtime/define/client.ts";
import { PermanentError, UnavailableError } from "../../../functions/runtime/define/errors.ts";
import { createFailures } from "../../../functions/runtime/handle/give-up.ts";
import type { Pausing } from "../../../functions/runtime/outage/pausing.ts";
import { SENT_TOPIC } from "../../../functions/runtime/pubsub/names.ts";
import { formsOf, runBatch } from "../../harness/batch.ts";
import { ACCEPTED, deliver, deliveryOf } from "../../harness/delivery.ts";

const HOUR_MS = 3600 * 1000;
const sample = deliveryOf("form.submitted", "full", { attempt: 5 });
const down = new UnavailableError("down", { code: "HTTP_503", system: "salesforce" });

/** What whoever pauses is told, one line each, and what it answers. */
function listening(answers: Partial<Pausing> = {}) {
  const told: string[] = [];
  const pausing: Pausing = {
    isPaused: () => Promise.resolve(false),
    saw: ({ attempt }) => void told.push(`saw attempt ${attempt}`),
    begin: () => ({
      heard: (system, { usage, operation, status } = {}) =>
        void told.push(`heard ${system} ${operation} ${status} ${usage?.used} of ${usage?.max}`),
      failed: (event, _error, { code }) => void told.push(`failed ${event} ${code}`),
      succeeded: () => void told.push("succeeded"),
    }),
    isHolding: () => false,
    async decide() {
      await new Promise(setImmediate);
      told.push("decides");
    },
    lastResumed: () => Promise.resolve(undefined),
    ...answers,
  };
  return { pausing, told };
}

/** One that asks Salesforce for something before anything else. */
function asking({ onAnswer }: ClientCall) {
  const headers = new Headers({ "sforce-limit-info": "per-app-api-usage=17/250(appName=x); api-usage=7/100" });
  onAnswer?.("salesforce", { status: 200, headers }, "GET /query");
  return {};
}

/** A context whose clients also send what the sweep looks for. It is told when that is noted. */
function sending({ pausing, told }: ReturnType<typeof listening>) {
  return {
    pausing,
    isSwept: true,
    clients(call: ClientCall) {
      call.onWrite?.({ system: "shop", key: "k", isFindable: true, write: {} });
      return asking(call);
    },
    async publish(topic: string) {
      for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate); // longer than it takes to decide
      told.push(`published on ${topic}`);
    },
  };
}

describe("handleDelivery, where an outage pauses its handler", () => {
  const ofSample = (...end: string[]) => [
    "saw attempt 5",
    "heard salesforce GET /query 200 7 of 100",
    ...end,
    "decides",
  ];

  it("tells of each delivery, each answer with what it says of the day's calls, and how it ended", async () => {
    const { pausing, told } = listening();
    await deliver(() => Promise.resolve(), sample, { pausing, clients: asking });
    expect(told).toEqual(ofSample("succeeded"));
  });

  it("notes what was sent before it decides, after which its message may not come back for a while", async () => {
    const listener = listening();
    await deliver(() => Promise.resolve(), sample, sending(listener));
    expect(listener.told).toEqual(ofSample("succeeded", `published on ${SENT_TOPIC}`));
  });

  it("tells of a failure whose event it was, by source and id, before it decides", async () => {
    const { pausing, told } = listening();
    await deliver(() => Promise.reject(down), sample, { pausing, clients: asking });
    const { "ce-source": source, "ce-id": id } = sample.message.attributes;
    expect(told).toEqual(ofSample(`failed ${JSON.stringify([source, id])} HTTP_503`));
  });

  it("tells of what is no event by its message's id", async () => {
    const { pausing, told } = listening();
    const nameless = deliveryOf("form.submitted", "full", {
      attempt: 5,
      attributes: { "ce-id": undefined, "ce-source": undefined },
    });
    await deliver(() => Promise.resolve(), nameless, { pausing });
    expect(told).toEqual(["saw attempt 5", 'failed ["","17"] MISSING_ATTRIBUTE', "decides"]);
  });

  it("begins nothing while it is paused", async () => {
    const { pausing, told } = listening({ isPaused: () => Promise.resolve(true) });
    const { status, lines } = await deliver(() => Promise.resolve(), sample, { pausing, clients: asking });
    expect([status, told]).toEqual([503, ["saw attempt 5"]]);
    expect(lines().at(-1)).toMatchObject({ reason: "PAUSED" });
  });

  it("gives nothing up while it holds, were it for ever, and from this very failure on", async () => {
    const refused = new PermanentError("refused", { code: "INVALID_FIELD", system: "salesforce" });
    const { pausing, told } = listening();
    const isHolding = () => told.some((line) => line.startsWith("failed"));
    const { status, topics } = await deliver(() => Promise.reject(refused), sample, {
      pausing: { ...pausing, isHolding },
    });
    expect([status, topics.all()]).toEqual([503, []]);
  });

  it.each([
    ["counts no time before it was resumed", () => Promise.resolve(ACCEPTED - HOUR_MS), 503],
    ["gives up by age alone where it never was paused", () => Promise.resolve(undefined), 204],
    ["does not where nobody can say", () => Promise.reject(new Error("no answer")), 503],
  ])("%s", async (_, lastResumed, status) => {
    const { pausing } = listening({ lastResumed });
    const old = { ...sample, publishedAt: ACCEPTED - 17 * HOUR_MS };
    expect((await deliver(() => Promise.reject(down), old, { pausing })).status).toBe(status);
  });
});

describe("handleBatch, where an outage pauses its handler", () => {
  it("tells of each delivery and each event's end, of the batch's answers, and decides once all is noted", async () => {
    const listener = listening();
    const run = async function* (events: readonly object[]) {
      for (const [index, event] of events.entries()) yield { event, error: index === 0 ? down : undefined } as never;
    };
    await runBatch(run, formsOf(["ada", "grace"], { attempt: 2 }), sending(listener));
    expect(listener.told).toEqual([
      "saw attempt 2",
      "saw attempt 2",
      "heard salesforce GET /query 200 7 of 100",
      'failed ["/sources/app","evt-ada"] HTTP_503',
      "succeeded",
      `published on ${SENT_TOPIC}`,
      "decides",
    ]);
  });

  it("listens for its deadline no longer than it waits for a result", async () => {
    const { signal } = new AbortController();
    const counts: number[] = [];
    const run = async function* (events: readonly object[]) {
      for (const event of events) {
        counts.push(getEventListeners(signal, "abort").length);
        yield { event } as never;
      }
    };
    await runBatch(run, formsOf(["ada", "grace", "joan"]), { signal, failures: createFailures() });
    expect([counts, getEventListeners(signal, "abort").length]).toEqual([[0, 0, 0], 0]);
  });
});
