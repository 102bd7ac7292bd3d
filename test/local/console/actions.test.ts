import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import type { EventPage, EventRow, Life } from "../../../local/console/contract/events.ts";
import type { FaultRow } from "../../../local/console/contract/faults.ts";
import { type FastLane, startFastLane, tracesOf, ONCE } from "../runner/fast-lane.ts";
import { poll } from "../runner/history.ts";
import { formFill } from "../runner/webhooks.ts";
import { hasBrowser, openBrowser, openPage, type OpenPage } from "./browser.ts";

const ADA = "ada@example.com";
const GRACE = "grace@example.com";

(hasBrowser() ? describe : describe.skip)("what people do on the console's page", () => {
  let browser: Browser;
  let lane: FastLane;
  let saveIn: string;
  let opened: OpenPage;
  let page: Page;

  beforeAll(async () => {
    saveIn = await mkdtemp(join(tmpdir(), "ycat-saved-"));
    [browser, lane] = await Promise.all([openBrowser(), startFastLane({ saveIn })]);
  });
  beforeEach(async () => {
    opened = await openPage(browser, lane.runner.url, "/topology");
    ({ page } = opened);
    page.on("dialog", (dialog) => void dialog.accept());
  });
  afterEach(async () => {
    await page.close();
    await lane.reset();
  });
  afterAll(async () => {
    await Promise.all([browser.close(), lane.close(), rm(saveIn, { recursive: true })]);
  });

  const ask = async <Answer>(path: string): Promise<Answer> => JSON.parse((await lane.ask("GET", path)).text);
  const leadsText = async () => JSON.stringify((await lane.state()).salesforce["Lead"]).toLowerCase();
  const rows = async () => (await ask<EventPage>("/api/events")).rows;
  const go = (path: string) => page.goto(lane.runner.url + path);
  const press = (name: string | RegExp) => page.getByRole("button", { name, exact: true }).first().click();
  const said = (text: string | RegExp) => page.getByText(text).first().waitFor();

  /** Until so many events have come and all that were published are done with. */
  async function settled(count: number): Promise<readonly EventRow[]> {
    const isDone = ({ verdict, outcome }: EventRow) =>
      verdict !== "under way" && outcome !== "under way" && outcome !== "retrying";
    let all: readonly EventRow[] = [];
    await poll(async () => (all = await rows()).length >= count && all.every(isDone), `${count} events that are done`);
    expect(all).toHaveLength(count);
    return all;
  }

  /** A form of Ada's, and the page of its story. */
  async function openAda(): Promise<EventRow> {
    await lane.submitForm(ADA);
    const [row] = await settled(1);
    if (row === undefined) throw new Error("no row");
    await go(`/events/${row.id}`);
    await page.getByRole("heading", { name: "Handler form-submitted" }).waitFor();
    return row;
  }

  async function editJson(from: string, to: string): Promise<void> {
    const area = page.getByRole("textbox", { name: "Body, JSON" });
    await area.fill((await area.inputValue()).replaceAll(from, to));
  }

  it("says that a starting state wants nobody to be there", async () => {
    const name = encodeURIComponent("a converted Lead with our key, its Contact deleted since");
    const add = () => lane.ask("POST", `/api/systems/salesforce/starting-states/${name}`, { email: ADA });
    expect((await add()).status).toBe(204);
    const { status, text } = await add();
    expect(status).toBe(409);
    expect(text).toContain("It begins where there is nobody of ada@example.com: reset all, or take another address. ");
  });

  it("says that nothing, or what breaks off, is no body", async () => {
    await go("/sources/app/form.submitted");
    for (const [typed, sentence] of [
      ["", "The body is empty, where JSON is expected."],
      ["{", "The body is no JSON: "],
    ] as const) {
      await page.getByRole("textbox", { name: "Body, JSON" }).fill(typed);
      await press("Send");
      await page.getByText(sentence).waitFor();
    }
  });

  it.each([
    ["Send again", 2],
    ["Twice", 3],
  ])("%s: what has come comes once more, and changes nothing", async (button, count) => {
    const first = await openAda();
    await press(button);
    await page.waitForURL((url) => !url.pathname.endsWith(first.id));
    const all = await settled(count);
    expect(new Set(all.map(({ eventId }) => eventId))).toEqual(new Set([first.eventId]));
    expect(tracesOf(await lane.settled(), ADA)).toEqual(ONCE);
  });

  it("sends one like it an hour late: an event of its own, of the same person", async () => {
    const first = await openAda();
    await press("An hour late");
    const [, late] = await settled(2);
    const lives = await Promise.all([first, late].map((row) => ask<Life>(`/api/events/${row?.id ?? ""}`)));
    const [time = 0, lateTime = 0] = lives.map(({ event }) => Date.parse(event?.time ?? ""));
    expect([time - lateTime, first.eventId === late?.eventId]).toEqual([3_600_000, false]);
    expect(tracesOf(await lane.settled(), ADA)).toEqual({ ...ONCE, events: 2 });
  });

  it("sends it changed: to another person", async () => {
    await openAda();
    await press("Changed…");
    await editJson(ADA, GRACE);
    await press("Send changed");
    const [, changed] = await settled(2);
    expect(changed?.person).toBe(GRACE);
    expect(tracesOf(await lane.settled(), GRACE)).toMatchObject({ leads: 1, people: 1 });
  });

  it("copies a curl that works", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await openAda();
    await press("Copy as curl");
    await said("Copied, signed for this moment.");
    const command = (await page.evaluate("navigator.clipboard.readText()")) as string;
    const { stdout } = await promisify(execFile)("sh", ["-c", command]);
    expect(stdout).toContain("201 Created");
    await settled(2);
    expect(tracesOf(await lane.settled(), ADA)).toEqual(ONCE);
  });

  it("saves it as a sample", async () => {
    await openAda();
    await press("Save as sample…");
    await page.getByLabel("The sample's name").fill("form.submitted+saved");
    await press("Save");
    await said("Saved as samples/webhooks/app/form.submitted+saved.json");
    const text = await readFile(join(saveIn, "samples/webhooks/app/form.submitted+saved.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({ type: "form.submitted", timestamp: "{{now}}" });
    await press("Save");
    await said("form.submitted+saved.json is there already");
  });

  it("sets a fault on exactly this call, which strikes when it's sent again", async () => {
    const first = await openAda();
    // A call that is made for somebody known, too.
    await page.locator("summary", { hasText: "PUT /customers/{id}" }).first().click();
    await page.getByLabel("Fault of PUT /customers/{id}").selectOption("5xx-json");
    await press("Set, and send again");
    await page.waitForURL((url) => !url.pathname.endsWith(first.id));
    await settled(2);
    expect(await ask<readonly FaultRow[]>("/api/faults")).toMatchObject([{ fault: "5xx-json", hits: 1 }]);
    expect(tracesOf(await lane.settled(), ADA)).toEqual(ONCE);
  });

  it("edits and deletes a record as a rep would, and tells its history", async () => {
    await openAda();
    const id = String((await lane.state()).salesforce["Lead"]?.[0]?.["Id"]);
    await go(`/systems/salesforce/Lead/${id}`);
    await press("Edit");
    await editJson("Analytical Engines", "Difference Engines");
    await press("Save");
    await page.getByRole("list", { name: "History" }).getByText("Difference Engines").waitFor();
    expect((await lane.state()).salesforce["Lead"]).toMatchObject([{ Company: "Difference Engines" }]);
    await press("Delete…");
    await page.waitForURL((url) => url.pathname === "/systems/salesforce/Lead");
    expect((await lane.state()).salesforce["Lead"]).toEqual([]);
    await said("No Lead yet.");
  });

  it("converts a Lead as a rep would", async () => {
    await openAda();
    const id = String((await lane.state()).salesforce["Lead"]?.[0]?.["Id"]);
    await go(`/systems/salesforce/Lead/${id}`);
    await press("Convert");
    await said("Done, as somebody in the system itself would have.");
    const { Lead, Contact } = (await lane.state()).salesforce;
    expect([Lead?.map(({ IsConverted }) => IsConverted), Contact?.map(({ Email }) => Email)]).toEqual([[true], [ADA]]);
  });

  it("replays what was given up, from its story", async () => {
    const match = "PUT /customers/*";
    await lane.fault({ system: "customerio", fault: "reject-before", match, status: 400, times: 1 });
    await lane.send("app", formFill({ email: ADA }));
    const [row] = await settled(1);
    expect(row?.outcome).toBe("dead-lettered");
    await go(`/events/${row?.id ?? ""}`);
    await press("Replay");
    await said("Replayed: 1.");
    await page.getByText("all done after").waitFor();
    expect((await settled(1))[0]?.outcome).toBe("handled");
    expect(tracesOf(await lane.settled(), ADA)).toEqual(ONCE);
  });

  it("resumes what is paused, whose events go on, and says above every view what waits", async () => {
    await lane.ask("POST", "/api/handlers/form-submitted/pause", { because: "a release" });
    await said("Paused: form-submitted");
    await said("by hand (a-release)");
    await lane.send("app", formFill({ email: ADA }));
    await press("Resume");
    expect((await settled(1))[0]?.outcome).toBe("handled");
    await page.getByText("Paused: form-submitted").waitFor({ state: "detached" });
    expect(tracesOf(await lane.settled(), ADA)).toEqual(ONCE);
  });

  it("seeds a starting state, and empties all", async () => {
    await go("/systems/salesforce");
    const choice = page.getByLabel("State or action");
    // Locators wait: the choices come with an answer of the API.
    const wanted = await choice
      .locator("option")
      .filter({ hasText: /start: .*lead/i })
      .first()
      .innerText();
    await choice.selectOption({ label: wanted });
    await page.getByLabel("For whom: e-mail address").fill(GRACE);
    await press("Do it");
    await said(`Done: ${wanted.replace("start: ", "")}.`);
    expect(await leadsText()).toContain(GRACE);
    await press("Reset all…");
    await said("All is as at the start.");
    expect(await leadsText()).toBe("[]");
  });

  it("sends a person's next event, and forgets them", async () => {
    await go(`/people/${GRACE}`);
    await page.getByLabel("Sample", { exact: true }).selectOption("app form.submitted");
    await press("Send it for them");
    await settled(1);
    expect(tracesOf(await lane.settled(), GRACE)).toMatchObject({ leads: 1, people: 1 });
    await page.getByText("Lovelace").locator("visible=true").first().waitFor();
    await press("Forget…");
    await said(/records deleted; what a system lets nobody delete stays: customerio/);
    expect(tracesOf(await lane.settled(), GRACE)).toMatchObject({ leads: 0, people: 0 });
    expect(await rows()).toEqual([]);
  });

  it("sets a fault by one click in the matrix, shows that it has struck, and clears it", async () => {
    await go("/faults");
    await page.getByLabel("Handler", { exact: true }).selectOption("form-submitted");
    await page.getByRole("button", { name: /^5xx-json at POST \/sobjects\/Lead/ }).click();
    const set = page.getByRole("table", { name: "Faults that are set" });
    await set.getByRole("row", { name: /5xx-json 1 0$/ }).waitFor();
    await lane.submitForm(ADA);
    await set.getByRole("row", { name: /5xx-json 1 1, and no more$/ }).waitFor();
    expect((await settled(1))[0]?.attempts).toBe(2);
    await press("Clear all");
    await said("No fault is set.");
    expect(await ask("/api/faults")).toEqual([]);
  });

  it("edits a sample and sends it", async () => {
    await go("/sources/app/form.submitted");
    await editJson(ADA, GRACE);
    await press("Send");
    await said("Answered 201.");
    expect((await settled(1))[0]?.person).toBe(GRACE);
  });

  it.each(["unsigned", "wrong-signature", "old"])(
    "tampers with a sample, %s: the reason is told here alone",
    async (way) => {
      await go("/sources/app/form.submitted");
      await page.getByLabel("How it is sent").selectOption(way);
      await press("Send");
      await said("Answered 401.");
      const [row] = await settled(1);
      const { webhook } = await ask<Life>(`/api/events/${row?.id ?? ""}`);
      const reason = webhook?.verification.reason ?? "none";
      expect([row?.verdict, webhook?.answer.includes(reason)]).toEqual(["refused", false]);
      await page.getByRole("list", { name: "Refused webhooks" }).getByText(reason).waitFor();
      await page.getByRole("link", { name: "See what came of it" }).click();
      await said("The sender is not told why.");
      expect((await lane.state()).salesforce["Lead"]).toEqual([]);
    },
  );

  it("shows the same on two pages at once", async () => {
    const other = await openPage(browser, lane.runner.url, "/events");
    await go("/events");
    await press("Send a sample form");
    const shown = /ada@example\.com.*handled/;
    await other.page.getByRole("row", { name: shown }).waitFor();
    await press("Send again");
    await other.page.getByRole("row", { name: shown }).nth(1).waitFor();
    await go("/events");
    await page.getByRole("row", { name: shown }).nth(1).waitFor();
    await settled(2);
    expect([opened.troubles, other.troubles]).toEqual([[], []]);
    await other.page.close();
  });
});
