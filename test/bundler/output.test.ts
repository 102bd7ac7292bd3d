// needs functions/sources/customerio.ts
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readSchemas } from "../../bundler/read/schemas.ts";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { unzipSync } from "fflate";
import type { Manifest } from "../../bundler/write/manifest.ts";
import { callBatch, openFormBatch } from "../harness/batch-function.ts";
import { type Checkout, copyCheckout } from "../harness/checkout.ts";
import { environment, startFunction } from "../harness/function-process.ts";

const eventTypes = [...(await readSchemas()).events.keys()].join(", ");

/** The zips that a build has left, by their names. */
async function zipsOf({ folder }: Checkout): Promise<Record<string, Uint8Array>> {
  const built = join(folder, "dist/functions");
  const names = (await readdir(built)).filter((name) => name.endsWith(".zip"));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, new Uint8Array(await readFile(join(built, name)))] as const)),
  );
}

const formBatch = `import { defineBatchHandler } from "../runtime/define/batch-handler.ts";

export default defineBatchHandler({
  name: "form-batch",
  eventType: "form.submitted",
  uses: [],
  batch: {},
  async *run(events) {
    for (const event of events) yield { event };
  },
});
`;

function entriesOf(zips: Record<string, Uint8Array>, name: string): Record<string, string> {
  const [, zip] = Object.entries(zips).find(([file]) => new RegExp(`^${name}-[0-9a-f]{16}\\.zip$`).test(file)) ?? [];
  if (zip === undefined) throw new Error(`there is no zip of ${name}`);
  return Object.fromEntries(
    Object.entries(unzipSync(zip)).map(([file, bytes]) => [file, Buffer.from(bytes).toString()]),
  );
}

describe("npm run build", () => {
  let checkout: Checkout;
  let zips: Record<string, Uint8Array>;

  beforeAll(async () => {
    checkout = await copyCheckout();
    const { code, output } = await checkout.build();
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/^Built \d+ functions in [\d.]+ s: dist\/manifest.json\n$/),
    ]);
    zips = await zipsOf(checkout);
  });
  afterAll(async () => {
    await checkout[Symbol.asyncDispose]();
  });

  // Each build takes seconds: this one is of another place, in another time zone, and of other code.
  it("makes the same bytes of the same input, wherever the checkout lies and whatever the time zone is; gives a function a new name when its code has changed; bundles a new one that works", async () => {
    await using changed = await copyCheckout();
    await changed.edit("functions/handlers/form-batch.ts", () => formBatch);
    await changed.edit("functions/sources/app.ts", (code) => code.replace('"webhook-id"]', '"webhook-id", "x-new"]'));
    expect((await changed.build([], { TZ: "Pacific/Auckland" })).code).toBe(0);
    const others = await zipsOf(changed);
    const fresh = Object.keys(others).filter((name) => !(name in zips));
    expect(fresh).toEqual([expect.stringMatching(/^app-/), expect.stringMatching(/^form-batch-/)]);
    expect(Object.keys(zips).filter((name) => !(name in others))).toEqual([expect.stringMatching(/^app-/)]);
    const same = Object.entries(others).filter(([name]) => !fresh.includes(name));
    for (const [name, bytes] of same) expect(Buffer.from(bytes).equals(Buffer.from(zips[name] ?? []))).toBe(true);
    await using pubsub = await openFormBatch(["ada"]);
    await using started = startFunction(
      "form-batch",
      { ...environment, PUBSUB_EMULATOR_HOST: pubsub.host },
      join(changed.folder, "dist/functions/form-batch"),
    );
    expect(await callBatch(started)).toBe(204);
    expect(pubsub.waiting()).toEqual([]);
  });

  it("has a source publish without ordering keys what no handler orders", () => {
    expect(entriesOf(zips, "customerio")["index.cjs"]).toContain('unordered:["email.reported"]');
  });

  it("puts into a zip the bundle, its package.json and its lock file, and nothing else", () => {
    const { "package.json": text = "", "package-lock.json": lock = "", ...others } = entriesOf(zips, "app");
    expect(Object.keys(others).toSorted()).toEqual(["index.cjs"]);
    const { dependencies, main, engines } = JSON.parse(text);
    expect({ main, engines }).toEqual({ main: "index.cjs", engines: { node: ">=24" } });
    expect(dependencies).toEqual(JSON.parse(lock).packages[""].dependencies);
    expect(dependencies).toEqual({ "@google-cloud/functions-framework": expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  });

  it.each([
    ["app", ["webhook-signature"], ["x-cio-signature", "jsforce", "services/data", "ajv/dist/core"]],
    ["customerio", ["x-cio-signature"], ["webhook-signature", "jsforce"]],
    ["contact-unsubscribed", ["HasOptedOutOfEmail"], ["webhook-signature", "chat.postMessage"]],
  ])("puts into %s what it imports and nothing of the others", (name, present, absent) => {
    const { "index.cjs": code = "" } = entriesOf(zips, name);
    expect(present.filter((text) => !code.includes(text))).toEqual([]);
    expect(absent.filter((text) => code.includes(text))).toEqual([]);
  });

  it("takes @google-cloud/pubsub and the root of @google-cloud/logging, which cost a cold start, into no function that somebody waits for", async () => {
    const { functions }: Manifest = JSON.parse(await readFile(join(checkout.folder, "dist/manifest.json"), "utf8"));
    const awaited = Object.values(functions).filter(({ kind }) => kind !== "batch");
    for (const name of awaited.map(({ bundle }) => basename(bundle))) {
      const { "index.cjs": code = "" } = entriesOf(zips, name.replace(/-[0-9a-f]{16}\.zip$/, ""));
      expect([name, /grpc-js|google\.pubsub\.v1|google\.logging\.v2/.exec(code)]).toEqual([name, null]);
    }
  });

  it("keeps the names of errors, which logs tell", () => {
    for (const name of ["app", "form-submitted", "email-reported", "keeper"]) {
      const { "index.cjs": code = "" } = entriesOf(zips, name);
      expect(code).toContain("UnavailableError=class extends DeliveryError");
      expect([name, /\w+Error\d+=class extends/.exec(code)]).toEqual([name, null]); // two of one name
    }
  });
});

describe("npm run build, of a checkout that is wrong", () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await copyCheckout();
  });
  afterAll(async () => {
    await checkout[Symbol.asyncDispose]();
  });

  const minimal = "samples/events/form.submitted/minimal.json";

  // What one build can tell stands in one row: each takes seconds.
  it.each<[string, readonly (readonly [file: string, change: (content: string) => string])[], readonly string[]]>([
    [
      "each unit, sample and released schema that is wrong",
      [
        [
          "functions/handlers/contact-unsubscribed.ts",
          (code) => code.replace('"contact.unsubscribed"', '"contact.gone"'),
        ],
        ["functions/handlers/form-submitted.ts", (code) => code.replace("timeoutSeconds: 60", "timeoutSeconds: 600")],
        ["functions/sources/application.ts", () => 'export { default } from "./app.ts";\n'],
        [
          "schemas/form.submitted.json",
          (text) => text.replace('"required": ["formId", "email"]', '"required": ["formId", "email", "company"]'),
        ],
        ["samples/events/form.submitted/full.json", (text) => text.replace(/"id": "[^"]*",/, "")],
        [minimal, (text) => text.replace('"grace@example.com",\n    "firstName"', '"grace",\n    "firstName"')],
        ["samples/events/email.reported/bounced.json", (text) => text.slice(0, 200)],
      ],
      [
        'functions/sources/application.ts: its name is "app"; the file must be app.ts.\n',
        `functions/handlers/contact-unsubscribed.ts: the event type "contact.gone" is unknown: there is no schemas/contact.gone.json (there are: ${eventTypes}).\n` +
          "functions/handlers/form-submitted.ts: delivery.timeoutSeconds is 600; 10 to 590 are possible, since Pub/Sub waits 600 s at most for a push.\n",
        'functions: "app" is the name of more than one source or handler; each becomes a function of that name.\n',
        "/data/company is missing. If it was valid once: a released schema only grows; make another event type, form.submitted.v2.\n",
        "samples/events/form.submitted/full.json: id missing: a whole CloudEvent is expected",
        `${minimal}:10: /data/email `,
        "samples/events/email.reported/bounced.json:8: is not JSON: ",
      ],
    ],
    [
      "a file without a default export",
      [["functions/sources/empty.ts", () => "export const nothing = 1;\n"]],
      [
        "functions/sources/empty.ts has no default export: export default define…({ … }) is expected; shared code (here nothing) belongs in functions/configuration.\n",
      ],
    ],
    [
      "a misspelt member that every source has",
      [["functions/sources/app.ts", (code) => code.replace("signature:", "sginature:")]],
      ["functions/sources/app.ts: signature is missing, or no object (is it meant by sginature?).\n"],
    ],
    [
      "schemas that are none, have a keyword that nobody knows, or are of another draft",
      [
        ["schemas/form.submitted.json", (text) => text.replace('"minLength": 1', '"minLength": "one"')],
        ["schemas/invoice.paid.json", (text) => text.replace('"minLength": 1', '"minLenght": 1')],
        ["schemas/contact.unsubscribed.json", (text) => text.replace("/draft/2020-12/schema", "/draft-07/schema")],
      ],
      [
        'schemas/form.submitted.json:11: is no valid JSON Schema: "properties" · "formId" · "minLength" must be integer\n',
        'schemas/invoice.paid.json:8: is no valid JSON Schema: unknown keyword: "minLenght"; did you mean "minLength"?\n',
        '"$schema" is https://json-schema.org/draft/2020-12/schema\n',
      ],
    ],
    [
      "a file that waits at its top",
      [["functions/handlers/contact-subscribed.ts", (code) => `await Promise.resolve();\n${code}`]],
      ["functions/handlers/contact-subscribed.ts:1: it can't be bundled: Top-level await"],
    ],
  ])("ends with 1 and a sentence about %s", async (_what, changes, sentences) => {
    for (const [file, change] of changes) await checkout.edit(file, change);
    const { code, output } = await checkout.build();
    for (const [file] of changes) await checkout.restore(file);
    expect(code).toBe(1);
    for (const sentence of sentences) expect(output).toContain(sentence);
    expect(output).not.toMatch(/^ {4}at /m);
  });
});

describe("what is generated and committed", () => {
  it("is written anew when a schema or an object has changed, and npm run build -- --check says that it was not", async () => {
    await using checkout = await copyCheckout();
    const check = async () => checkout.build(["--check"]);
    const stale = (file: string, from: string) => `${file} is not what ${from} say: run npm run build and commit it.\n`;
    await checkout.edit("schemas/salesforce/Lead.json", (text) => text.replace('"Company": {', '"Firm__c": {'));
    await checkout.edit("schemas/form.submitted.json", (text) =>
      text.replace('"title": {', '"position": { "type": "string" }, "title": {'),
    );
    expect(await check()).toEqual({
      code: 1,
      output:
        stale("schemas/types.ts", "schemas/*.json") + stale("schemas/salesforce/org.ts", "schemas/salesforce/*.json"),
    });
    await checkout.edit("schemas/types.ts", (text) => `<<<<<<< HEAD\n${text}`); // as a merge leaves it
    expect((await checkout.build()).code).toBe(0);
    const written = async (file: string) => readFile(join(checkout.folder, file), "utf8");
    expect(await written("schemas/types.ts")).toContain("  position?: string;\n");
    expect(await written("schemas/salesforce/org.ts")).toContain("Firm__c: string;\n");
    // What is generated is checked before the schemas are, and before all is bundled, which takes longest.
    await checkout.edit("schemas/invoice.paid.json", (text) => text.replace('"minLength": 1', '"minLenght": 1'));
    expect(await check()).toEqual({
      code: 1,
      output: expect.stringMatching(/^schemas\/invoice.paid.json:8: [^\n]*\n$/),
    });
  });
});
