import { describe, expect, it } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readObjects } from "../../bundler/read/objects.ts";
import { orgOf } from "../../bundler/write/org.ts";

async function read(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), "ycat-objects-"));
  try {
    for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
    return await readObjects(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const text = { label: "Name", type: "string", length: 80, createable: true, updateable: true };

describe("readObjects", () => {
  it("reads the objects by their names, and nothing else of the folder", async () => {
    const object = (name: string) => JSON.stringify({ name, label: name, fields: {} });
    const objects = await read({ "Lead.json": object("Lead"), "Account.json": object("Account"), "org.ts": "" });
    expect(objects.map(({ name }) => name)).toEqual(["Account", "Lead"]);
  });

  it("has no objects in a checkout without them", async () => {
    expect(await readObjects("/nowhere")).toEqual([]);
  });

  it.each([
    ["{", "schemas/salesforce/Lead.json is not JSON: npm run describe -- Lead rewrites it."],
    ["null", "schemas/salesforce/Lead.json must have the name Lead, a label and fields"],
    ['{"name":"Leed","label":"Lead","fields":{}}', "schemas/salesforce/Lead.json must have the name Lead"],
    ['{"name":"Lead","label":"Lead","fields":[]}', "schemas/salesforce/Lead.json must have the name Lead"],
    [
      '{"name":"Lead","label":"Lead","fields":{"Name":{"label":"Name"}}}',
      `schemas/salesforce/Lead.json:1: "Name" must be a field's API name, with a label and a type`,
    ],
    [
      JSON.stringify({ name: "Lead", label: "Lead", fields: { "First Name": text } }),
      `schemas/salesforce/Lead.json:1: "First Name" must be a field's API name`,
    ],
  ])("says what is wrong with %s", async (content, sentence) => {
    await expect(read({ "Lead.json": content })).rejects.toThrow(
      expect.objectContaining({ name: "SpecificationError", message: expect.stringContaining(sentence) }),
    );
  });

  it.each<[string, object, string]>([
    ["a misspelt attribute", { lenght: 40 }, 'has "lenght", which describe does not have (did you mean "length"?)'],
    [
      "one in other case",
      { Nillable: true },
      'has "Nillable", which describe does not have (did you mean "nillable"?)',
    ],
    [
      "one of another kind",
      { required: true },
      'has "required", which describe does not have (there are: label, type,',
    ],
    ["one of Object's own", { constructor: 1 }, 'has "constructor", which describe does not have'],
    ["a length that is a text", { length: "40" }, 'has length: "40"; it must be a whole number of 1 or more'],
    ["a length that is none", { length: -1 }, "has length: -1; it must be a whole number of 1 or more"],
    ["a truth that is a text", { createable: "yes" }, 'has createable: "yes"; it must be true or false'],
    ["a type that there is not", { type: "text" }, 'has the type "text"; there are address, anyType,'],
    ["a reference to nothing", { type: "reference" }, "is a reference without referenceTo"],
    ["a reference to one text", { type: "reference", referenceTo: "Account" }, "it must be a list of different texts"],
    ["a restricted list of nothing", { type: "picklist", restrictedPicklist: true }, "without picklistValues"],
    ["values twice", { type: "picklist", picklistValues: ["S", "S"] }, "it must be a list of different texts"],
    [
      "values of a text",
      { picklistValues: ["S"] },
      "has picklistValues, which is of these types alone, and not of string",
    ],
    ["digits of a text", { scale: 2 }, "has scale, which is of these types alone"],
    ["digits after no point", { type: "double", scale: 2 }, "has a scale, of digits after the point, and no precision"],
  ])("says what is wrong with %s, and where", async (_what, change, sentence) => {
    const fields = { Id: { label: "Id", type: "id" }, Size__c: { label: "Size", type: "string", ...change } };
    const content = JSON.stringify({ name: "Lead", label: "Lead", fields }, null, 1);
    const line = content.slice(0, content.indexOf('"Size__c"')).split("\n").length;
    const told = `schemas/salesforce/Lead.json:${line}: "Size__c" `;
    const refused = await read({ "Lead.json": content }).catch(String);
    expect(refused).toMatch(/^SpecificationError: [^\n]*\.$/);
    expect([refused, refused]).toEqual([expect.stringContaining(told), expect.stringContaining(sentence)]);
  });

  it("says all at once, of all files", async () => {
    const object = (name: string) =>
      JSON.stringify({ name, label: name, Fields: 1, fields: { A: { ...text, lenght: 1 }, a: text } });
    await expect(read({ "Lead.json": object("Lead"), "Account.json": object("Account") })).rejects.toThrow(
      [
        'schemas/salesforce/Account.json: has "Fields", which describe does not have (there are: name, label, keyPrefix, createable, updateable, deletable).',
        'schemas/salesforce/Account.json:1: "A" has "lenght", which describe does not have (did you mean "length"?).',
        'schemas/salesforce/Account.json:1: "a" is "A" once more: Salesforce ignores the case of names.',
        "schemas/salesforce/Lead.json: ",
      ].join("\n"),
    );
  });

  it("takes what is left out, and what is nothing, for the same", async () => {
    const field = { ...text, nillable: false, scale: 0, picklistValues: [], referenceTo: [] };
    const content = JSON.stringify({ name: "Lead", label: "Lead", fields: { Name: field } });
    expect(await read({ "Lead.json": content })).toHaveLength(1);
  });

  it("takes no object whose name can't be a type's", async () => {
    const content = JSON.stringify({ name: "Le-ad", label: "Lead", fields: {} });
    await expect(read({ "Le-ad.json": content })).rejects.toThrow(
      "schemas/salesforce/Le-ad.json must have the name Le-ad",
    );
  });
});

describe("orgOf", () => {
  const { content } = orgOf([
    {
      name: "Order__c",
      label: "Order",
      createable: true,
      fields: {
        Amount__c: { ...text, label: "Amount */ net", type: "currency", precision: 18, scale: 2, nillable: true },
        Buyer__c: { label: "Buyer", type: "reference", length: 18, nillable: true, referenceTo: ["Contact", "Lead"] },
        Id: { label: "Record ID", type: "id", length: 18, defaultedOnCreate: true },
        Key__c: { ...text, unique: true, nillable: true },
        Name: text,
        Open__c: { label: "Open", type: "boolean", createable: true, updateable: true },
        Size__c: { ...text, type: "picklist", restrictedPicklist: true, picklistValues: ["S", "M"], updateable: false },
        Weight__c: { ...text, type: "picklist", restrictedPicklist: true, picklistValues: ["S", "M"], nillable: true },
      },
    },
  ]);

  it.each([
    ["the values", "  /** Amount * / net: currency (80) */\n  readonly Amount__c: number | null;\n"],
    ["references", "  /** Buyer: reference to Contact, Lead */\n  readonly Buyer__c: string | null;\n"],
    ["restricted values", "  /** Name: picklist (80): S, M */\n  readonly Size__c: string;\n"],
    ["a checkbox", "  readonly Open__c: boolean;\n"],
    ["what may be created", 'createable: "Amount__c" | "Key__c" | "Name" | "Open__c" | "Size__c" | "Weight__c";\n'],
    ["what may be changed", 'updateable: "Amount__c" | "Key__c" | "Name" | "Open__c" | "Weight__c";\n'],
    [
      "the words of restricted ones",
      'readonly words: { readonly Size__c: "S" | "M"; readonly Weight__c: "S" | "M"; };\n',
    ],
    ["what is unique", '    readonly unique: "Key__c";\n'],
    [
      "what can be written, by what it holds",
      '  Order__c: {"currency 18.2 cu":"Amount__c","string 80 cuk":"Key__c","string 80 cu":"Name","boolean 0 cu":"Open__c",' +
        '"picklist 80 c":"Size__c","picklist 80 cu":"Weight__c"},\n',
    ],
    ["a list of values once", '  ["Order__c.Size__c Order__c.Weight__c",["S","M"]],\n'],
  ])("tells %s", (_what, line) => {
    expect(content).toContain(line);
  });
});
