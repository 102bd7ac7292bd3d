import { describe, expect, it } from "@jest/globals";
import {
  createShared,
  giveUpHandler,
  isHandlerGivenUp,
  isTimeLeft,
  takeNextGroup,
} from "../../../tools/prove/workers/shared.ts";

describe("createShared", () => {
  it("hands out each group once, and knows who is given up", () => {
    const shared = createShared(2);
    giveUpHandler(shared, 1);
    expect([takeNextGroup(shared), takeNextGroup(shared), takeNextGroup(shared)]).toEqual([0, 1, 2]);
    expect([isHandlerGivenUp(shared, 0), isHandlerGivenUp(shared, 1)]).toEqual([false, true]);
  });

  it("starts the time for what is drawn with the first who asks", () => {
    const begun = { ...createShared(0), startedAt: performance.timeOrigin + performance.now() - 5_000 };
    expect([isTimeLeft(begun, 60_000), isTimeLeft(begun, 0)]).toEqual([true, true]);
    const later = { ...begun, startedAt: begun.startedAt - 60_000 };
    expect(isTimeLeft(later, 60_000)).toBe(false);
    expect(isTimeLeft(createShared(0), 0)).toBe(false);
    expect(isTimeLeft(createShared(0), Infinity)).toBe(true);
  });
});
