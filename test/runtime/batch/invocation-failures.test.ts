import { describe, expect, it } from "@jest/globals";
import type { Subscriber } from "../../../functions/runtime/batch/subscriber.ts";
import type { Run } from "../../harness/batch.ts";
import { openSubscription } from "../../harness/subscription.ts";
import { many, worker } from "./worker.ts";

describe("runInvocation, where Pub/Sub fails", () => {
  const failing = (times: number, error: unknown, method: "pull" | "acknowledge" | "modifyAckDeadline") => {
    let left = times;
    return (one: Subscriber): Subscriber => ({
      ...one,
      [method]: (...given: [never, never]) => ((left -= 1) >= 0 ? Promise.reject(error) : one[method](...given)),
    });
  };
  const code = (number: number) => Object.assign(new Error("failed"), { code: number });

  it.each<["pull" | "acknowledge", number]>([
    ["pull", 4],
    ["acknowledge", 6],
  ])("repeats %s while it may pass", async (method, times) => {
    const opened = openSubscription();
    opened.publish(many(3));
    const { run, done } = worker(opened);
    expect(await opened.until(opened.call(run, { wrap: failing(times, code(14), method) }))).toBe(true);
    expect([done.length, opened.waiting()]).toEqual([3, []]);
  });

  it("pauses between pulls that fail", async () => {
    const opened = openSubscription();
    const pulls: number[] = [];
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      pull: () => (pulls.push(opened.clock.now()), Promise.reject(code(14))),
    });
    expect(await opened.until(opened.call(worker(opened).run, { wrap }))).toBe(false);
    expect(pulls.slice(1).map((at, index) => at - (pulls[index] ?? 0))).toEqual([300, 300, 300, 300]);
  });

  it("keeps leases while their extension fails for a while", async () => {
    const opened = openSubscription();
    opened.publish(many(3));
    const { run, done } = worker(opened, { seconds: 100 });
    await opened.until(opened.call(run, { wrap: failing(4, code(14), "modifyAckDeadline") }));
    expect([done.length, opened.waiting()]).toEqual([3, []]);
  });

  it("counts anew what fails after Pub/Sub has answered", async () => {
    const opened = openSubscription();
    const { run, done } = worker(opened);
    let pulls = 0;
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      pull: (most) => ((pulls += 1) % 5 === 0 ? one.pull(most) : Promise.reject(code(14))),
    });
    opened.publish(many(2));
    expect(await opened.until(opened.call(run, { wrap, batch: { maxMessages: 1 } }))).toBe(true);
    expect([done.length, opened.waiting()]).toEqual([2, []]);
  });

  it("counts anew what it can't acknowledge after Pub/Sub has taken some", async () => {
    const opened = openSubscription();
    let calls = 0;
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      acknowledge: (ids) => ((calls += 1) % 6 === 0 ? one.acknowledge(ids) : Promise.reject(code(14))),
    });
    opened.publish(many(1200)); // more than one request holds
    await opened.until(opened.call(worker(opened).run, { wrap }));
    expect([calls, opened.waiting()]).toEqual([12, []]);
  });

  it("counts anew what is empty after something has come", async () => {
    const opened = openSubscription();
    const { run, done } = worker(opened);
    let pulls = 0;
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      pull: (most) => ((pulls += 1) % 3 === 0 ? one.pull(most) : Promise.resolve([])),
    });
    opened.publish(many(3));
    await opened.until(opened.call(run, { wrap, batch: { maxMessages: 1 } }));
    expect([done.length, opened.waiting()]).toEqual([3, []]);
  });

  it("holds the lease of what it can't acknowledge for a minute and more, and then acknowledges it", async () => {
    const opened = openSubscription();
    opened.publish(many(1));
    let calls = 0;
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      async acknowledge(ids) {
        calls += 1;
        if (calls > 9) return one.acknowledge(ids);
        await new Promise<void>((resolve) => void opened.clock.after(10_000, resolve));
        throw code(4);
      },
    });
    await opened.until(opened.call(worker(opened).run, { wrap }));
    expect([calls, opened.waiting()]).toEqual([10, []]);
  });

  it("ends all the same where nothing can be acknowledged, after ten tries in half a minute, and says so", async () => {
    const opened = openSubscription();
    opened.publish(many(2));
    const tries: number[] = [];
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      acknowledge: () => (tries.push(opened.clock.now()), Promise.reject(code(14))),
    });
    expect(await opened.until(opened.call(worker(opened).run, { wrap }))).toBe(true);
    const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000]);
    expect(opened.lines()).toContainEqual(
      expect.objectContaining({ message: "acknowledgement did not hold: to be delivered again", reason: "TRIES" }),
    );
  });

  it("ends when what it gives back is given back", async () => {
    const opened = openSubscription();
    opened.publish(many(2));
    let isGivenBack = false;
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      async modifyAckDeadline(...given) {
        await new Promise<void>((resolve) => void opened.clock.after(10_000, resolve));
        isGivenBack = true;
        return one.modifyAckDeadline(...given);
      },
    });
    const fails: Run = () => {
      throw new Error("later");
    };
    await opened.until(opened.call(fails, { wrap }));
    expect(isGivenBack).toBe(true);
  });

  it("repeats an acknowledgement for the ids alone that have failed for a while", async () => {
    const opened = openSubscription();
    opened.publish(many(3));
    const sent: number[] = [];
    const wrap = (one: Subscriber): Subscriber => ({
      ...one,
      async acknowledge(ids) {
        sent.push(ids.length);
        if (sent.length > 1) return one.acknowledge(ids);
        await one.acknowledge(ids.slice(1));
        const errorInfoMetadata = { [ids[0] ?? ""]: "TRANSIENT_FAILURE_SERVICE_UNAVAILABLE" };
        throw Object.assign(code(14), { errorInfoMetadata });
      },
    });
    await opened.until(opened.call(worker(opened).run, { wrap }));
    expect([sent, opened.waiting()]).toEqual([[3, 1], []]);
  });

  it.each([
    [1, 7, "PERMISSION_DENIED"],
    [5, 14, "UNAVAILABLE"],
  ])("gives up after %i refusals by %i", async (times, number, reason) => {
    const opened = openSubscription();
    const wrap = failing(times, code(number), "pull");
    expect(await opened.until(opened.call(worker(opened).run, { wrap }))).toBe(false);
    expect(opened.lines()).toEqual([
      expect.objectContaining({ severity: "ERROR", message: "messages not fetched", system: "pubsub", reason }),
    ]);
  });
});
