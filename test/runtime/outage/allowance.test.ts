import { describe, expect, it } from "@jest/globals";
import { allowanceSettings, percentOf, readThresholds } from "../../../functions/runtime/outage/allowance.ts";

const [ALLOWANCE_LIVE, ALLOWANCE_BATCH] = [
  allowanceSettings.ALLOWANCE_LIVE.default,
  allowanceSettings.ALLOWANCE_BATCH.default,
];

describe("readThresholds", () => {
  it("takes the defaults for percents, fewer of them for what may wait", () => {
    const [live, batch] = [
      { stop: 97, resume: 95 },
      { stop: 90, resume: 85 },
    ];
    expect(readThresholds({ ALLOWANCE_LIVE, ALLOWANCE_BATCH })).toEqual({ live, batch });
  });

  it.each([
    ["100/100", { stop: 100, resume: 100 }],
    ["1/1", { stop: 1, resume: 1 }],
  ])("takes %s", (setting, batch) => {
    expect(readThresholds({ ALLOWANCE_LIVE, ALLOWANCE_BATCH: setting })).toMatchObject({ batch });
  });

  it.each(["", "97", "97/0", "95/97", "101/95", "97/95%", "a97/95", "1000/95"])("refuses %j by its name", (setting) => {
    expect(() => readThresholds({ ALLOWANCE_LIVE: setting, ALLOWANCE_BATCH })).toThrow("ALLOWANCE_LIVE must be two");
    expect(() => readThresholds({ ALLOWANCE_LIVE, ALLOWANCE_BATCH: setting })).toThrow("ALLOWANCE_BATCH must be two");
  });
});

describe("percentOf", () => {
  it.each([
    [{ used: 1, max: 4 }, 25],
    [{ used: 5, max: 4 }, 125],
    [{ used: 5, max: 0 }, 0],
  ])("is of %j %i", (usage, percent) => {
    expect(percentOf(usage)).toBe(percent);
  });
});
