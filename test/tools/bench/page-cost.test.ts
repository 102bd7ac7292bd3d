import { describe, expect, it } from "@jest/globals";
import { costIn, costOfPage } from "../../../tools/bench/page-cost.ts";

describe("costOfPage", () => {
  it("measures a page between two windows without one, at each place by turns, and counts no window in which it settles", async () => {
    const measured: string[] = [];
    let isOpen = false;
    const lane = {
      url: "",
      send: () => Promise.reject(new Error("not called")),
      close: () => Promise.resolve(),
      measure(_perSecond: number, seconds: number) {
        if (seconds > 2) measured.push(isOpen ? "page" : "none");
        return Promise.resolve([seconds > 2 ? (isOpen ? 11 : 10) : 1000]);
      },
    };
    const open = () => {
      isOpen = true;
      return Promise.resolve({ close: () => Promise.resolve(void (isOpen = false)) });
    };
    const { figure } = await costOfPage(lane, open, 3);
    expect(measured.join(" ")).toBe("page none none none page none none none page");
    expect([figure.measured, figure.peer?.measured]).toEqual([11, 10]);
  });

  it("says how far rounds are from each other, so that noise is not taken for a page's cost", () => {
    const { figure, note } = costIn([
      { without: 10, again: 14, withPage: 12 },
      { without: 20, again: 10, withPage: 45 },
      { without: 10, again: 10, withPage: 11 },
    ]);
    expect([figure.measured, figure.peer?.measured]).toEqual([12, 10]);
    expect(note).toContain(
      "in 3 rounds: 1.10 × (1.00 to 3.00); of two windows without any the higher to the lower: 1.40",
    );
  });
});
