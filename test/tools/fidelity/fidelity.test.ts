import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../local/core/clock.ts";
import { serve } from "../../../local/core/serve.ts";
import { createCustomerio, localKeys } from "../../../local/customerio/customerio.ts";
import { createSalesforce } from "../../../local/salesforce/salesforce.ts";
import { fidelity } from "../../../tools/fidelity/main.ts";

const org = createSalesforce({ clock: systemClock, clientId: "client", clientSecret: "secret" });
const workspace = createCustomerio({ clock: systemClock });
let servers: Awaited<ReturnType<typeof serve>>[] = [];
let folder = "";

beforeAll(async () => {
  servers = await Promise.all([serve(org.fetch), serve(workspace.fetch)]);
  folder = await mkdtemp(join(tmpdir(), "ycat-fidelity-"));
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

async function comparing(texts: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  const page = join(folder, "fidelity.md");
  const code = await fidelity(texts, { environment, page, date: "2026-11-26", print: tell, complain: tell });
  return { code, output: told.join("\n"), page: await readFile(page, "utf8").catch(() => "") };
}

function orgSettings() {
  return {
    SALESFORCE_LOGIN_URL: servers[0]?.url ?? "",
    SALESFORCE_CLIENT_ID: "client",
    SALESFORCE_CREDENTIAL: "secret",
  };
}

describe("npm run fidelity", () => {
  it.each<[string, string[], Record<string, string>, string]>([
    ["no system", [], {}, "Which system? There are salesforce and customerio."],
    ["one that there is not", ["slack"], {}, "Which system? There are salesforce and customerio."],
    ["an unknown option", ["slack", "--hass"], {}, "There is no option --hass"],
    [
      "some settings and not all",
      ["salesforce"],
      { SALESFORCE_CLIENT_ID: "x" },
      "SALESFORCE_LOGIN_URL is not set: the org's My Domain",
    ],
    [
      "an org that people work in",
      ["salesforce"],
      { SALESFORCE_LOGIN_URL: "https://acme.my.salesforce.com", SALESFORCE_CLIENT_ID: "x", SALESFORCE_CREDENTIAL: "y" },
      "--production confirms it.",
    ],
  ])("refuses %s", async (_what, texts, environment, sentence) => {
    const { code, output } = await comparing(texts, environment);
    expect([code, output]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it("asks an org as the handlers do, leaves nothing there, and takes no stand-in's word for a real one's", async () => {
    const { output, page } = await comparing(["salesforce", "--has", "person-key"], orgSettings());
    expect(output).toMatch(/^real one, 2026-11-26: \d+ exchanges as expected, \d+ differ, \d+ not asked\.$/m);
    expect(Object.values(org.state()).flat()).toEqual([]);
    expect(page).toContain("| a Lead under a key | documented | not asked yet |\n");
    expect(page).not.toContain("Asked of a real one");
  });

  it("says that a login is refused", async () => {
    const { code, output } = await comparing(["salesforce"], { ...orgSettings(), SALESFORCE_CREDENTIAL: "other" });
    expect([code, output]).toEqual([2, expect.stringContaining("salesforce refused the login with INVALID_CLIENT")]);
  });

  it("asks a workspace, with its two APIs' keys", async () => {
    const { code, output } = await comparing(["customerio"], {
      CUSTOMERIO_TRACK_URL: servers[1]?.url ?? "",
      CUSTOMERIO_APP_URL: servers[1]?.url ?? "",
      CUSTOMERIO_SITE_ID: localKeys.siteId,
      CUSTOMERIO_API_KEY: localKeys.apiKey,
      CUSTOMERIO_APP_KEY: localKeys.appKey,
    });
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/^real one, 2026-11-26: 28 exchanges as expected, 0 differ/m),
    ]);
    expect(workspace.state()).toMatchObject({ people: [] });
  });

  it("asks nobody without credentials", async () => {
    const { output } = await comparing(["customerio"]);
    expect(output).toContain(
      "customerio: no real one was asked: CUSTOMERIO_SITE_ID, CUSTOMERIO_API_KEY, CUSTOMERIO_APP_KEY are not set.",
    );
  });
});
