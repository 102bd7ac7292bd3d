import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { shrinkings } from "../../tools/events/grows.ts";
import { catalogueFiles } from "../../tools/events/main.ts";

const files = await catalogueFiles();

describe("docs/events", () => {
  it.each([...files.keys()])("%s tells what there is: npm run events writes it", async (file) => {
    expect(await readFile(join(root, file), "utf8")).toBe(files.get(file));
  });
});

describe("shrinkings", () => {
  const text = { type: "string" };
  const before = {
    type: "object",
    required: ["a"],
    properties: {
      a: { ...text, maxLength: 10 },
      b: { type: "integer" },
      c: { enum: ["x", "y"] },
      d: { items: text, type: "array" },
    },
  };
  const withMember = (name: string, member: object) => ({
    ...before,
    properties: { ...before.properties, [name]: member },
  });

  it.each([
    ["a member more", withMember("e", text)],
    ["a wider number", withMember("b", { type: "number" })],
    ["a type more", withMember("b", { type: ["integer", "null"] })],
    ["a word more", withMember("c", { enum: ["x", "y", "z"] })],
    ["a longer text", withMember("a", { ...text, maxLength: 20 })],
    ["no limit", withMember("a", text)],
    ["less that is required", { ...before, required: [] }],
    ["another title", { ...before, title: "Other" }],
  ])("lets grow: %s", (_what, after) => expect(shrinkings(before, after)).toEqual([]));

  it.each([
    [
      "a member less",
      { ...before, properties: { a: before.properties.a } },
      ['"b" is gone', '"c" is gone', '"d" is gone'],
    ],
    ["more that is required", { ...before, required: ["a", "b"] }, ['"b" is required now']],
    ["another type", withMember("b", text), ['"b" can be no integer any more']],
    ["a word less", withMember("c", { enum: ["x"] }), ['"c" can\'t be "y" any more']],
    ["a shorter text", withMember("a", { ...text, maxLength: 5 }), ['"a" has another maxLength']],
    ["a limit", withMember("b", { type: "integer", minimum: 1 }), ['"b" has another minimum']],
    ["a pattern", withMember("a", { ...before.properties.a, pattern: "^x" }), ['"a" has another pattern']],
    [
      "another kind of item",
      withMember("d", { type: "array", items: { type: "integer" } }),
      ['"d[]" can be no string any more'],
    ],
  ])("tells of %s", (_what, after, faults) => expect(shrinkings(before, after)).toEqual(faults));
});
