import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../local/core/clock.ts";
import { withDeadLetters } from "../../local/console/dead-letters/look.ts";
import { CommandError } from "../../local/core/problems.ts";
import { deadLetter, FORMS, worldsIn, type World } from "./dead-letters-world.ts";
import { closingAfterEach } from "../harness/closing.ts";

const open = worldsIn(closingAfterEach());

describe("withDeadLetters", () => {
  const options = ({ pubsub, place }: World, clock = new VirtualClock(), tell = (_: string) => {}) => ({
    pubsub,
    topics: [FORMS],
    limit: 100,
    emptyAnswers: place.emptyAnswers,
    clock,
    signal: new AbortController().signal,
    tell,
  });

  it("holds messages for as long as the work takes, whatever the subscription's own deadline", async () => {
    const clock = new VirtualClock();
    const opened = await open({ clock });
    const [id] = opened.put(FORMS, deadLetter("msg_1"));
    let extended = Promise.withResolvers<void>();
    const pubsub = {
      ...opened.pubsub,
      async setAckDeadline(...args: Parameters<typeof opened.pubsub.setAckDeadline>) {
        await opened.pubsub.setAckDeadline(...args);
        extended.resolve();
      },
    };
    await withDeadLetters({ ...options(opened, clock), pubsub }, async () => {
      for (let minutes = 0; minutes < 3; minutes += 1 / 3) {
        extended = Promise.withResolvers();
        await clock.advance(20_000);
        await extended.promise;
        expect(await opened.pullable(FORMS)).toEqual([]);
      }
    });
    expect(await opened.pullable(FORMS)).toEqual([id]);
  });

  it("takes one empty answer of Google's service for no answer", async () => {
    const opened = await open();
    opened.put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    const answers = [0, 1, 0, 0, 1];
    const pubsub = {
      ...opened.pubsub,
      pull: async (topic: string) => opened.pubsub.pull(topic, answers.shift() ?? 0).catch(() => []),
    };
    // Time without waiting: the pauses between two answers end at once.
    const clock = {
      now: () => 0,
      after: (milliseconds: number, callback: () => void) =>
        milliseconds > 500 ? () => {} : (queueMicrotask(callback), () => {}),
    };
    await withDeadLetters({ ...options(opened), pubsub, clock, emptyAnswers: 3 }, async ({ held }) => {
      expect(held).toHaveLength(2);
    });
    expect(await opened.pullable(FORMS)).toHaveLength(2);
  });

  it("gives everything back when the work fails", async () => {
    const opened = await open();
    const [id] = opened.put(FORMS, deadLetter("msg_1"));
    await expect(withDeadLetters(options(opened), async () => Promise.reject(new Error("broken")))).rejects.toThrow(
      "broken",
    );
    expect(await opened.pullable(FORMS)).toEqual([id]);
  });

  it("gives everything back when it is interrupted while it looks, and does not begin the work", async () => {
    const opened = await open();
    const ids = opened.put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    const interruption = new AbortController();
    const pubsub = {
      ...opened.pubsub,
      async pull(...args: Parameters<typeof opened.pubsub.pull>) {
        const page = await opened.pubsub.pull(...args);
        interruption.abort();
        return page;
      },
    };
    let isBegun = false;
    await withDeadLetters({ ...options(opened), pubsub, signal: interruption.signal }, async () => {
      isBegun = true;
    });
    expect(isBegun).toBe(false);
    expect(await opened.pullable(FORMS)).toEqual(ids);
  });

  it("leaves messages that come back by themselves within a minute when its process is killed", async () => {
    const clock = new VirtualClock();
    const opened = await open({ clock });
    const [id] = opened.put(FORMS, deadLetter("msg_1"));
    const begun = Promise.withResolvers<void>();
    // A clock of its own that stands still: a dead process extends nothing.
    void withDeadLetters(options(opened, new VirtualClock()), () => {
      begun.resolve();
      return new Promise(() => {});
    });
    await begun.promise;
    expect(await opened.pullable(FORMS)).toEqual([]);
    await clock.advance(60_000);
    expect(await opened.pullable(FORMS)).toEqual([id]);
  });

  it("tells when giving back fails", async () => {
    const opened = await open();
    opened.put(FORMS, deadLetter("msg_1"));
    const told: string[] = [];
    const pubsub = {
      ...opened.pubsub,
      setAckDeadline: async (topic: string, ackIds: readonly string[], seconds: number) => {
        if (seconds === 0) throw new CommandError("Pub/Sub does not answer.");
        return opened.pubsub.setAckDeadline(topic, ackIds, seconds);
      },
    };
    await withDeadLetters({ ...options(opened, undefined, (sentence) => told.push(sentence)), pubsub }, async () => {});
    expect(told).toEqual(["Pub/Sub does not answer. Its messages come back by themselves within a minute."]);
  });
});
