import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configurationFaults } from "../../bundler/check/configuration-files.ts";
import { root } from "../../bundler/paths.ts";
import { findUnits } from "../../bundler/read/units.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";

const units = await findUnits();
const CAMPAIGN = "701Hs0000000001IAA";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ycat-configuration-"));
  await cp(join(root, "functions/configuration/schemas"), join(folder, "schemas"), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const write = (file: string, ...lines: readonly string[]) =>
  writeFile(join(folder, file), [`{`, `  "$schema": "./schemas/${file}",`, ...lines, `}`].join("\n"));

describe("functions/configuration", () => {
  it("is as its schemas have it, each file by its own", async () => {
    expect(await configurationFaults(units)).toEqual([]);
  });

  it("names the line of one that is no JSON, before a unit imports it", async () => {
    await mkdir(join(folder, "configuration"));
    await writeFile(join(folder, "configuration/slack.json"), '{\n  "demo": ,\n}');
    await expect(findUnits(folder)).rejects.toThrow(/^functions\/configuration\/slack\.json:2: is not JSON: /);
  });

  it("never gives a schema's name as an entry to those who read it", () => {
    for (const file of Object.values(readConfiguration())) expect(file).not.toHaveProperty(["$schema"]);
  });

  it.each<[string, readonly string[], string]>([
    ["campaigns.json", [`  "a": "${CAMPAIGN}",`, `  "b": "00Q"`], '4: "b" needs a campaign'],
    [
      "campaigns.json",
      [`  "a": {`, `    "campaignId": "${CAMPAIGN}",`, `    "stauts": ""`, `  }`],
      '3: "a" has "stauts"',
    ],
    ["mailings.json", [`  "7": { "campaignId": "${CAMPAIGN}" }`], '3: "7" is no mailing\'s id'],
    ["slack.json", [`  "invoice.paid": "C0BILLING01",`, `  "demo": "#general"`], '4: "demo" must be a channel\'s id'],
    ["slack.json", [`  "demo ": "C0BILLING01"`], '3: "demo " has a blank at an end'],
    [
      "campaigns.json",
      [`  "a": "${CAMPAIGN}",`, `  "b": "${CAMPAIGN}",`, `  "a": "${CAMPAIGN}"`],
      '5: "a" is there twice',
    ],
    ["occasions.json", [`  "zomm:1": { "campaignId": "${CAMPAIGN}" }`], '3: "zomm:1" is of no source'],
    [
      "typeform.json",
      [`  "https://form.typeform.com/to/lT4Z3j": { "formId": "demo", "fields": {} }`],
      '3: "https://form.typeform.com/to/lT4Z3j" must be a form\'s id',
    ],
    [
      "segment.json",
      [`  "forms": {}, "subscribed": [],`, `  "unsubscribed": [`, `    7`, `  ]`],
      '5: "unsubscribed" · "0" must be string',
    ],
    [
      "typeform.json",
      [`  "lT4Z3j": {`, `    "formId": "demo",`, `    "fields": {`, `      "q": "e-mail"`, `    }`, `  }`],
      '6: "lT4Z3j" · "fields" · "q" must be one of company, country, email',
    ],
  ])("names the line of %s that is wrong: %j", async (file, lines, sentence) => {
    await write(file, ...lines);
    expect(await configurationFaults(units, folder)).toEqual([
      expect.stringContaining(`functions/configuration/${file}:${sentence}`),
    ]);
  });

  it("reads one that begins with a byte-order mark, as Windows writes it", async () => {
    await writeFile(join(folder, "slack.json"), '\ufeff{ "$schema": "./schemas/slack.json", "demo": "general" }');
    expect(await configurationFaults(units, folder)).toEqual([expect.stringContaining('slack.json:1: "demo" must be')]);
  });

  it("says of a file that names no schema, or none that is there, what it must name", async () => {
    await writeFile(join(folder, "slack.json"), "{}");
    await write("hubspot.json", `  "a": 1`);
    expect(await configurationFaults(units, folder)).toEqual([
      "functions/configuration/hubspot.json:2: there is no ./schemas/hubspot.json.",
      expect.stringContaining('functions/configuration/slack.json:1: "$schema" must be "./schemas/slack.json"'),
    ]);
  });
});
