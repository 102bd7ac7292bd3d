import { describe, expect, it } from "@jest/globals";
import { effectFindings } from "../../../../tools/prove/effects/compare.ts";
import { lineChanges } from "../../../../tools/prove/effects/line-changes.ts";

const text = (...lines: string[]) =>
  ["# What it does", "", "## acme", "", "### State by state", "", ...lines, ""].join("\n");
const before = text("    nobody", "      + note", "      + task", "    a note", "      no change");

describe("lineChanges", () => {
  it.each([
    ["nothing", before, []],
    [
      "a line in the place of another",
      before.replace("+ task", "+ call"),
      [{ path: ["acme", "State by state", "nobody"], removed: ["+ task"], added: ["+ call"] }],
    ],
    [
      "a line more",
      before.replace("+ task", "+ task\n      + call"),
      [{ path: ["acme", "State by state", "nobody"], removed: [], added: ["+ call"] }],
    ],
    [
      "a state more",
      `${before}    two notes\n      no change\n`,
      [
        { path: ["acme", "State by state"], removed: [], added: ["two notes"] },
        { path: ["acme", "State by state", "two notes"], removed: [], added: ["no change"] },
      ],
    ],
    [
      "a section less",
      before.slice(0, before.indexOf("## acme")),
      [
        { path: [], removed: ["## acme"], added: [] },
        { path: ["acme"], removed: ["### State by state"], added: [] },
        { path: ["acme", "State by state"], removed: ["nobody"], added: [] },
        { path: ["acme", "State by state", "nobody"], removed: ["+ note", "+ task"], added: [] },
        { path: ["acme", "State by state"], removed: ["a note"], added: [] },
        { path: ["acme", "State by state", "a note"], removed: ["no change"], added: [] },
      ],
    ],
  ])("finds %s", (_what, after, changes) => {
    expect(lineChanges(before, after)).toEqual(changes);
  });
});

describe("effectFindings", () => {
  it("tells where, what the file says, what is done now, and what accepts it", () => {
    const [found] = effectFindings("a-handler", before, before.replace("+ task", "+ call"));
    expect(found?.property).toBe("effects");
    expect(found?.rule.split("\n")).toEqual([
      "does something else than proof/a-handler.effects.md says (-), namely (+); `npm run prove -- a-handler --update` accepts it",
      "    acme · State by state · nobody",
      "      - + task",
      "      + + call",
    ]);
  });

  it("says of a handler that does not converge only that it does something else", () => {
    const found = effectFindings("a-handler", before, before.replace("+ task", "+ call"), { converges: false });
    expect(found.map(({ rule }) => rule)).toEqual([
      "does something else than proof/a-handler.effects.md says: how is told once it converges",
    ]);
  });

  it("tells the fields of new records before all else", () => {
    const now = text("nobody").replace("### State by state", "### Created from full\n\n    Task\n      Status: Open");
    const [found] = effectFindings("a-handler", before.replace("## acme", "## Outcome\n\n    done\n\n## acme"), now);
    expect(found?.rule.split("\n").slice(1, 3)).toEqual(["    acme · Created from full", "      + Task"]);
  });

  it("tells of many lines how many more there are", () => {
    const notes = Array.from({ length: 60 }, (_, index) => `      + note ${index}`);
    const [found] = effectFindings("a-handler", before, text("    nobody", ...notes));
    expect(found?.rule.split("\n").at(-1)).toMatch(/… and \d\d lines more$/);
  });
});
