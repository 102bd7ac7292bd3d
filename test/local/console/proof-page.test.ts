import http, { type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { dist } from "../../../bundler/paths.ts";
import type { LetterPage, ReplayForecast } from "../../../local/console/contract/dead-letters.ts";
import type { HandlerView } from "../../../local/console/contract/handlers.ts";
import type { Why } from "../../../local/console/contract/why.ts";
import type { EventEffect } from "../../../local/console/contract/effects.ts";
import { sendPage } from "../../../local/console/page-files.ts";
import type { ProofStory, ProofView } from "../../../local/console/contract/proof.ts";
import { hasBrowser, openBrowser, openPage } from "./browser.ts";

const NAME = "form-submitted · full · nobody · POST /sobjects/Lead · apply-then-drop · 1st call";
const WORDS = `<script>window.struck = 1</script>${"x".repeat(5000)}`;

const call = {
  index: 1,
  operation: "POST /sobjects/Lead",
  answer: null,
  disturbance: "apply-then-drop",
  meaning: "The record is written, and the answer is lost.",
  request: WORDS,
  answerBody: WORDS,
  isLate: false,
};
const delivery = { number: 1, handler: "form-submitted", event: "msg_1", atSeconds: 0, status: 503, reason: WORDS };
const story: ProofStory = {
  name: NAME,
  handler: "form-submitted",
  command: `npm run prove -- form-submitted --case "${NAME}"`,
  findings: ["ends in another state than it should"],
  expected: [{ ...delivery, status: 204, reason: null, calls: [{ ...call, disturbance: null }], batch: null }],
  actual: [{ ...delivery, calls: [call], batch: null }],
  worlds: [
    {
      kind: "salesforce Lead",
      same: 1,
      pairs: [{ what: "too many", rows: [{ field: "LastName", actual: WORDS, differs: true }] }],
    },
  ],
  turningPoint: 1,
};
const run = { id: "proof-1", asked: {}, state: "done", startedAt: "2026-11-27T03:00:00.000Z", endedAt: null } as const;
const proof: ProofView = {
  run: { ...run, cases: 12, failures: 2, doing: [], summary: { seconds: 3, kept: 2, seed: 1, drawn: 4, tried: 2 } },
  handlers: [
    {
      handler: "form-submitted",
      built: "form-2.zip",
      isOld: true,
      cells: [
        cell("faults", "apply-then-drop", { failed: 2, kind: "k", example: "another case" }),
        cell("faults", "429", { isOld: true }),
        cell("states", "nobody", { declared: 1 }),
      ],
      kinds: [{ kind: "k", rule: "writes a second Lead", count: 2, case: NAME, command: story.command }],
      problems: ["form-submitted has a declaration that no case needs"],
      bounds: { cleanCalls: 9, repeatedCalls: 3, repeatedWrites: 0, longestMs: 4000, ackDeadlineMs: 70_000 },
    },
  ],
};
const letters: LetterPage = {
  groups: [
    {
      id: "abc",
      kind: "dead-letter",
      name: "form-submitted",
      reason: { code: "INVALID_FIELD", system: "salesforce", operation: "POST /sobjects/Lead", field: WORDS },
      count: 2,
      people: 1,
      oldest: "2026-11-27T03:00:00.000Z",
      newest: "2026-11-27T03:00:00.000Z",
      example: "msg_1",
    },
  ],
  letters: [
    {
      id: "1",
      eventId: "msg_1",
      type: "form.submitted",
      person: "ada@example.com",
      at: "2026-11-27T03:00:00.000Z",
      text: WORDS,
      event: "row-1",
      data: WORDS,
      bytes: WORDS.length + 1,
      cut: true,
      discarded: null,
    },
  ],
  problems: ["form-audit.dead-letter could not be read."],
  replay: {
    isUnderWay: false,
    total: 3,
    replayed: 2,
    handled: 1,
    again: 1,
    stopped: WORDS,
    remark: WORDS,
    left: [{ id: "9", outcome: "refused", why: WORDS }],
  },
};

const forecast: ReplayForecast = {
  count: 2,
  groups: letters.groups.map((group) => ({
    ...group,
    example: "msg_1",
    stays: [{ count: 1, why: WORDS }],
    newerHandled: 1,
    newerWaiting: 0,
    late: [],
  })),
  costs: [{ system: "salesforce", unit: "API calls of the day", least: 3, most: 5, allowance: { used: 80, max: 100 } }],
};
const effect: EventEffect = {
  handler: "form-submitted",
  event: "msg_1",
  person: WORDS,
  outcome: "done",
  records: [
    {
      system: "salesforce",
      kind: "Lead",
      id: "00QHp000000000MMAQ",
      what: "changed",
      isBeforeKnown: true,
      fields: [
        { field: "HasOptedOutOfEmail", before: false, after: true },
        { field: "LastName", before: null, after: WORDS },
      ],
    },
  ],
  warnings: [],
  unknown: [],
  costs: {},
  allowances: {},
};
const effects: readonly EventEffect[] = [effect, { ...effect, event: "msg_2", outcome: "SCHEMA schema", records: [] }];

const handler: HandlerView = {
  name: "form-submitted",
  systems: ["salesforce"],
  isBatch: false,
  paused: { why: "http_503", system: "salesforce", by: "outage", since: run.startedAt, until: null, times: 1 },
  backlog: 3,
  oldestSeconds: null,
  deadLetters: 1,
  perMinute: null,
};
const why: Why = {
  email: "ada@example.com",
  events: [
    {
      at: run.startedAt,
      source: "app",
      what: "form.submitted",
      eventId: "msg_1",
      row: null,
      because: null,
      handlers: [
        {
          name: "form-submitted",
          version: null,
          state: "retrying",
          because: WORDS,
          attempts: [
            {
              number: 1,
              isReplay: false,
              at: run.startedAt,
              version: null,
              outcome: "failed",
              because: "UNABLE_TO_LOCK_ROW",
              writes: [],
              leftOut: [],
              remarks: [{ what: WORDS, because: WORDS }],
            },
          ],
          sweeps: [{ at: run.startedAt, system: WORDS, what: WORDS }],
        },
      ],
    },
  ],
};

function cell(property: string, disturbance: string, changes: object) {
  return {
    property,
    place: "POST /sobjects/Lead",
    disturbance,
    ok: 3,
    declared: 0,
    failed: 0,
    example: NAME,
    isOld: false,
    ...changes,
  };
}

(hasBrowser() ? describe : describe.skip)("proof and dead letters on the page", () => {
  let browser: Browser;
  let server: Server;
  let url = "";

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      const project = request.url?.endsWith("?as-project") === true ? "acme" : undefined;
      void sendPage(request, response, join(dist, "console"), project);
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  /** A page whose API says this; what it was asked to do. */
  async function open(path: string, answers: Readonly<Record<string, unknown>>) {
    const asked: string[] = [];
    const opened = await openPage(browser, url, "/assets/icon.svg");
    await opened.page.route("**/api/**", (route) => {
      const request = route.request();
      const { pathname } = new URL(request.url());
      if (pathname === "/api/stream") return route.fulfill({ contentType: "text/event-stream", body: ": hello\n\n" });
      if (request.method() !== "GET") asked.push(`${request.method()} ${pathname} ${request.postData() ?? ""}`);
      return route.fulfill({ json: { "/api/handlers": [], ...answers }[pathname] ?? {} });
    });
    await opened.page.goto(url + path);
    await opened.page.getByRole("heading", { level: 1 }).waitFor();
    return { ...opened, asked };
  }

  const struck = (page: Page) => page.evaluate("window.struck");

  it("says what a proof is where there was none, and begins one", async () => {
    const { page, asked, violations } = await open("/proof", { "/api/proof": { run: null, handlers: [] } });
    await page.getByRole("button", { name: "Prove" }).click();
    await page.waitForTimeout(100);
    expect([asked, await violations()]).toEqual([["POST /api/proof {}"], []]);
    await page.close();
  });

  it("leads from a red cell to the shortest story of its mistake, with both worlds and what plays it", async () => {
    const answers = { "/api/proof": proof, "/api/proof/story": story };
    const { page, violations } = await open("/proof", answers);
    expect(await violations()).toEqual([]);
    await page.getByRole("button", { name: "form-submitted, faults: 2 fail, 6 ok" }).click();
    await page.getByText("It was rebuilt since").waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole("button", { name: "POST /sobjects/Lead, apply-then-drop: 2 fail, 3 ok" }).click();
    await page.getByText(story.command).waitFor();
    await page.getByText("There are 2, and should be 1.").waitFor();
    for (const summary of await page.locator("summary").all()) await summary.click();
    await page.getByText("until here everything could still come right").waitFor();
    expect([await violations(), await struck(page)]).toEqual([[], undefined]);
    await page.close();
  });

  it("shows of a project what can be known of one, and says of the rest why it is not there", async () => {
    const answers = {
      "/api/handlers": [handler],
      "/api/allowances": [{ system: "salesforce", used: 80, max: 100, at: "2026-11-27T03:00:00.000Z" }],
      "/api/source-names": ["app"],
      "/api/sources/app/shapes": [
        { kind: WORDS, path: "/data/odd", type: "string", first: run.startedAt, last: run.startedAt },
      ],
      "/api/people/ada%40example.com/why": why,
    };
    const shows = async (path: string, text: string | RegExp) => {
      const { page, asked, violations } = await open(`${path}?as-project`, answers);
      await page.getByText(text).first().waitFor();
      expect([path, await violations(), await struck(page), asked]).toEqual([path, [], undefined, []]);
      await page.close();
    };
    await shows("/events", "a project does not have: its archive answers why");
    await shows("/handlers", "salesforce: 80 of 100 calls of the day");
    await shows("/sources", "/data/odd");
    await shows("/people/ada@example.com", "attempt 1: failed, UNABLE_TO_LOCK_ROW");
  });

  it("says what a replay would do and write before it is started, of a group and of chosen letters; discards with a reason", async () => {
    const answers = {
      "/api/dead-letters": letters,
      "/api/dead-letters/plan": forecast,
      "/api/dead-letters/effects": effects,
    };
    const { page, asked, violations } = await open("/dead-letters", answers);
    await page.getByRole("button", { name: /^Replay all of INVALID_FIELD/ }).click();
    await page.getByText("1 stale: a later event of the same person has been handled").waitFor();
    await page.getByText("takes 3 to 5 API calls of the day of salesforce, 80 of 100 are used").waitFor();
    await page.getByRole("button", { name: "What each would write" }).click();
    await page.getByText("It would write nothing.").waitFor();
    await page.getByText("HasOptedOutOfEmail").waitFor();
    expect([await violations(), await struck(page)]).toEqual([[], undefined]);
    await page.getByRole("button", { name: "Not now" }).click();
    await page.getByRole("button", { name: /^Replay all of INVALID_FIELD/ }).click();
    await page.getByRole("button", { name: "Replay now" }).click();
    await page.getByRole("link", { name: /^INVALID_FIELD/ }).click();
    await page.getByRole("checkbox", { name: "Choose ada@example.com" }).check();
    await page.getByLabel("Replayed a second").fill("5");
    await page.getByRole("button", { name: "Replay 1 chosen" }).click();
    await page.getByRole("button", { name: "Replay now" }).click();
    await page.getByLabel("Discard because").fill("a bot");
    await page.getByRole("button", { name: "Discard 1 chosen" }).click();
    expect(await page.getByRole("link", { name: "Its story" }).getAttribute("href")).toBe("/events/row-1");
    await page.locator("summary").click();
    expect([await violations(), await struck(page)]).toEqual([[], undefined]);
    expect(asked).toEqual([
      'POST /api/dead-letters/plan {"group":"abc"}',
      'POST /api/dead-letters/effects {"group":"abc"}',
      'POST /api/dead-letters/plan {"group":"abc"}',
      'POST /api/dead-letters/replay {"group":"abc"}',
      'POST /api/dead-letters/plan {"ids":["1"]}',
      'POST /api/dead-letters/replay {"ids":["1"],"rate":5}',
      'POST /api/dead-letters/discard {"ids":["1"],"because":"a bot"}',
    ]);
    await page.close();
  });
});
