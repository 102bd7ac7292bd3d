import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { dist } from "../../../bundler/paths.ts";
import { type Runner, startRunner } from "../../../local/runner/runner.ts";
import { openNpmStart } from "../../../tools/demo/npm-start.ts";
import { inviteGuests } from "../../../tools/demo/people.ts";
import { play } from "../../../tools/demo/play.ts";
import { cancel, createPlot, register } from "../../../tools/demo/plot.ts";
import { stepLine } from "../../../tools/demo/watch.ts";
import { runCommand } from "../../local/runner/command.ts";

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner({ port: 0, dist, onLine: () => {} });
});
afterAll(() => runner.close());

describe("npm run demo", () => {
  it("plays against what npm start runs, sees each effect, and ends every outage", async () => {
    const guests = inviteGuests("test").slice(0, 1);
    const plot = createPlot(guests, { dinner: 1, webinar: 1 });
    register(plot, -60, "app", plot.guest(0), "dinner");
    plot.happen(-30, "Salesforce is down", "outage");
    cancel(plot, -30, "app", plot.guest(0), "dinner");
    plot.happen(-29, "Salesforce is back", "over");
    const lines: string[] = [];
    const verdicts = await play(await openNpmStart(runner.url), {
      guests,
      steps: plot.steps,
      run: "test",
      doors: Date.now(),
      outageMs: 200,
      onStep: (...step) => lines.push(stepLine(...step)),
    });
    expect(verdicts).toMatchObject([{ found: { dinner: expect.stringMatching(/^Cancelled /) }, differences: [] }]);
    expect(lines).toEqual([
      expect.stringMatching(/^ {2}-1:00 {2}Ada Lovelace registers .* 201 in .*, effect seen after [\d.]+ m?s$/),
      expect.stringMatching(/Salesforce is down$/),
      expect.stringMatching(/Ada Lovelace cancels .* 201 in .*, the effect waits$/),
      expect.stringMatching(/all waiting effects seen after [\d.]+ m?s$/),
    ]);
    expect(runner.world.faults.list()).toEqual([]);
  });

  it("does not play where faults of somebody's are set, and says how to go on", async () => {
    const { faults } = runner.world;
    faults.add({ system: "slack", fault: "5xx-json" });
    await expect(openNpmStart(runner.url)).rejects.toThrow(`curl -X DELETE ${runner.url}/api/faults`);
    faults.take("slack", { method: "POST", path: "/chat.postMessage" });
    await expect(openNpmStart(runner.url)).resolves.toBeDefined(); // it has struck as often as it was to
  });

  it("says what to do where nothing runs", async () => {
    const { exit, lines } = runCommand("tools/demo.ts", { environment: { PORT: "1" } });
    expect(await exit).toEqual({ code: 2, signal: null });
    expect(lines.items).toEqual([
      "Nothing answers at http://localhost:1: run npm start first, in another terminal (or set PORT to where it runs).",
    ]);
  });
});
