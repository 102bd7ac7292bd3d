import { describe, expect, it } from "@jest/globals";
import { pause } from "../../../functions/clients/salesforce/api/deadline.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { rejection } from "../connect.ts";

describe("pause", () => {
  it("leaves no timer behind at the deadline", async () => {
    const [clock, deadline] = [new VirtualClock(), new AbortController()];
    const over = rejection(pause(clock, 1000, deadline.signal, "too late"));
    deadline.abort();
    expect(await over).toMatchObject({ reason: { code: "DEADLINE" } });
    expect(await clock.step()).toBe(false);
  });
});
