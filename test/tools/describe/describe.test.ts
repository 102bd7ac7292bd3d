import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FieldDescription } from "../../../schemas/salesforce/object-description.ts";
import { objectsFolder, readObjects } from "../../../bundler/read/objects.ts";
import { root } from "../../../bundler/paths.ts";
import { systemClock } from "../../../local/core/clock.ts";
import { serve } from "../../../local/core/serve.ts";
import { createSalesforce } from "../../../local/salesforce/salesforce.ts";
import { textOf } from "../../../tools/describe/description.ts";
import { describe as run } from "../../../tools/describe/main.ts";

const credentials = { clientId: "client", clientSecret: "a-secret-that-nobody-sees" };
const shipped = await readObjects();
const score: FieldDescription = { label: "Score", type: "double", precision: 3, nillable: true, createable: true };

/** The shipped org with a field more; for our user one field is hidden, one can't be written, and Rating has other values. */
const otherOrg = {
  objects: shipped.map((object) =>
    object.name === "Lead" ? { ...object, fields: { ...object.fields, Score__c: score } } : object,
  ),
  hiddenFields: ["Lead.HasOptedOutOfEmail"],
  readOnlyFields: ["Lead.Fax"],
  restrictedPicklists: { "Lead.Rating": ["Hot", "Lukewarm"] },
};

const orgs = [{ objects: shipped }, otherOrg].map((options) =>
  createSalesforce({ clock: systemClock, ...credentials, ...options }),
);
let servers: Awaited<ReturnType<typeof serve>>[];
let folder = "";

beforeAll(async () => {
  servers = await Promise.all(orgs.map((org) => serve(org.fetch)));
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ycat-describe-"));
});

afterEach(() => rm(folder, { recursive: true }));

afterAll(() => Promise.all(servers.map((server) => server.close())));

function urlOf(org: number): string {
  return servers[org]?.url ?? "";
}

async function describing(texts: readonly string[], changed: Readonly<Record<string, string>> = {}) {
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  const environment = {
    SALESFORCE_LOGIN_URL: urlOf(0),
    SALESFORCE_CLIENT_ID: credentials.clientId,
    SALESFORCE_CREDENTIAL: credentials.clientSecret,
    ...changed,
  };
  const code = await run(texts, {
    environment,
    folder,
    functions: join(root, "functions"),
    print: tell,
    complain: tell,
  });
  return { code, output: told.join("\n") };
}

describe("npm run describe", () => {
  it("writes the files of what it is asked for, as the org spells it", async () => {
    const { code, output } = await describing(["lead", "Account"]);
    expect([code, output]).toEqual([
      0,
      `schemas/salesforce/Lead.json: ${fieldsOf("Lead")} fields\nschemas/salesforce/Account.json: ${fieldsOf("Account")} fields\n` +
        "Next: npm run build, which makes the types of it, and npm run types.",
    ]);
    for (const file of ["Account.json", "Lead.json"])
      expect(await readFile(join(folder, file), "utf8")).toBe(await readFile(join(objectsFolder, file), "utf8"));
  });

  it("without names writes those that have a file, one that can't be read too, and tells what has changed", async () => {
    await writeShipped("Lead");
    const { code, output } = await describing([], { SALESFORCE_LOGIN_URL: urlOf(1) });
    expect([code, output]).toEqual([0, expect.stringMatching(/^Lead\.HasOptedOutOfEmail: the org has no such field/m)]);
    expect(await readdir(folder)).toEqual(["Lead.json"]);
    await writeFile(join(folder, "Lead.json"), "{");
    expect((await describing([])).code).toBe(0);
    expect(await readObjects(folder)).toEqual(shipped.filter(({ name }) => name === "Lead"));
  });

  it("names an object that is not there, and what may be meant, and writes nothing", async () => {
    const { code, output } = await describing(["Lead", "Campaign_Member"]);
    expect([code, output]).toEqual([
      2,
      "Campaign_Member: the org has no such object, or hides it from the user that ycat logs in as: look at its API name and at " +
        "the user's permission sets. There is CampaignMember.\nNothing was written.",
    ]);
    expect(await readdir(folder)).toEqual([]);
  });
});

async function writeShipped(...names: readonly string[]): Promise<void> {
  for (const object of shipped.filter(({ name }) => names.includes(name)))
    await writeFile(join(folder, `${object.name}.json`), textOf(object));
}

function fieldsOf(name: string): number {
  return Object.keys(shipped.find((object) => object.name === name)?.fields ?? {}).length;
}

describe("npm run describe -- --check", () => {
  beforeEach(async () => {
    await writeShipped(...shipped.map(({ name }) => name));
  });

  it("finds nothing where the org is as the files say", async () => {
    const { code, output } = await describing(["--check"]);
    expect([code, output]).toEqual([
      0,
      `${shipped.length} objects of ${urlOf(0)}: 0 differences, 0 in what functions/ uses.`,
    ]);
  });

  it("tells what differs and what uses it, and exits with 1 where something does", async () => {
    const { code, output } = await describing(["--check"], { SALESFORCE_LOGIN_URL: urlOf(1) });
    expect(code).toBe(1);
    expect(output.split("\n")).toEqual([
      "Lead.Fax: createable is not set in the org, true in the file",
      "Lead.Fax: updateable is not set in the org, true in the file",
      expect.stringMatching(
        /^Lead\.HasOptedOutOfEmail: the org has no such field, or hides it from this user — used by functions\//,
      ),
      'Lead.Rating: picklistValues: the org alone has "Lukewarm"; the file alone has "Warm", "Cold"',
      "Lead.Rating: restrictedPicklist is true in the org, not set in the file",
      "Lead.Score__c: the org alone has it (double)",
      `${shipped.length} objects of ${urlOf(1)}: 6 differences, 1 in what functions/ uses.`,
      "Mend the org (permissions, fields), or take it as it is: npm run describe, npm run build, npm run types.",
    ]);
    expect(await readObjects(folder)).toEqual(shipped);
  });

  it("exits with 0 where nothing goes by what differs", async () => {
    const { code, output } = await describing(["--check", "Contact", "Account"], { SALESFORCE_LOGIN_URL: urlOf(1) });
    expect([code, output]).toEqual([0, `2 objects of ${urlOf(1)}: 0 differences, 0 in what functions/ uses.`]);
  });
});

describe("npm run describe, where it can't be done", () => {
  it.each<[string, string[], Record<string, string>, string]>([
    ["names that are none", ["Lead!"], {}, `"Lead!" is no object's API name: Lead and Invoice__c are.`],
    ["an unknown option", ["--chek"], {}, "There is no option --chek: did you mean --check?"],
    ["no name and no file", [], {}, "Which objects? npm run describe -- Lead Contact, for example."],
    [
      "settings that are missing",
      ["Lead"],
      { SALESFORCE_LOGIN_URL: "", SALESFORCE_CREDENTIAL: "" },
      "SALESFORCE_LOGIN_URL is not set: the org's My Domain, https://NAME.my.salesforce.com.\n" +
        "SALESFORCE_CREDENTIAL is not set: what ycat logs in with: a private key (PEM) for the JWT bearer flow, or the app's client secret.\n" +
        "Set it in the environment. --help lists the options.",
    ],
    [
      "a setting that is wrong",
      ["Lead"],
      { SALESFORCE_LOGIN_URL: "https://acme.my.salesforce.com/lightning" },
      "SALESFORCE_LOGIN_URL must be an address like https://NAME.my.salesforce.com, without path.",
    ],
    [
      "a login that is refused",
      ["Lead"],
      { SALESFORCE_CREDENTIAL: "another-secret" },
      "salesforce refused the login with INVALID_CLIENT, HTTP 400: SALESFORCE_CLIENT_ID or _CREDENTIAL are another app's",
    ],
    [
      "an org that is not there",
      ["Lead"],
      { SALESFORCE_LOGIN_URL: "http://127.0.0.1:1" },
      "the connection to salesforce failed in POST /services/oauth2/token (ECONNREFUSED); it may have taken effect",
    ],
    [
      "a check of what has no file",
      ["--check", "Lead"],
      {},
      "There is no schemas/salesforce/Lead.json: npm run describe -- Lead writes it.",
    ],
  ])("says so of %s, with exit code 2 and nothing written", async (_what, texts, changed, sentence) => {
    const { code, output } = await describing(texts, changed);
    expect([code, output]).toEqual([2, expect.stringContaining(sentence)]);
    expect(await readdir(folder)).toEqual([]);
  });
});
