import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Ajv, type AnySchemaObject } from "ajv";
import { parse } from "yaml";
import { root } from "../../bundler/paths.ts";
import { shrinkings } from "../../tools/events/grows.ts";
import { catalogueFiles } from "../../tools/events/main.ts";

const files = await catalogueFiles();

describe("docs/events", () => {
  it.each([...files.keys()])("%s tells what there is: npm run events writes it", async (file) => {
    expect(await readFile(join(root, file), "utf8")).toBe(files.get(file));
  });

  it("asyncapi.yaml is AsyncAPI 3 by its authors' own schema, which would refuse a channel that is none", async () => {
    const schema: AnySchemaObject = JSON.parse(
      await readFile(join(root, "node_modules/@asyncapi/specs/schemas/3.0.0.json"), "utf8"),
    );
    // It holds JSON Schema's own schema too.
    const isAsyncapi = new Ajv({ meta: false, validateSchema: false, strict: false, validateFormats: false }).compile(
      schema,
    );
    const document: { channels: object } = parse(files.get("docs/events/asyncapi.yaml") ?? "");
    void isAsyncapi(document); // at once: the schema is no asynchronous one
    expect(isAsyncapi.errors).toBeNull();
    expect(isAsyncapi({ ...document, channels: { form: { adress: "form.submitted" } } })).toBe(false);
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
