import { describe, expect, it } from "@jest/globals";
import { pausingSettings, readPausing, readWaits } from "../../../functions/runtime/outage/settings.ts";

describe("readPausing", () => {
  it("takes the defaults for a minute, and a quarter of an hour", () => {
    const PAUSE_WAITS = pausingSettings.PAUSE_WAITS.default;
    expect(readWaits({ PAUSE_WAITS })).toEqual({ firstMs: 60_000, longestMs: 900_000 });
  });

  it("is undefined where pausing is off, whose waits are checked nevertheless", () => {
    const [on, off] = ["on", "off"].map((PAUSING) => readPausing({ PAUSING, PAUSE_WAITS: "7/7" }));
    expect([on, off]).toEqual([{ firstMs: 7_000, longestMs: 7_000 }, undefined]);
    expect(() => readPausing({ PAUSING: "off", PAUSE_WAITS: "8/7" })).toThrow("PAUSE_WAITS");
  });

  it.each(["", "60", "0/900", "900/60", "60/900s", "a60/900", "100000/100000"])(
    "refuses PAUSE_WAITS %j",
    (PAUSE_WAITS) => {
      expect(() => readWaits({ PAUSE_WAITS })).toThrow("PAUSE_WAITS must be two numbers of seconds, as 60/900");
    },
  );
});
