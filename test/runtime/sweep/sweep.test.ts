import { describe, expect, it } from "@jest/globals";
import type { Sweeping, AcceptedWrite } from "../../../functions/runtime/define/client.ts";
import { PermanentError, UnavailableError } from "../../../functions/runtime/define/errors.ts";
import { SENT_TOPIC } from "../../../functions/runtime/pubsub/names.ts";
import { createPulling } from "../../../functions/runtime/pubsub/pull.ts";
import { createPublisher } from "../../../functions/runtime/pubsub/publish.ts";
import { createTransport } from "../../../functions/runtime/transport.ts";
import { createNotes, encodeNote } from "../../../functions/runtime/sweep/notes.ts";
import { isSwept, readAge, sweepFunctionSettings, sweepSettings } from "../../../functions/runtime/sweep/settings.ts";
import { sweep, type SweepContext } from "../../../functions/runtime/sweep/sweep.ts";
import { systemClock, VirtualClock } from "../../../local/core/clock.ts";
import { startPubsub } from "../../../local/pubsub/api/server.ts";
import { captureLog } from "../../harness/captured-log.ts";
import { deliver, deliveryOf } from "../../harness/delivery.ts";
import { publishFails } from "../../harness/published.ts";

const HOUR_MS = 3_600_000;
const SUBSCRIPTION = `projects/p/subscriptions/${SENT_TOPIC}`;

/** The embedded Pub/Sub over HTTP, and a system that keeps what it is told of by a number. */
async function start() {
  const clock = new VirtualClock(Date.parse("2026-01-01T12:00:00Z"));
  const pubsub = await startPubsub({ clock });
  pubsub.broker.createTopic({ name: `projects/p/topics/${SENT_TOPIC}` });
  pubsub.broker.createSubscription({
    name: SUBSCRIPTION,
    topic: `projects/p/topics/${SENT_TOPIC}`,
    ackDeadlineSeconds: 600,
  });
  const fetch = createTransport(systemClock);
  const options = { emulatorHost: pubsub.host, clock: systemClock, fetch };
  const publish = createPublisher({ ...options, projectId: "p", prefix: "" });
  const there = new Set<number>();
  const numberOf = (writes: readonly unknown[]) => Number(Object(writes[0])["number"]);
  const system = {
    refuses: undefined as Error | undefined,
    isOut: false,
    drops: false,
    sent: [] as number[],
  };
  const sweeping: Sweeping = {
    async findMissing(runs) {
      if (system.isOut)
        throw new UnavailableError("it is out", {
          code: "HTTP_503",
          system: "shop",
          operation: "GET /sent",
          status: 503,
        });
      return runs.flatMap(({ writes }, place) => (there.has(numberOf(writes)) ? [] : [place]));
    },
    async sendAgain({ writes }) {
      if (system.refuses !== undefined) throw system.refuses;
      system.sent.push(numberOf(writes));
      if (!system.drops) there.add(numberOf(writes));
    },
    countRefused: async () => 2,
  };
  /** Another system, of which there are no notes. */
  const notIts = () => Promise.reject(new Error("that note is another system's"));
  const other: Sweeping = { findMissing: notIts, sendAgain: notIts, countRefused: async () => 0 };
  async function note(number: number, isThere = true): Promise<void> {
    if (isThere) there.add(number);
    const notes = createNotes(
      { handler: "h", eventId: `evt_${number}`, eventType: "thing.done" },
      { publish, log, now: clock.now.bind(clock) },
    );
    notes.add({ system: "shop", key: "k", isFindable: true, write: { number } });
    await notes.publish();
  }
  const { log, lines } = captureLog();
  const run = async () => {
    const pulling = createPulling(SUBSCRIPTION, options);
    const systems = new Map([
      ["other", other],
      ["shop", sweeping],
    ]);
    const swept = await sweep({ pulling, systems, publish, clock, log, until: clock.now() + HOUR_MS, ageMs: HOUR_MS });
    await clock.advance(601_000); // leases end
    return swept;
  };
  const events = () => lines().flatMap(({ event, reason }) => (event === undefined ? (reason ?? []) : event));
  const waiting = () => pubsub.broker.state().subscriptions.map(({ undelivered }) => undelivered)[0];
  const close = () => pubsub.close();
  return { clock, run, note, system, lines, events, waiting, publish, there, close };
}

async function using(test: (world: Awaited<ReturnType<typeof start>>) => Promise<void>): Promise<void> {
  const world = await start();
  try {
    await test(world);
  } finally {
    await world.close();
  }
}

describe("sweep", () => {
  it("sends again what is missing, sees an hour later that it is there, and is done", () =>
    using(async ({ clock, run, note, system, lines }) => {
      await note(1);
      await note(2, false);
      clock.moveTo(clock.now() + HOUR_MS);
      await expect(run()).resolves.toEqual({ looked: 2, missing: 1, sentAgain: 1, lost: 0 });
      expect(system.sent).toEqual([2]);
      expect(lines()).toContainEqual(
        expect.objectContaining({
          event: "sent call missing",
          handler: "h",
          eventId: "evt_2",
          eventType: "thing.done",
          system: "shop",
          count: 1,
        }),
      );
      await expect(run()).resolves.toMatchObject({ looked: 0 });
      clock.moveTo(clock.now() + HOUR_MS);
      await expect(run()).resolves.toMatchObject({ looked: 1, missing: 0 });
      clock.moveTo(clock.now() + HOUR_MS);
      await expect(run()).resolves.toMatchObject({ looked: 0 });
      const refused = lines().filter(({ event }) => event === "sent call refused");
      expect(refused).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ system: "shop", count: 2 })));
    }));

  it("leaves what is younger for the next run", () =>
    using(async ({ clock, run, note, waiting }) => {
      await note(1, false);
      clock.moveTo(clock.now() + HOUR_MS - 1000);
      await expect(run()).resolves.toMatchObject({ looked: 0, sentAgain: 0 });
      expect(waiting()).toBe(1);
      await expect(run()).resolves.toMatchObject({ looked: 1, sentAgain: 1 });
    }));

  it("says after three times that something is lost, and looks no more", () =>
    using(async ({ clock, run, note, system, events }) => {
      system.drops = true;
      await note(1, false);
      const lost = [];
      for (let hour = 0; hour < 5; hour += 1) {
        clock.moveTo(clock.now() + HOUR_MS);
        lost.push((await run()).lost);
      }
      expect(lost).toEqual([0, 0, 0, 1, 0]);
      expect(system.sent).toEqual([1, 1, 1]);
      expect(events().filter((event) => event === "sent call lost")).toHaveLength(1);
    }));

  it("does not believe that nothing at all is there", () =>
    using(async ({ clock, run, note, system, events, there }) => {
      for (let number = 0; number < 10; number += 1) await note(number, false);
      clock.moveTo(clock.now() + HOUR_MS);
      await expect(run()).resolves.toMatchObject({ sentAgain: 0 });
      expect(events()).toContain("sweep doubted");
      there.add(1);
      await expect(run()).resolves.toMatchObject({ sentAgain: 9 });
      expect(system.sent).toHaveLength(9);
    }));

  it("leaves all where the system is out, or refuses for a while", () =>
    using(async ({ clock, run, note, system, lines }) => {
      await note(1, false);
      clock.moveTo(clock.now() + HOUR_MS);
      system.isOut = true;
      await expect(run()).resolves.toMatchObject({ looked: 0 });
      expect(lines()).toContainEqual(
        expect.objectContaining({ system: "shop", reason: "HTTP_503", operation: "GET /sent", status: 503 }),
      );
      system.isOut = false;
      system.refuses = new UnavailableError("later", { code: "HTTP_429", system: "shop" });
      await expect(run()).resolves.toMatchObject({ missing: 1, sentAgain: 0, lost: 0 });
      system.refuses = undefined;
      await expect(run()).resolves.toMatchObject({ sentAgain: 1 });
    }));

  it("gives up what is refused for ever", () =>
    using(async ({ clock, run, note, system, events }) => {
      await note(1, false);
      clock.moveTo(clock.now() + HOUR_MS);
      system.refuses = new PermanentError("no", { code: "HTTP_400", system: "shop" });
      await expect(run()).resolves.toMatchObject({ lost: 1 });
      await expect(run()).resolves.toMatchObject({ looked: 0 });
      expect(events()).toContain("sent call lost");
    }));

  it("lets go of what it can't read", () =>
    using(async ({ clock, run, publish, lines, waiting }) => {
      const attributes = { system: "shop", handler: "h", "event-id": "e", "taken-at": "1", times: "0" };
      await publish(SENT_TOPIC, [
        { data: Buffer.from("{"), attributes },
        { data: Buffer.from("[]"), attributes: {} },
        { data: Buffer.from("[]"), attributes: { ...attributes, times: "x" } },
        { data: Buffer.from("[]"), attributes: { ...attributes, system: "gone" } },
      ]);
      clock.moveTo(clock.now() + HOUR_MS);
      await expect(run()).resolves.toMatchObject({ looked: 0 });
      expect(lines().filter(({ reason }) => reason === "MALFORMED_NOTE")).toMatchObject([{ count: 4 }]);
      expect(waiting()).toBe(0);
    }));
});

describe("sweep, call by call", () => {
  const NOW = Date.parse("2026-01-01T12:00:00Z");

  /**
   * Runs it on what each pull brings: notes by their numbers. Those up to 9 are not found, those from 100 on are young, and
   * those below 0 can't be read.
   */
  async function sweepOn(pulls: readonly (readonly number[])[], changes: Partial<SweepContext> = {}) {
    const calls: string[] = [];
    const left = [...pulls];
    const { log, lines } = captureLog();
    const told = (call: string) => async (held: readonly { readonly ackId: string }[]) => {
      for (const { ackId } of held) {
        await new Promise(setImmediate);
        calls.push(`${call} ${ackId}`);
      }
    };
    const pulledOf = (number: number) => {
      const origin = { system: "shop", handler: "h", eventId: `${number}`, eventType: "thing.done" };
      const message = encodeNote({ ...origin, writes: [number], takenAt: number < 0 ? NaN : 1, times: 0 });
      return { ackId: `${number}`, message, publishedAt: number < 100 ? NOW - HOUR_MS : NOW };
    };
    const swept = await sweep({
      pulling: {
        pull: async () => (calls.push("pull"), (left.shift() ?? []).map(pulledOf)),
        acknowledge: told("acknowledge"),
        giveBack: told("give back"),
      },
      systems: new Map([
        [
          "shop",
          {
            findMissing: async (runs) => runs.flatMap(({ writes }, place) => (Number(writes[0]) > 9 ? [] : [place])),
            sendAgain: async ({ writes }) => void calls.push(`send ${Number(writes[0])}`),
            async countRefused(since) {
              await new Promise(setImmediate);
              calls.push(`count ${NOW - since}`);
              return 0;
            },
          },
        ],
      ]),
      publish: async (_, [message]) =>
        void calls.push(`note ${message?.attributes["taken-at"] === String(NOW)} ${message?.attributes["times"]}`),
      clock: new VirtualClock(NOW),
      log,
      until: NOW + 1,
      ageMs: HOUR_MS,
      ...changes,
    });
    return { swept, calls, lines };
  }
  const END = ["pull", "pull", "pull", `count ${HOUR_MS}`];

  it("lets go of what is missing when it is sent and noted again, from now on", async () => {
    const { calls } = await sweepOn([[1, 10]]);
    expect(calls).toEqual(["pull", "acknowledge 10", "send 1", "note true 1", "acknowledge 1", ...END]);
  });

  it("gives back what is young when it has seen all that is old", async () => {
    const { calls } = await sweepOn([[100, 10], [101]]);
    const pulls = ["pull", "pull", "pull"];
    expect(calls).toEqual(["pull", "acknowledge 10", ...pulls, "give back 100", "give back 101", `count ${HOUR_MS}`]);
  });

  it("gives back what it does not believe to be missing", async () => {
    const all = Array.from({ length: 10 }, (_, number) => number);
    const { calls } = await sweepOn([all]);
    expect(calls).toEqual(["pull", ...all.map((number) => `give back ${number}`), `count ${HOUR_MS}`]);
  });

  it("lets go of what it can't read before anything else", async () => {
    const { calls } = await sweepOn([[10, -1], [-2]]);
    expect(calls).toEqual(["pull", "acknowledge -1", "acknowledge 10", "pull", "acknowledge -2", ...END]);
  });

  it("keeps what it could not note again", async () => {
    const { calls, swept, lines } = await sweepOn([[1]], { publish: publishFails });
    expect([calls, swept.sentAgain]).toEqual([["pull", "send 1", `count ${HOUR_MS}`], 0]);
    expect(lines()).toContainEqual(expect.objectContaining({ severity: "WARNING", system: "shop" }));
  });

  it("ends after three pulls in a row without anything old", async () => {
    const { swept, lines } = await sweepOn([[10], [], [], [11], [], [12], [], [], [], [13]]);
    expect(swept.looked).toBe(3);
    expect(lines()).toEqual([expect.objectContaining({ event: "sweep ran", count: 3 })]);
  });

  it.each([
    ["HTTP_503", new UnavailableError("out", { code: "HTTP_503", system: "shop" })],
    ["ECONNRESET", Object.assign(new Error("ada@example.com"), { code: "ECONNRESET" })],
    ["UNKNOWN", new Error("ada@example.com")],
  ])("says that it can't count what a system has refused, and ends as it would: %s", async (reason, failure) => {
    const countRefused = () => Promise.reject(failure);
    const shop = { findMissing: async () => [], sendAgain: async () => {}, countRefused };
    const { swept, lines } = await sweepOn([[10]], { systems: new Map([["shop", shop]]) });
    expect(swept.looked).toBe(1);
    expect(lines().filter(({ severity }) => severity === "WARNING")).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("can't be counted"),
        system: "shop",
        reason,
      }),
    ]);
  });

  it("begins nothing when its time is over", async () => {
    expect((await sweepOn([[1]], { until: NOW })).calls).toEqual([`count ${HOUR_MS}`]);
  });
});

describe("a handler's notes", () => {
  const taking = (taken: Partial<AcceptedWrite>[], context: { readonly taken?: unknown } = {}) => ({
    isSwept: true,
    clients: (call: { readonly onWrite?: ((one: AcceptedWrite) => void) | undefined }) => {
      for (const one of taken) call.onWrite?.({ system: "shop", key: "k", isFindable: true, write: {}, ...one });
      return {};
    },
    ...context,
  });
  const delivery = deliveryOf("form.submitted", "full");

  it("are of one run, system and key one message, with what was taken in its order", async () => {
    const another = { system: "other", write: { c: 1 } };
    const taken = [
      { write: { a: 1 }, isFindable: false },
      another,
      { write: { b: 1 } },
      { key: "other", isFindable: false },
    ];
    const { topics, status } = await deliver(async () => {}, delivery, taking(taken));
    expect(status).toBe(204);
    expect(topics.on(SENT_TOPIC).map(({ data }) => data.toString())).toEqual(['[{"a":1},{"b":1}]', '[{"c":1}]']);
    expect(topics.on(SENT_TOPIC)[0]?.attributes).toMatchObject({
      system: "shop",
      handler: "form-submitted",
      "event-id": delivery.message.attributes["ce-id"],
      "event-type": "form.submitted",
      times: "0",
    });
  });

  it("are of an attempt that fails too", async () => {
    const fail = () => Promise.reject(new Error("later"));
    const { topics, status } = await deliver(fail, delivery, taking([{}]));
    expect(status).toBe(500);
    expect(topics.on(SENT_TOPIC)).toHaveLength(1);
  });

  it("hold no event up where they can't be published", async () => {
    const options = taking([{}], { publish: publishFails } as object);
    const { status, lines } = await deliver(async () => {}, delivery, options);
    expect(status).toBe(204);
    expect(lines()).toContainEqual(expect.objectContaining({ reason: "UnavailableError", severity: "WARNING" }));
  });

  it("are none where nothing was taken, or no sweep runs", async () => {
    const { clients } = taking([{}]);
    for (const context of [taking([]), { clients }, { clients, isSwept: false }]) {
      const asked: string[] = [];
      const publish = async (topic: string) => void asked.push(topic);
      await deliver(async () => {}, delivery, { ...context, publish });
      expect(asked).toEqual([]);
    }
  });
});

describe("isSwept", () => {
  it.each([
    ["on by default", sweepSettings.SWEEP.default, true],
    ["off where that is said", "off", false],
  ])("is %s", (_, SWEEP, isOn) => {
    expect(isSwept({ SWEEP })).toBe(isOn);
  });
});

describe("readAge", () => {
  it("takes the default for an hour", () => {
    expect(readAge({ SWEEP_AGE: sweepFunctionSettings.SWEEP_AGE.default })).toBe(HOUR_MS);
  });

  it.each(["", "1h", "-1", "1000000"])("refuses SWEEP_AGE %j", (SWEEP_AGE) => {
    expect(() => readAge({ SWEEP_AGE })).toThrow("SWEEP_AGE must be a number of seconds");
  });
});
