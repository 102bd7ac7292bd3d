import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import { systemClock } from "../../../local/core/clock.ts";
import { serve } from "../../../local/core/serve.ts";
import { createSalesforce } from "../../../local/salesforce/salesforce.ts";
import { describe as run } from "../../../tools/describe/main.ts";

const credentials = { clientId: "client", clientSecret: "a-secret-that-nobody-sees" };
const org = createSalesforce({ clock: systemClock, ...credentials });
let server: Awaited<ReturnType<typeof serve>>;
let folder = "";
let environment: Record<string, string>;

beforeAll(async () => {
  server = await serve(org.fetch);
  folder = await mkdtemp(join(tmpdir(), "ycat-describe-"));
  environment = {
    SALESFORCE_LOGIN_URL: server.url,
    SALESFORCE_CLIENT_ID: credentials.clientId,
    SALESFORCE_CREDENTIAL: credentials.clientSecret,
  };
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function describing(texts: readonly string[], changed: Readonly<Record<string, string>> = {}) {
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  const code = await run(texts, {
    environment: { ...environment, ...changed },
    folder,
    functions: join(root, "functions"),
    print: tell,
    complain: tell,
  });
  return { code, output: told.join("\n") };
}

describe("npm run describe, where it can't be done", () => {
  it.each<[string, string[], Record<string, string>, string]>([
    ["names that are none", ["Lead!"], {}, `"Lead!" is no object's API name: Lead and Invoice__c are.`],
    ["an unknown option", ["--chek"], {}, "Unknown option '--chek'."],
    ["no name and no file", [], {}, "Which objects? npm run describe -- Lead Contact, for example."],
    [
      "settings that are missing",
      ["Lead"],
      { SALESFORCE_LOGIN_URL: "", SALESFORCE_CREDENTIAL: "" },
      "SALESFORCE_LOGIN_URL is not set: the org's My Domain, https://NAME.my.salesforce.com.\n" +
        "SALESFORCE_CREDENTIAL is not set: what ycat logs in with: a private key (PEM) for the JWT bearer flow, or the app's client secret.\n" +
        "Set it in the environment. --help says more.",
    ],
    [
      "a setting that is wrong",
      ["Lead"],
      { SALESFORCE_LOGIN_URL: "https://acme.my.salesforce.com/lightning" },
      "SALESFORCE_LOGIN_URL must be an address like https://example.com, without path.",
    ],
    [
      "a login that is refused",
      ["Lead"],
      { SALESFORCE_CREDENTIAL: "another-secret" },
      "salesforce refused the login with INVALID_CLIENT, HTTP 400: check SALESFORCE_LOGIN_URL, _CLIENT_ID, _USERNAME and _CREDENTIAL",
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
