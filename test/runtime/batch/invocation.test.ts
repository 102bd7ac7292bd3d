import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, it } from "@jest/globals";
import type { Subscriber } from "../../../functions/runtime/batch/subscriber.ts";
import { PermanentError, UnavailableError } from "../../../functions/runtime/define/errors.ts";
import { createFailures } from "../../../functions/runtime/handle/give-up.ts";
import type { Pausing } from "../../../functions/runtime/outage/pausing.ts";
import { personIn, type Run } from "../../harness/batch.ts";
import { never, openSubscription } from "../../harness/subscription.ts";
import { many, type Opened, worker } from "./worker.ts";

const refused = new PermanentError("refused", { code: "INVALID_FIELD", system: "salesforce" });
const down = new UnavailableError("down", { code: "HTTP_503", system: "salesforce" });

/** What is told of nothing, and answers as if nothing were wrong, but for this. */
function pausingThat(answers: Partial<Pausing>): Pausing {
  return {
    isPaused: () => Promise.resolve(false),
    saw() {},
    begin: () => ({ heard() {}, failed() {}, succeeded() {} }),
    isHolding: () => false,
    decide: () => Promise.resolve(),
    lastResumed: () => Promise.resolve(undefined),
    ...answers,
  };
}

describe("runInvocation", () => {
  it("handles all that waits in batches, and ends when nothing has come for a second", async () => {
    const opened = openSubscription();
    const { run, batches, done } = worker(opened, { seconds: 2 });
    opened.publish(many(250));
    expect(await opened.until(opened.call(run, { batch: { maxMessages: 100 } }))).toBe(true);
    expect(batches).toEqual([100, 100, 50]);
    expect(done.toSorted()).toEqual(many(250).toSorted());
    expect(opened.waiting()).toEqual([]);
    expect(opened.seconds()).toBeLessThan(6);
    expect(opened.lines().filter(({ message }) => message === "batch handled")).toEqual([
      expect.objectContaining({ count: 100, failed: 0, deadLettered: 0, batchMs: 2000 }),
      expect.objectContaining({ count: 100 }),
      expect.objectContaining({ count: 50 }),
    ]);
  });

  it("ends after a second where nothing waits, and says nothing", async () => {
    const opened = openSubscription();
    const { run, batches } = worker(opened);
    expect(await opened.until(opened.call(run))).toBe(true);
    expect([opened.seconds(), batches, opened.lines()]).toEqual([0.9, [], []]);
    expect(opened.clock.nextAt()).toBeUndefined(); // it leaves no timer behind
  });

  it("gives run() no more messages and bytes than its policy says", async () => {
    const opened = openSubscription();
    const byCount = worker(opened);
    opened.publish(many(5));
    await opened.until(opened.call(byCount.run, { batch: { maxMessages: 2 } }));
    const seconds = opened.seconds(); // it pauses only where nothing has come
    const byBytes = worker(opened);
    opened.publish(many(5));
    await opened.until(opened.call(byBytes.run, { batch: { maxBytes: 1000 } }));
    expect([byCount.batches, seconds]).toEqual([[2, 2, 1], 0.9]);
    expect(Math.max(...byBytes.batches)).toBeLessThan(5);
    expect(byBytes.done).toHaveLength(5);
    expect(opened.waiting()).toEqual([]);
  });

  it("begins the next batch while one is at work, and no third", async () => {
    const opened = openSubscription();
    const { run, most } = worker(opened, { seconds: 5 });
    opened.publish(many(50));
    await opened.until(opened.call(run, { batch: { maxMessages: 10 } }));
    expect(most.atWork).toBe(2);
    expect(opened.seconds()).toBeLessThan(5 * 3 + 2);
  });

  it("settles each message by its own result: others are not delivered again", async () => {
    const opened = openSubscription();
    const first = worker(opened, { errors: { "person-1": refused, "person-2": new TypeError("x") } });
    opened.publish(many(4));
    await opened.until(opened.call(first.run));
    expect(opened.waiting()).toEqual(["person-2"]);
    expect(opened.deadLetters()).toEqual(["person-1"]);
    await opened.clock.advance(10_000);
    const second = worker(opened);
    await opened.until(opened.call(second.run));
    expect([second.done, opened.waiting()]).toEqual([["person-2"], []]);
  });

  it("does the next batch though a system was out for some of this one", async () => {
    const opened = openSubscription();
    const { run, batches, done } = worker(opened, { errors: { "person-0": down } });
    opened.publish(many(30));
    await opened.until(opened.call(run, { batch: { maxMessages: 10 } }));
    expect([batches, done.length, opened.waiting()]).toEqual([[10, 10, 10], 29, ["person-0"]]);
  });

  it("announces which messages a batch has been made of, to whoever listens in the process", async () => {
    const opened = openSubscription();
    const announced: unknown[] = [];
    const listen = (batch: unknown) => void announced.push(batch);
    opened.publish(many(2));
    subscribe("ycat.batch", listen);
    await opened.until(opened.call(worker(opened).run));
    unsubscribe("ycat.batch", listen);
    const attributes = expect.objectContaining({ "ce-type": "form.submitted" });
    const message = { messageId: expect.any(String), attempt: 1, attributes };
    expect(announced).toEqual([{ handler: "form-submitted", messages: [message, message] }]);
  });

  it("begins nothing while its handler is to pause", async () => {
    const opened = openSubscription();
    const { run, batches } = worker(opened);
    opened.publish(many(3));
    await opened.until(opened.call(run, { pausing: pausingThat({ isHolding: () => true }) }));
    expect([batches, opened.waiting().length]).toEqual([[], 3]);
  });

  it("tells what it has failed with often from what may end instances: all of that goes together", async () => {
    const opened = openSubscription();
    const failures = createFailures();
    const errors = Object.fromEntries(many(4).map((person) => [person, down]));
    opened.publish(many(4));
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      const { run, batches } = worker(opened, { errors });
      await opened.until(opened.call(run, { failures }));
      expect(batches).toEqual([4]);
      await opened.clock.advance(600_000);
    }
  });

  it("gives all back at once where it can't begin, and takes nothing back that is done", async () => {
    const opened = openSubscription();
    opened.publish(many(4));
    const clients = () => {
      throw new TypeError("no clients");
    };
    await opened.until(opened.call(worker(opened).run, { clients }));
    await opened.clock.advance(10_000);
    const next = worker(opened);
    const pausing = pausingThat({ decide: () => Promise.reject(new Error("undecided")) });
    await opened.until(opened.call(next.run, { pausing }));
    expect([next.done.length, opened.waiting()]).toEqual([4, []]);
    const ends = opened.lines().filter(({ message }) => message === "batch handled");
    expect(ends).toMatchObject([
      { count: 4, failed: 4 },
      { count: 4, failed: 0 },
    ]);
  });

  it("holds leases for as long as it takes", async () => {
    const opened = openSubscription();
    const slow = worker(opened, { seconds: 300 });
    const other = worker(opened);
    opened.publish(many(10));
    const running = opened.call(slow.run);
    await opened.clock.advance(200_000);
    await opened.until(opened.call(other.run));
    await opened.until(running);
    expect([other.done, slow.done.length, opened.waiting()]).toEqual([[], 10, []]);
    expect(opened.lines().map(({ message }) => message)).not.toContain("lease lost: to be delivered again");
  });

  it("sends no more than a thousand ids in a request", async () => {
    const opened = openSubscription();
    const sizes: number[] = [];
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      acknowledge: (ids) => (sizes.push(ids.length), one.acknowledge(ids)),
      modifyAckDeadline: (ids, seconds) => (sizes.push(ids.length), one.modifyAckDeadline(ids, seconds)),
    });
    opened.publish(many(1010));
    await opened.until(opened.call(worker(opened, { seconds: 30 }).run, { wrap, batch: { maxMessages: 3000 } }));
    expect(Math.max(...sizes)).toBe(1000);
    expect(opened.waiting()).toEqual([]);
  });
});

describe("runInvocation, where a lease is lost", () => {
  /** The same, and what takes the message that was fetched so late away from whoever has it. */
  function thief(opened: Opened) {
    const ids: string[] = [];
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      async pull(maxMessages) {
        const pulled = await one.pull(maxMessages);
        ids.push(...pulled.map(({ ackId }) => ackId));
        return pulled;
      },
    });
    const steal = (index: number) =>
      opened.broker.modifyAckDeadline("projects/p/subscriptions/form-submitted", ids.slice(index, index + 1), 0);
    return { wrap, steal };
  }

  it("tells that an acknowledgement did not hold, and the message comes again", async () => {
    const opened = openSubscription();
    const { wrap, steal } = thief(opened);
    const slow = worker(opened, { seconds: 5 });
    opened.publish(many(3));
    const running = opened.call(slow.run, { wrap });
    await opened.clock.advance(1000);
    steal(0);
    await opened.until(running);
    expect(opened.lines()).toContainEqual(
      expect.objectContaining({
        message: "acknowledgement did not hold: to be delivered again",
        reason: "PERMANENT_FAILURE_INVALID_ACK_ID",
        count: 1,
      }),
    );
    expect(opened.waiting()).toHaveLength(1);
    await opened.clock.advance(10_000);
    const again = worker(opened);
    await opened.until(opened.call(again.run));
    expect([again.done, opened.waiting()]).toEqual([["person-0"], []]);
  });

  it("does not begin what it has lost before its turn came", async () => {
    const opened = openSubscription();
    const { wrap, steal } = thief(opened);
    const slow = worker(opened, { seconds: 45 });
    opened.publish(many(3));
    const stolen = opened.call(slow.run, { wrap, batch: { maxMessages: 1 } });
    await opened.clock.advance(1000);
    // In hand are two batches of one, and the third in the buffer.
    steal(2);
    await opened.until(stolen);
    expect(opened.lines().map(({ message }) => message)).toContain("lease lost: to be delivered again");
    expect(opened.waiting()).toEqual([]);
    expect(slow.done.toSorted()).toEqual(many(3));
  });
});

describe("runInvocation, when it has to end", () => {
  it("fetches no more when its budget is used up, and gives back what is not begun", async () => {
    const opened = openSubscription();
    opened.publish(many(100));
    const { run, done } = worker(opened, { seconds: 4 });
    await opened.until(opened.call(run, { batch: { maxMessages: 1, budgetSeconds: 10 } }));
    expect(opened.seconds()).toBeLessThan(20);
    expect(done.length).toBeLessThan(10);
    expect([...done, ...opened.waiting()].toSorted()).toEqual(many(100).toSorted());
    const other = worker(opened);
    await opened.clock.advance(10_000);
    await opened.until(opened.call(other.run));
    expect(opened.waiting()).toEqual([]);
  });

  it("stops when a system is out, and tries what it has no sooner than the next call", async () => {
    const opened = openSubscription();
    opened.publish(many(200));
    const errors = Object.fromEntries(many(200).map((person) => [person, down]));
    const { run, batches } = worker(opened, { errors });
    expect(await opened.until(opened.call(run, { batch: { maxMessages: 50 } }))).toBe(true);
    expect(batches.length).toBeLessThanOrEqual(2);
    expect(opened.waiting()).toHaveLength(200);
  });

  it("loses nothing on SIGTERM: what is at work has seven seconds, the rest is given back at once", async () => {
    const opened = openSubscription();
    const stop = new AbortController();
    const slow = worker(opened, { seconds: 30 });
    opened.publish(many(30));
    const running = opened.call(slow.run, { stop: stop.signal, batch: { maxMessages: 10 } });
    await opened.clock.advance(2000);
    stop.abort();
    await opened.until(running);
    expect(opened.seconds()).toBeGreaterThanOrEqual(9);
    expect(opened.seconds()).toBeLessThan(10);
    expect([slow.done, opened.waiting().length]).toEqual([[], 30]);
    await opened.clock.advance(10_000);
    const next = worker(opened);
    await opened.until(opened.call(next.run));
    expect([next.done.length, opened.waiting()]).toEqual([30, []]);
  });

  it("acknowledges on SIGTERM what still gets its result", async () => {
    const opened = openSubscription();
    const stop = new AbortController();
    const quick = worker(opened, { seconds: 2 });
    opened.publish(many(10));
    const running = opened.call(quick.run, { stop: stop.signal });
    await opened.clock.advance(1000);
    stop.abort();
    opened.publish(["late"]);
    await opened.until(running);
    expect([quick.done.length, opened.waiting()]).toEqual([10, ["late"]]);
  });

  it("loses nothing when it is killed: what it had comes again when its leases are over", async () => {
    const opened = openSubscription();
    const life = { isOver: false };
    const written: string[] = [];
    const dying: Run = async function* (events) {
      for (const event of events) {
        written.push(personIn(event));
        if (written.length === 15) {
          life.isOver = true;
          await never();
        }
        yield { event };
        await new Promise<void>((resolve) => void opened.clock.after(100, resolve));
      }
    };
    opened.publish(many(30));
    void opened.call(dying, { life });
    await opened.clock.advance(5000);
    expect(life.isOver).toBe(true);
    expect(opened.waiting().length).toBeGreaterThanOrEqual(16);
    await opened.clock.advance(80_000);
    const next = worker(opened);
    await opened.until(opened.call(next.run));
    expect(new Set([...written, ...next.done])).toEqual(new Set(many(30)));
    expect(opened.waiting()).toEqual([]);
  });

  it("loses nobody but the one that ends every instance, which is dead-lettered in the end", async () => {
    const opened = openSubscription();
    const done: string[] = [];
    let instances = 0;
    opened.publish(many(40));
    while (opened.waiting().length > 0 && instances < 300) {
      instances += 1;
      const life = { isOver: false };
      // It dies before anybody of its batch has a result, which is the worst.
      const run: Run = async function* (events) {
        if (events.some((event) => personIn(event) === "person-20")) life.isOver = true;
        for (const event of events) {
          if (life.isOver) await never();
          done.push(personIn(event));
          yield { event };
        }
      };
      void opened.call(run, { life });
      await opened.clock.advance(700_000);
    }
    expect(new Set(done)).toEqual(new Set(many(40).filter((person) => person !== "person-20")));
    expect([opened.waiting(), opened.deadLetters()]).toEqual([[], ["person-20"]]);
    expect(instances).toBeLessThan(105);
  });

  it("shares what waits with another instance: each message is one's", async () => {
    const opened = openSubscription();
    const [one, other] = [worker(opened, { seconds: 3 }), worker(opened, { seconds: 4 })];
    opened.publish(many(200));
    const running = [one, other].map(({ run }) => opened.call(run, { batch: { maxMessages: 20 } }));
    await opened.until(Promise.all(running));
    expect(Math.min(one.done.length, other.done.length)).toBeGreaterThan(0);
    expect([...one.done, ...other.done].toSorted()).toEqual(many(200).toSorted());
    expect(opened.waiting()).toEqual([]);
  });
});
