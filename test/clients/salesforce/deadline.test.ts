import { describe, expect, it } from "@jest/globals";
import { orDeadline, pause } from "../../../functions/clients/salesforce/api/deadline.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { rejection } from "../connect.ts";

describe("orDeadline", () => {
  it("says what has failed, though the deadline comes at that moment", async () => {
    const [failure, deadline] = [new Error("its own"), new AbortController()];
    const { promise, reject } = Promise.withResolvers<void>();
    const over = rejection(orDeadline(promise, deadline.signal, "too late"));
    reject(failure);
    deadline.abort();
    expect(await over).toBe(failure);
  });
});

describe("pause", () => {
  it("leaves no timer behind at the deadline", async () => {
    const [clock, deadline] = [new VirtualClock(), new AbortController()];
    const over = rejection(pause(clock, 1000, deadline.signal, "too late"));
    deadline.abort();
    expect(await over).toMatchObject({ reason: { code: "DEADLINE" } });
    expect(await clock.step()).toBe(false);
  });
});
