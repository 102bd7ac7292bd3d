import { describe, expect, it } from "@jest/globals";
import { createPace, paceSetting } from "../../../functions/clients/outgoing/pace.ts";
import type { Clock } from "../../../functions/runtime/clock.ts";
import { SettingError } from "../../../functions/runtime/define/errors.ts";
import { VirtualClock } from "../../../local/core/clock.ts";

/** When each of so many goes that come at once, in milliseconds. */
async function timesOf(perSecond: number, count: number): Promise<number[]> {
  const clock = new VirtualClock(0);
  const pace = createPace(clock, perSecond);
  const times: number[] = [];
  for (let place = 0; place < count; place += 1) void pace.wait().then(() => times.push(clock.now()));
  await clock.advance(100_000);
  return times;
}

describe("createPace", () => {
  it.each([
    [1000, [0, 0, 0, 0]],
    [2, [0, 0, 1000, 1000, 2000]],
    [1.5, [0, 667, 1333]],
    [0.5, [0, 2000, 4000]],
  ])("lets %d a second go", async (perSecond, expected) => {
    const times = await timesOf(perSecond, expected.length);
    expect(times.map(Math.round)).toEqual(expected);
  });

  it("leaves the turn of one that is given up to the next", async () => {
    const clock = new VirtualClock(0);
    const pace = createPace(clock, 1);
    const given = new AbortController();
    const ends: (string | number)[] = [];
    await pace.wait();
    void pace.wait(given.signal).catch(() => ends.push("given up"));
    void pace.wait().then(() => ends.push(clock.now()));
    expect(pace.isFree()).toBe(false);
    given.abort(new Error("late"));
    await clock.advance(5000);
    expect([ends, pace.isFree()]).toEqual([["given up", 1000], true]);
  });
});

describe("createPace, where some wait", () => {
  it("takes nobody before them, though a turn has come", async () => {
    const clock = new VirtualClock(0);
    const pace = createPace(clock, 1);
    const order: string[] = [];
    await pace.wait();
    void pace.wait().then(() => order.push("first"));
    clock.moveTo(1000); // its turn has come, and the clock has yet to say so
    expect(pace.isFree()).toBe(false);
    void pace.wait().then(() => order.push("second"));
    await clock.advance(5000);
    expect(order).toEqual(["first", "second"]);
  });

  it("sets a timer for each turn, and not for each of those who wait for it", async () => {
    const clock = new VirtualClock(0);
    let timers = 0;
    const after: Clock["after"] = (...given) => {
      timers += 1;
      return clock.after(...given);
    };
    const pace = createPace({ now: () => clock.now(), after }, 1);
    for (let place = 0; place < 4; place += 1) void pace.wait();
    await clock.advance(5000);
    expect([timers, pace.isFree()]).toEqual([3, true]);
  });

  it("has one timer, though each who waited alone has given up", async () => {
    const clock = new VirtualClock(0);
    let pending = 0;
    const after: Clock["after"] = (milliseconds, callback) => {
      pending += 1;
      const cancel = clock.after(milliseconds, callback);
      return () => {
        pending -= 1;
        cancel();
      };
    };
    const pace = createPace({ now: () => clock.now(), after }, 1);
    await pace.wait();
    for (let place = 0; place < 4; place += 1)
      await expect(pace.wait(AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
    expect(pending).toBe(1);
  });
});

describe("paceSetting", () => {
  const clock = new VirtualClock(0);

  it("divides what all instances may do together", async () => {
    const pace = paceSetting("X", "10", { clock, instances: 20 });
    await pace?.wait();
    await clock.advance(1999);
    expect(pace?.isFree()).toBe(false);
    await clock.advance(1);
    expect(pace?.isFree()).toBe(true);
  });

  it("is none of 0", () => {
    expect(paceSetting("X", "0", { clock })).toBeUndefined();
  });

  it.each(["", "-1", "1e9", "ten", "1.2345"])("refuses %j", (value) => {
    expect(() => paceSetting("X", value, { clock })).toThrow(SettingError);
  });
});
