import { expect, it } from "@jest/globals";
import { lateCalls } from "../../../../tools/prove/simulation/delivery.ts";

it("tells the call that nobody waits for from those that are made, and answered, after it", () => {
  const calls = [{ index: 5 }, { index: 6 }, { index: 7 }, { index: 8 }];
  expect(lateCalls({ atEnd: { callCount: 3, openCalls: new Set([6]) } }, calls)).toEqual([{ index: 6 }, { index: 8 }]);
  expect(lateCalls({ atEnd: { callCount: 4, openCalls: new Set() } }, calls)).toEqual([]);
});
