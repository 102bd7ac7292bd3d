import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";
import { dist } from "../../../bundler/paths.ts";
import { type Runner, startRunner } from "../../../local/runner/runner.ts";
import { type FastLane, startFastLane } from "../runner/fast-lane.ts";
import { answersWith, manyEvents } from "./answers.ts";
import { hasBrowser, openBrowser, openPage, type PageOptions } from "./browser.ts";

const HOSTILE = `<script>window.struck = 1</script><img src=x onerror="window.struck = 1">\u202Egnp.exe${"x".repeat(20_000)}`;

const VIEWS = [
  "/events",
  "/events/row-1",
  "/people",
  "/people/ada@example.com",
  "/systems",
  "/systems/salesforce/Lead/00Q1",
  "/sources",
  "/sources/app",
  "/faults",
  "/topology",
];

(hasBrowser() ? describe : describe.skip)("the console's page", () => {
  let browser: Browser;
  let lane: FastLane;
  let next: Runner | undefined;

  beforeAll(async () => {
    [browser, lane] = await Promise.all([openBrowser(), startFastLane()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), next?.close(), lane.close()]);
  });

  const open = (path: string, options?: PageOptions) => openPage(browser, lane.runner.url, path, options);

  it("offers a sample where nothing has come in yet, shows a webhook as it comes, and opens its story by the keyboard", async () => {
    const { page, troubles, violations } = await open("/");
    await page.getByRole("button", { name: "Send a sample form" }).waitFor();
    expect(await violations()).toEqual([]);
    await lane.submitForm("ada@example.com");
    const grid = page.getByRole("grid");
    await grid.getByRole("row", { name: /ada@example\.com.*handled/ }).waitFor();
    await grid.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Handler form-submitted" }).waitFor();
    expect(await page.evaluate("document.activeElement?.id")).toBe("main"); // the grid, which had the focus, is gone
    await page.getByRole("list", { name: "Records" }).getByText("Lovelace", { exact: true }).first().waitFor();
    expect([await violations(), troubles]).toEqual([[], []]);
    await page.close();
  });

  it.each([
    ["nothing", undefined, "light", VIEWS, false],
    ["hostile texts", HOSTILE, "light", VIEWS, true],
    ["hostile texts, in the dark,", HOSTILE, "dark", ["/events", "/events/row-1", "/faults"], true],
  ] as const)("shows %s in each view, with nothing for axe to find", async (_, text, colorScheme, views, isFull) => {
    const { page, troubles, violations } = await open("/events", { answers: answersWith(text), colorScheme });
    for (const path of views) {
      await page.goto(lane.runner.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForTimeout(100); // the answers come from this process, at once
      for (const summary of await page.locator("summary").all()) await summary.click();
      const found = isFull ? await violations() : []; // axe is slow, and once a view and colour scheme is enough
      expect([path, found, await page.evaluate("window.struck")]).toEqual([path, [], undefined]);
    }
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("marks the lines on which something has passed, and none to a quiet topic", async () => {
    const handler = { backlog: 0, isBatch: false, isPaused: false, systems: ["slack"] };
    const topology = {
      sources: [
        { name: "app", perMinute: 3, topics: ["form.submitted", "invoice.paid"] },
        { name: "luma", perMinute: 0, topics: ["form.submitted"] },
      ],
      topics: [
        { name: "form.submitted", perMinute: 3 },
        { name: "invoice.paid", perMinute: 0 },
      ],
      handlers: [
        { ...handler, name: "form-submitted", topic: "form.submitted", perMinute: 3 },
        { ...handler, name: "invoice-paid", topic: "invoice.paid", perMinute: 0 },
      ],
      systems: [{ name: "slack", perMinute: 3 }],
    };
    const { page } = await open("/topology", { answers: { ...answersWith("some"), topology } });
    await page.getByRole("link", { name: /luma/ }).waitFor();
    expect(await page.locator("path.line").count()).toBe(7);
    expect(await page.locator("path.line.is-busy").count()).toBe(3); // app to its topic, to its handler, to slack
    await page.close();
  });

  it("says above every view what is paused and what waits, as it happens, and resumes it", async () => {
    const { page, troubles } = await open("/topology");
    await page.getByText("connected").waitFor();
    await lane.ask("POST", "/api/handlers/form-submitted/pause", { because: "Maintenance of the org" });
    const notice = page.getByRole("status").filter({ hasText: "Paused: form-submitted" });
    await notice.getByText("by hand (maintenance-of-the-org)").waitFor();
    await page.getByRole("link", { name: /form-submitted.*paused/ }).waitFor();
    await notice.getByRole("button", { name: "Resume" }).click();
    await notice.waitFor({ state: "detached" });
    expect(JSON.parse((await lane.ask("GET", "/api/handlers")).text)).not.toContainEqual(
      expect.objectContaining({ paused: expect.anything() }),
    );
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("shows hostile texts as texts, with their turning signs named, and long ones when asked to", async () => {
    const { page } = await open("/people/ada@example.com", { answers: answersWith(HOSTILE + "x".repeat(1_000_000)) });
    const cell = page.getByRole("cell", { name: "<script>window.struck = 1</script>" }).first();
    await cell.waitFor();
    expect((await page.locator("body").innerText()).length).toBeLessThan(5000);
    await cell.getByRole("button").click();
    expect(await cell.innerText()).toContain('onerror="window.struck = 1">[U+202E]gnp.exexxx');
    expect((await cell.innerText()).length).toBeGreaterThan(1_000_000);
    await page.close();
  });

  it("names the rows of a record, and says how many of a person's events it leaves out", async () => {
    const answers = answersWith("Lovelace");
    const { page } = await open("/people/ada@example.com", {
      answers: { ...answers, person: { ...answers.person, total: 1500 } },
    });
    await page.getByRole("rowheader", { name: "LastName" }).waitFor();
    await page.getByText("The latest 1 of 1500 events.").waitFor();
    await page.close();
  });

  it("says of an asset that it does not have how to get it", async () => {
    const answer = await fetch(`${lane.runner.url}/assets/page-of-before.js`);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("There is no such file")]);
  });

  it("tells why a webhook lies in quarantine, in a narrow list too, and which attempt is a replay's", async () => {
    const { events, life, ...others } = answersWith("ada@example.com");
    const quarantined = { ...life.row, verdict: "quarantined", outcome: "none" } as const;
    const answer = JSON.stringify({ outcome: "quarantined", reason: "/data/email is missing" });
    const webhook = life.webhook === null ? null : { ...life.webhook, answer };
    const handlers = life.handlers.map((one) => ({ ...one, attempts: [...one.attempts, ...one.attempts] }));
    const answers = {
      ...others,
      events: { ...events, rows: [quarantined] },
      life: { ...life, row: quarantined, webhook, handlers },
    };
    const { page, violations } = await open("/events/row-1", { answers });
    await page.getByText("/data/email is missing", { exact: true }).waitFor();
    expect(await page.getByRole("heading", { level: 3 }).allInnerTexts()).toEqual([
      "Attempt 1",
      "Attempt 1 of replay 1",
    ]);
    expect(await violations()).toEqual([]);
    await page.getByRole("link", { name: "dead letters", exact: true }).waitFor();
    await page.setViewportSize({ width: 420, height: 800 });
    await page.getByRole("link", { name: "Events", exact: true }).click();
    await page.getByRole("row").getByText("quarantined").waitFor();
    await page.close();
  });

  it("shows whose page it is before its script is there", async () => {
    const { page } = await open("/assets/icon.svg");
    await page.route(/page-\w+\.js$/, (route) => route.abort());
    await page.goto(`${lane.runner.url}/events`);
    expect(await page.locator(".side").innerText()).toMatch(/ycat\s+connecting/);
    await page.close();
  });

  it("scrolls through 50,000 events, of which it draws those in sight alone", async () => {
    const answers = { ...answersWith(undefined), events: manyEvents(50_000) };
    const { page, troubles } = await open("/events", { answers });
    await page.getByText("50,000 events; 7 older ones are kept no more").waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press("End");
    await page.locator('[href="/events/row-1"]').waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(100);
    await page.keyboard.press("Home");
    await page.locator('[href="/events/row-50000"]').waitFor();
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("says that ycat does not answer, and goes on when it does again", async () => {
    const { page } = await open("/events");
    await page.getByText("connected").waitFor();
    const port = Number(new URL(lane.runner.url).port);
    await lane.runner.close();
    await page.getByText("ycat does not answer; tries again").waitFor();
    next = await startRunner({ port, dist, onLine: () => undefined });
    await page.getByText("connected").waitFor();
    await page.getByRole("button", { name: "Send a sample form" }).waitFor();
    await page.close();
  });
});
