import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { ACCEPTED, deliver, deliveryOf } from "../../harness/delivery.ts";

const HOUR_MS = 3600 * 1000;
const sample = deliveryOf("form.submitted", "full", { attempt: 1 });

describe("handleDelivery, at the deadline", () => {
  const forEver = () => new Promise<void>(() => undefined);

  it.each([
    [undefined, 55_000],
    [10, 5_000],
    [590, 585_000],
  ])(
    "with timeoutSeconds %s ends after %i ms, though run() ignores the signal",
    async (timeoutSeconds, milliseconds) => {
      const clock = new VirtualClock(ACCEPTED);
      const outcome = deliver(forEver, sample, {
        clock,
        handler: { delivery: timeoutSeconds === undefined ? {} : { timeoutSeconds } },
      });
      let ended = false;
      void outcome.then(() => (ended = true));
      await clock.advance(milliseconds - 1);
      expect(ended).toBe(false);
      await clock.advance(1);
      const { status, lines } = await outcome;
      expect(status).toBe(503);
      expect(lines()).toEqual([expect.objectContaining({ outcome: "failed", reason: "DEADLINE", system: "handler" })]);
    },
  );

  it("fires the signal that run() is given, with the reason", async () => {
    const clock = new VirtualClock(ACCEPTED);
    const reasons: unknown[] = [];
    const outcome = deliver(
      (_event, { signal }) => {
        signal.addEventListener("abort", () => reasons.push(signal.reason));
        return forEver();
      },
      sample,
      { clock },
    );
    await clock.advance(55_000);
    await outcome;
    expect(reasons).toEqual([
      expect.objectContaining({ name: "UnavailableError", reason: { code: "DEADLINE", system: "handler" } }),
    ]);
  });

  it("dead-letters once sixteen hours have passed, with time to spare", async () => {
    const clock = new VirtualClock(ACCEPTED + 16 * HOUR_MS);
    const outcome = deliver(forEver, deliveryOf("form.submitted", "full", { attempt: 30 }), { clock });
    await clock.advance(55_000);
    const { status, topics } = await outcome;
    expect(status).toBe(204);
    expect(topics.all()[0]?.attributes).toMatchObject({ "dead-letter-code": "DEADLINE", "dead-letter-attempt": "30" });
  });

  it("leaves no timer behind when run() has ended, and fires no signal later", async () => {
    const clock = new VirtualClock(ACCEPTED);
    let signalled: AbortSignal | undefined;
    await deliver((_event, { signal }) => ((signalled = signal), Promise.resolve()), sample, { clock });
    expect(await clock.step()).toBe(false);
    expect(signalled?.aborted).toBe(false);
  });

  it("lets a run() that fails after its deadline fail in peace", async () => {
    const clock = new VirtualClock(ACCEPTED);
    let fail: (error: Error) => void = () => undefined;
    const outcome = deliver(() => new Promise<void>((_, reject) => (fail = reject)), sample, { clock });
    await clock.advance(55_000);
    expect((await outcome).status).toBe(503);
    fail(new Error("too late"));
    await clock.advance(1); // an unhandled rejection would end this process
  });
});
