import { describe, expect, it } from "@jest/globals";
import { type AnyHandler, isBatchHandler } from "../../../functions/runtime/define/batch-handler.ts";
import type { Handler } from "../../../functions/runtime/define/handler.ts";
import { table } from "../../../tools/demo/compare.ts";
import { inviteGuests } from "../../../tools/demo/people.ts";
import { play } from "../../../tools/demo/play.ts";
import { FIRST, SEATS, tellStory } from "../../../tools/demo/story.ts";
import { stepLine } from "../../../tools/demo/watch.ts";
import { everyHandler, openWholeLane } from "../../harness/whole-lane.ts";
import { openInProcess } from "./in-process.ts";

const DOORS = Date.parse("2026-12-03T18:30:00Z");
const MINUTE = 60_000;

/** The story on the clock of its own time, and what it has come to. */
async function playStory(changes: Parameters<typeof openWholeLane>[1] = {}) {
  const lane = openWholeLane(DOORS + FIRST * MINUTE, changes);
  const lines: string[] = [];
  const guests = inviteGuests("test");
  const verdicts = await play(openInProcess(lane), {
    guests,
    steps: tellStory(guests),
    run: "test",
    doors: DOORS,
    outageMs: MINUTE,
    onStep: (...step) => lines.push(stepLine(...step)),
  });
  return { lines, verdicts, lane };
}

describe("the demo's story", () => {
  it("ends with everybody as they should be, and nothing of them in a log", async () => {
    const { lines, verdicts, lane } = await playStory();
    expect(table(verdicts).filter((row) => !row.startsWith("✓"))).toHaveLength(1); // the heading
    expect(lines.filter((line) => line.includes("NOT SEEN"))).toEqual([]);
    expect(lines.filter((line) => /seen after [^0]/.test(line))).toEqual([
      expect.stringMatching(/Salesforce is back +all waiting effects seen after \d+\.\d s$/),
    ]);
    expect(lane.simulation.breaches).toEqual([]);
    const seated = verdicts.filter(({ found }) => /^(?:Attended|No Show) /.test(found.dinner));
    expect(seated).toHaveLength(SEATS.dinner + 1); // with a guest whom nobody expected
  });

  it.each<[string, Parameters<typeof openWholeLane>[1], string, string]>([
    [
      "a late change wins, for want of the field that knows the time of the one before",
      { settings: { SALESFORCE_REGISTRATION_TIME_FIELD: "none" } },
      "Ruth Teitelbaum",
      "Promoted",
    ],
    ["nothing is tried again", { handlers: everyHandler.map(triedOnce) }, "Dorothy Vaughan", "Registered"],
  ])("ends otherwise, and says so, where %s", async (_what, changes, name, status) => {
    const { lines, verdicts } = await playStory(changes);
    const rows = table(verdicts);
    const row = rows.findIndex((text) => text.startsWith(`✗  ${name}`));
    expect(rows[row]).toMatch(new RegExp(`  ${status} `));
    expect(rows[row + 1]).toMatch(/^ +should be +Cancelled /);
    expect(lines.join("\n")).toMatch(new RegExp(`NOT SEEN of .*${name}`));
  });
});

/** It is acknowledged, whatever has become of it. */
function triedOnce(handler: AnyHandler): AnyHandler {
  if (isBatchHandler(handler)) return handler;
  const run: Handler["run"] = (event, context) => handler.run(event, context).catch(() => {});
  return { ...handler, run };
}
