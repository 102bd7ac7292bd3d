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

  it("stands on the webhooks of all rounds, and says how far others like them would be, so that noise is not taken for a page's cost", () => {
    const quiet = Array.from({ length: 100 }, (_, index) => index / 10);
    const slow = quiet.map((ms) => 3 * ms);
    const { figure, note } = costIn([
      { without: quiet, again: quiet, withPage: quiet },
      { without: quiet, again: slow, withPage: slow },
      { without: quiet, again: quiet, withPage: quiet },
    ]);
    expect(figure.measured).toBeCloseTo(28.8, 1);
    expect(figure.peer?.measured).toBeCloseTo(27.9, 1);
    expect(note).toBe(
      "console: p99 of 300 webhooks with a page to that of 600 without, in 3 rounds: 1.03 × (1.00 to 1.03); of a half of those without to the other: 2.94 × (1.00 to 3.00).",
    );
  });
});
