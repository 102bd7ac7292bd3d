import { describe, expect, it } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import type { Topic } from "../../../tools/fidelity/exchange.ts";
import { pageOf } from "../../../tools/fidelity/page.ts";
import { systems } from "../../../tools/fidelity/systems.ts";

const exchange = { name: "a | b", basis: "recorded", sent: { method: "GET", path: "/" }, status: 200 } as const;
const other = { ...exchange, name: "c" };
const third = { ...exchange, name: "d" };
const topic: Topic = { name: "T", exchanges: [exchange, other, third] };
const both = { one: { topics: [topic] }, two: { topics: [topic] } };

describe("pageOf", () => {
  it("says of what nobody has asked that nobody has", () => {
    expect(pageOf("", both, undefined)).toContain(
      "## one\n\nNo real one has been asked yet.\n\n### T\n\n| exchange | known | a real one |\n| --- | --- | --- |\n" +
        "| a \\| b | recorded | not asked yet |\n",
    );
  });

  it("holds what a real one has answered, and keeps it when another is asked", () => {
    const results = [
      { topic: "T", exchange, differences: ["status: 200 expected, 400 came", 'a | b: "x" expected'] },
      { topic: "T", exchange: other, differences: [] },
      { topic: "T", exchange: third, differences: [], skipped: "--has rule" },
    ];
    const first = pageOf("", both, { system: "one", date: "2026-11-26", results });
    const second = pageOf(first, both, { system: "two", date: "2026-12-01", results: [] });
    expect(second).toContain(
      "Asked of a real one on 2026-11-26.\n\n### T\n\n| exchange | known | a real one |\n| --- | --- | --- |\n" +
        '| a \\| b | recorded | differs: status: 200 expected, 400 came; a \\| b: "x" expected |\n' +
        "| c | recorded | as expected |\n| d | recorded | not asked: --has rule |\n",
    );
    expect(second).toContain("## two\n\nAsked of a real one on 2026-12-01.\n");
    expect(pageOf(second, both, undefined)).toBe(second);
  });
});

describe("docs/fidelity.md", () => {
  it("has every exchange", () => {
    const page = readFileSync(join(root, "docs/fidelity.md"), "utf8");
    expect(pageOf(page, systems, undefined)).toBe(page); // npm run fidelity writes it
  });
});
