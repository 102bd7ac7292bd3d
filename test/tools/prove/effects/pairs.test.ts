import { describe, expect, it } from "@jest/globals";
import { modelsFor, type Model, spellCreated } from "../../../../tools/prove/effects/created.ts";
import { pairRecords, type Told } from "../../../../tools/prove/effects/pairs.ts";

const note = (fields: Record<string, string>, id?: string): Told => ({ kind: "notes", name: "notes", id, fields });

describe("pairRecords", () => {
  it.each<[what: string, earlier: Told[], later: Told[], counts: [pairs: number, gone: number, fresh: number]]>([
    ["one with its id, whatever it holds", [note({ a: "1" }, "n1")], [note({ b: "2" }, "n1")], [1, 0, 0]],
    ["none with another's id, however like", [note({ a: "1" }, "n1")], [note({ a: "1" }, "n2")], [0, 1, 1]],
    ["what is the same", [note({ a: "1" }), note({ a: "2" })], [note({ a: "2" })], [1, 1, 0]],
    ["what is most like", [note({ a: "1", b: "1" })], [note({ a: "1", b: "2" })], [1, 0, 0]],
    ["none that is not like", [note({ a: "1", b: "1" })], [note({ c: "1", d: "2" })], [0, 1, 1]],
    ["one of two that are the same", [note({ a: "1" })], [note({ a: "1" }), note({ a: "1" })], [1, 0, 1]],
    ["none of another kind", [note({ a: "1" })], [{ ...note({ a: "1" }), kind: "tasks" }], [0, 1, 1]],
  ])("pairs %s", (_what, earlier, later, counts) => {
    const { pairs, gone, fresh } = pairRecords(earlier, later);
    expect([pairs.length, gone.length, fresh.length]).toEqual(counts);
  });
});

describe("a created record", () => {
  const first = note({ text: '"Hello"', to: "Contact “Ada”", status: '"sent"' });

  it.each<[what: string, record: Told, line: string]>([
    ["is its model", first, "notes"],
    ["has a field otherwise", note({ ...first.fields, to: "Lead “Ada”" }), "notes, but to: Lead “Ada”"],
    ["lacks one", note({ text: '"Hello"', to: "Contact “Ada”" }), "notes, but no status"],
    ["is another one", note({ a: "1", b: "2" }), "notes (2)"],
  ])("%s", (_what, record, line) => {
    const models: Model[] = [];
    modelsFor([first], models);
    expect(modelsFor([record], models).map(spellCreated)).toEqual([line]);
  });

  it("that is there twice is told twice", () => {
    expect(modelsFor([first, first], []).map(spellCreated)).toEqual(["notes", "notes (2)"]);
  });
});
