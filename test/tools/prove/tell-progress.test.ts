import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { type Screen, type SoFar, tellProgress } from "../../../tools/prove/workers/tell-progress.ts";

/** What is written while so much time passes, and then it ends. */
async function toldIn(milliseconds: number, screen: Omit<Screen, "write">, soFar?: SoFar): Promise<string[]> {
  const written: string[] = [];
  const clock = new VirtualClock();
  let cases = 990;
  const look = () => soFar ?? { what: ["form-submitted", "form-submitted"], cases: (cases += 100), steps: 5 * cases };
  const stop = tellProgress({ ...screen, write: (text: string) => written.push(text) }, look, clock);
  await clock.advance(milliseconds);
  stop();
  await clock.advance(60_000);
  return written;
}

describe("tellProgress", () => {
  it("tells handlers and cases in a line each ten seconds where there is no terminal", async () => {
    expect(await toldIn(25_000, {})).toEqual([
      "10 s: 1,090 cases, 5,450 steps, form-submitted\n",
      "20 s: 1,190 cases, 5,950 steps, form-submitted\n",
    ]);
  });

  it.each([
    [[], "10 s: preparing\n"],
    [["email-reported", "form-submitted"], "10 s: preparing: runs without faults of email-reported, form-submitted\n"],
  ])("says what is going on before the first cases: %j", async (what, line) => {
    expect(await toldIn(15_000, {}, { what, cases: 0, steps: 9 })).toEqual([line]);
  });

  it("tells them in one line of a terminal, which is empty in the end", async () => {
    const written = await toldIn(450, { isTTY: true, columns: 20 });
    expect(written).toEqual(["\r\u001B[K0 s: 1,090 cases, 5", "\r\u001B[K0 s: 1,190 cases, 5", "\r\u001B[K"]);
  });
});
