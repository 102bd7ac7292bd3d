import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { secretFaults, realAddressFaults } from "../../bundler/check/sample-contents.ts";
import { sampleFileFaults } from "../../bundler/check/sample-files.ts";
import { webhookSamples } from "../../bundler/read/samples.ts";

let samples = "";
beforeEach(async () => {
  samples = await mkdtemp(join(tmpdir(), "ycat-samples-"));
  await write("webhooks/app/form.submitted.json");
});
afterEach(() => rm(samples, { recursive: true, force: true }));

async function write(file: string, text = '{"email":"ada@example.com"}'): Promise<void> {
  await mkdir(dirname(join(samples, file)), { recursive: true });
  await writeFile(join(samples, file), text);
}

const sources = [{ specification: { name: "app" } }] as unknown as Parameters<typeof sampleFileFaults>[0]["sources"];
const events = new Map([["form.submitted", { title: "FormSubmitted" }]]);
const faults = () => sampleFileFaults({ sources }, { events }, samples);

describe("the files among the samples", () => {
  it("may be what systems and editors leave there", async () => {
    for (const file of [".DS_Store", "webhooks/.DS_Store", "webhooks/app/.form.json.swp", "README.md"])
      await write(file);
    expect(faults()).toEqual([]);
    expect(webhookSamples(samples).map(({ name }) => name)).toEqual(["form.submitted"]);
  });

  it.each([
    ["app/form.submitted.json", "samples/app: it is not read"],
    [
      "webhooks/form.submitted.json",
      "samples/webhooks/form.submitted.json: it is not read: samples/webhooks/SOURCE/KIND.json",
    ],
    ["webhooks/ap/form.submitted.json", 'samples/webhooks/ap: there is no source ap (did you mean "app"?).'],
    ["webhooks/app/form.submitted.yaml", "a sample's name ends in .json, .xml, .form."],
    ["webhooks/app/form.headers.json", "there is no sample form.json whose headers it could be."],
    ["events/form.submitted.json", "samples/events/form.submitted.json: it is not read"],
    ["events/form.submitted/full.xml", "a sample's name ends in .json."],
  ])("are told where nothing would read them: %s", async (file, sentence) => {
    await write(file, "{}");
    expect(faults()).toEqual([expect.stringContaining(sentence)]);
  });

  it.each(["xoxb-123456789012-abcdefghijkl", "sk_live_0123456789abcdef", "-----BEGIN RSA PRIVATE KEY-----"])(
    "hold no secret such as %s",
    async (secret) => {
      await write("webhooks/app/form.submitted+2.json", `{\n  "message": "${secret}"\n}`);
      expect(secretFaults(samples)).toEqual([
        expect.stringContaining("form.submitted+2.json:2: there is a secret in it"),
      ]);
    },
  );

  it("name nobody who may exist", async () => {
    expect(realAddressFaults(samples)).toEqual([]);
    await write("webhooks/app/form.submitted+2.json", '{\n  "email": "mina.k@acme.pl"\n}');
    expect(realAddressFaults(samples)).toEqual([expect.stringContaining("form.submitted+2.json:2: an address")]);
  });

  it.each(["{,}", '["a"]', '{"x":{"a":1}}'])("have headers that are some, not %s", async (text) => {
    await write("webhooks/app/form.submitted.headers.json", text);
    expect(() => webhookSamples(samples)).toThrow("samples/webhooks/app/form.submitted.headers.json");
  });
});
