import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { type Screen, tellProgress } from "../../../tools/prove/workers/tell-progress.ts";

/** What is written while so much time passes, and then it ends. */
async function toldIn(milliseconds: number, screen: Omit<Screen, "write">): Promise<string[]> {
  const written: string[] = [];
  const clock = new VirtualClock();
  let cases = 990;
  const look = () => ({ what: ["form-submitted", "form-submitted"], cases: (cases += 100) });
  const stop = tellProgress({ ...screen, write: (text: string) => written.push(text) }, look, clock);
  await clock.advance(milliseconds);
  stop();
  await clock.advance(60_000);
  return written;
}

describe("tellProgress", () => {
  it("tells handlers and cases in a line each ten seconds where there is no terminal", async () => {
    expect(await toldIn(25_000, {})).toEqual([
      "10 s: 1,090 cases, form-submitted\n",
      "20 s: 1,190 cases, form-submitted\n",
    ]);
  });

  it("tells them in one line of a terminal, which is empty in the end", async () => {
    const written = await toldIn(450, { isTTY: true, columns: 20 });
    expect(written).toEqual(["\r\u001B[K0 s: 1,090 cases, f", "\r\u001B[K0 s: 1,190 cases, f", "\r\u001B[K"]);
  });
});
