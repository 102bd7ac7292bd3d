import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { root } from "../../bundler/paths.ts";
import { batchHandler, handler, manifestWith, manyHandlers, source, sweptHandler } from "./manifests.ts";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(await readFile(join(root, "bundler/write/manifest.schema.json"), "utf8")) as Schema;
const read = await readFile(join(root, "terraform/manifest.tf"), "utf8");
const small: object = JSON.parse(await readFile(join(root, "terraform/tests/manifest.json"), "utf8"));

const definition = (name: string): Schema => schema.$defs?.[name] ?? {};
const inside = (name: string): Schema => schema.properties?.[name]?.additionalProperties ?? {};
const common = definition("function");
const functionKinds = ["source", "handler", "batch", "keeper", "sweep"].map((kind) => ({
  properties: { ...common.properties, ...definition(kind).properties },
  required: [...(common.required ?? []), ...(definition(kind).required ?? [])],
}));
const subscriptionKinds = ["pushed", "fetched", "pulled"].map(definition);

/** What manifest.tf calls each thing, and the schemas that it may have. */
const things: Readonly<Record<string, readonly Schema[]>> = {
  function: functionKinds,
  topic: [inside("topics")],
  subscription: subscriptionKinds,
  secret: [inside("secrets")],
  setting: [common.properties?.["settings"]?.additionalProperties ?? {}],
  "subscription.retryPolicy": [definition("pushed").properties?.["retryPolicy"] ?? {}],
  "subscription.deadLetterPolicy": [definition("pushed").properties?.["deadLetterPolicy"] ?? {}],
};

/** What only the runtime, the local runner or people need to know. */
const UNREAD = ["function.signature", "function.hasKeyPair", "function.eventType"];

interface Read {
  readonly thing: string;
  readonly property: string;
  /** Inside try(), or with a default: it may be missing. */
  readonly isGuarded: boolean;
}

function readsOf(thing: string): Read[] {
  const name = thing.replace(".", String.raw`\.`);
  const direct = [...read.matchAll(new RegExp(String.raw`(try\()?\b${name}\.(\w+)`, "g"))].map(
    ([, guard, property = ""]) => ({ thing, property, isGuarded: guard !== undefined }),
  );
  const looked = [...read.matchAll(new RegExp(String.raw`lookup\(${name}, "(\w+)"`, "g"))].map(([, property = ""]) => ({
    thing,
    property,
    isGuarded: true,
  }));
  return [...direct, ...looked];
}

const reads = Object.keys(things).flatMap(readsOf);
const nameOf = ({ thing, property }: Read) => `${thing}.${property}`;

describe("terraform/manifest.tf", () => {
  it("reads what the manifest's schema has", () => {
    const unknown = reads.filter(
      ({ thing, property }) => !things[thing]?.some(({ properties }) => properties?.[property] !== undefined),
    );
    expect(unknown.map(nameOf)).toEqual([]);
  });

  it("reads all of it, save what is not Terraform's", () => {
    const all = Object.entries(things).flatMap(([thing, schemas]) =>
      schemas.flatMap(({ properties = {} }) => Object.keys(properties).map((property) => `${thing}.${property}`)),
    );
    const known = reads.map(nameOf);
    expect([...new Set(all.filter((name) => !known.includes(name)))]).toEqual(UNREAD);
  });

  it("expects to be missing what may be missing", () => {
    const careless = reads.filter(
      ({ thing, property, isGuarded }) =>
        !isGuarded && !things[thing]?.every(({ required }) => required?.includes(property)),
    );
    // The two policies are read whole, each inside one try().
    expect([...new Set(careless.map(nameOf))]).toEqual(["subscription.retryPolicy", "subscription.deadLetterPolicy"]);
  });

  it("is the only file that reads it, besides the variables that are compared with its names", async () => {
    const files = (await readdir(join(root, "terraform"))).filter(
      (name) => name.endsWith(".tf") && name !== "manifest.tf",
    );
    for (const file of files) {
      const text = await readFile(join(root, "terraform", file), "utf8");
      const others = file === "variables.tf" ? text.replaceAll("keys(local.manifest.functions)", "") : text;
      expect({ file, text: others }).toEqual({ file, text: expect.not.stringContaining("local.manifest.") });
    }
  });
});

describe("made-up manifests", () => {
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema as object);

  it.each([
    [
      "sources and handlers",
      manifestWith(source("app", { addressRanges: ["192.0.2.0/24"] }), handler("form-submitted", "form.submitted")),
    ],
    ["a swept handler", manifestWith(sweptHandler("person-changed", "person.changed"))],
    ["a batch handler", manifestWith(batchHandler("import-people", "people.imported"))],
    ["a hundred handlers", manyHandlers(100)],
    ["terraform's own tests", small],
  ])("of %s are like real ones", (_name, manifest) => {
    validate(manifest);
    expect(validate.errors ?? []).toEqual([]);
  });
});
