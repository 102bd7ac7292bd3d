import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { root } from "../../../bundler/paths.ts";
import { type Command, startCommand } from "../runner/command.ts";
import { hasBrowser, openBrowser, openPage } from "./browser.ts";

const HANDLER = "form-submitted";
/** Where somebody is looked for before a Lead is made of them. */
const GUARDED = "functions/configuration/person.ts";
const GUARD = "(await salesforce.findPerson(said.email)) ??";
/** A proof gives way to whatever else is at work on the machine. */
const PATIENCE_MS = 240_000;

/** The README's first five minutes, in a checkout of its own, under `npm run dev`, whose handler is broken at the end. */
(hasBrowser() ? describe : describe.skip)("the first five minutes", () => {
  let folder = "";
  let development: Command;
  let browser: Browser;
  let page: Page;
  let troubles: readonly string[] = [];

  beforeAll(async () => {
    folder = await copyOfProject();
    const { url, ...command } = await startCommand({ args: ["--watch"], checkout: folder });
    development = command;
    browser = await openBrowser();
    ({ page, troubles } = await openPage(browser, url, "/"));
    page.setDefaultTimeout(PATIENCE_MS);
  }, PATIENCE_MS);
  afterAll(async () => {
    await browser?.close();
    development.child.kill("SIGINT");
    await development.exit;
    await rm(folder, { recursive: true, force: true });
  }, PATIENCE_MS);

  const goTo = (name: string) => page.getByRole("link", { name, exact: true }).click();
  const openStory = async () => {
    await page.getByText("all done after").waitFor();
    return page.getByRole("list", { name: "Records" });
  };

  it(
    "begin with a sample form, whose life draws itself up to its records",
    async () => {
      await page.getByRole("button", { name: "Send a sample form" }).click();
      const records = await openStory();
      for (const name of ["Lead of ada@example.com", "CampaignMember", "people", "events"])
        await records.getByText(name).first().waitFor();
      expect(await attemptsOf(page, HANDLER)).toBe("1 attempt");
    },
    PATIENCE_MS,
  );

  it(
    "go on with Salesforce's next answer lost: a second attempt finds what the first has made",
    async () => {
      await goTo("Events");
      await page.getByRole("button", { name: "Lose Salesforce's next answer" }).click();
      await openStory();
      expect(await page.getByText("apply-then-drop").count()).toBeGreaterThan(0);
      const { salesforce } = await stateBehind(page);
      const emails = salesforce.Lead.map(({ Email }) => Email);
      expect([emails.length, new Set(emails).size]).toEqual([2, 2]);
    },
    PATIENCE_MS,
  );

  it(
    "show each cell of a proof as it comes, and its story",
    async () => {
      await page.goto(new URL(`/proof/${HANDLER}`, page.url()).href);
      await page.getByRole("button", { name: `Prove ${HANDLER}` }).click();
      await page
        .getByRole("button", { name: /POST \/sobjects\/Lead, apply-then-drop: \d+ ok/ })
        .first()
        .click();
      await page.getByText("It ends as it should.").waitFor();
      await page.getByText("Every record is as it is where nothing befalls the event.").waitFor();
      expect(troubles).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    "end with a guard deleted: a cell turns red, and its shortest story says what is wrong, both runs side by side",
    async () => {
      await page.goto(new URL(`/proof/${HANDLER}`, page.url()).href);
      await page.getByRole("button", { name: "Stop" }).click();
      await page.getByRole("button", { name: `Prove ${HANDLER}` }).waitFor();
      const file = join(folder, GUARDED);
      const content = await readFile(file, "utf8");
      expect(content).toContain(GUARD);
      await writeFile(file, content.replace(GUARD, ""));
      await page.getByText("It was built anew since").waitFor();
      await page.getByRole("button", { name: `Prove ${HANDLER}` }).click();
      await page.getByText(`What fails of ${HANDLER}`).waitFor();
      await page.goto(new URL(`/proof/${HANDLER}?property=states`, page.url()).href);
      await page
        .getByRole("button", { name: /a Contact: \d+ fail/ })
        .first()
        .click();
      await page.getByRole("button", { name: "Play it again" }).waitFor();
      await page
        .getByText(/^The handler /)
        .first()
        .waitFor();
      await page.getByText("Undisturbed").first().waitFor();
      expect(troubles).toEqual([]);
    },
    PATIENCE_MS,
  );
});

/** All that git knows. */
async function copyOfProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-five-minutes-"));
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const name of files) await cp(join(root, name), join(folder, name));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function attemptsOf(page: Page, handler: string): Promise<string | null> {
  const step = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: `Handler ${handler}`, exact: true }) });
  return step.getByText(/^\d+ attempts?$/).textContent();
}

function stateBehind(page: Page) {
  return page.evaluate(async () => {
    const answer = await fetch("/api/state");
    return (await answer.json()) as { readonly salesforce: { readonly Lead: readonly { readonly Email: string }[] } };
  });
}
