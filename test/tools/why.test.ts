import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { hashOrderingKey } from "../../functions/runtime/log.ts";
import { listIn, textIn } from "../../tools/json.ts";
import { whyLines } from "../../tools/why/lines.ts";
import { runWhy } from "../../tools/why/main.ts";
import { type Asked, type FakeGoogle, rowsOf, startGoogle } from "./google/fake.ts";
import { handler, manifestWith } from "../terraform/manifests.ts";

const JANE = "jane@example.com";
const KEY = "key of the hash";
const event = {
  event_id: "msg_1",
  event_type: "form.submitted",
  publish_time: "2026-11-27T06:00:00Z",
  source: "/sources/app",
};
const line = { ...event, handler: "form-submitted", version: "0123456789abcdef" };
const failed = { reason: "UNABLE_TO_LOCK_ROW", system: "salesforce", operation: "POST /sobjects/Lead" };
const write = {
  system: "salesforce",
  operation: "POST /sobjects/Lead",
  records: ["00QHs00000000001"],
  fields: ["Email", "LastName"],
};

let dist = "";
let fake: FakeGoogle | undefined;
beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), "ycat-why-"));
  const manifest = manifestWith(handler("form-submitted", "form.submitted"), handler("form-told", "form.submitted"));
  await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest));
});
afterEach(async () => {
  await Promise.all([fake?.close(), rm(dist, { recursive: true })]);
  fake = undefined;
});

async function run(texts: readonly string[], answer: (asked: Asked) => unknown = () => undefined) {
  fake = await startGoogle(answer);
  const { google } = fake;
  const [printed, complaints]: [string[], string[]] = [[], []];
  const code = await runWhy(texts, {
    environment: {},
    dist,
    print: (text) => printed.push(text),
    complain: (sentence) => complaints.push(sentence),
    google: () => google,
  });
  return { code, printed: printed.join("\n"), complaints: complaints.join("\n"), asked: fake.asked };
}

/** A project with that history, and those labels on a handler's subscription. */
function project(rows: readonly object[], paused: Readonly<Record<string, string>> = {}) {
  return ({ path }: Asked): unknown => {
    if (path.includes("/secrets/")) return { payload: { data: Buffer.from(KEY).toString("base64") } };
    if (path.includes("/subscriptions"))
      return { subscriptions: [{ name: "projects/acme/subscriptions/eu-form-told", labels: paused, pushConfig: {} }] };
    return rowsOf(...rows);
  };
}

const there = [`Jane@Example.com`, "--project", "acme", "--prefix", "eu-"];

it("counts an event once whose webhook came twice", () => {
  const came = { at: event.publish_time, source: "app", what: "form.submitted", eventId: "msg_1", row: null };
  const twice = Array.from({ length: 2 }, () => ({ ...came, because: null, handlers: [] }));
  const unknown = { ...came, eventId: null, because: "the body is not JSON", handlers: [] };
  expect(whyLines({ email: JANE, events: twice })[0]).toBe(`${JANE}: 1 event`);
  expect(whyLines({ email: JANE, events: [...twice, unknown, unknown] })[0]).toBe(`${JANE}: 3 events`);
});

describe("npm run why", () => {
  it("asks a project's archive for an address and for what stands for it in logs, as parameters", async () => {
    const { asked } = await run(there, project([]));
    const query = asked.find(({ path }) => path === "/bigquery/v2/projects/acme/queries");
    expect(query?.body).toMatchObject({ useLegacySql: false, parameterMode: "NAMED" });
    expect(JSON.stringify(query?.body)).toContain("`acme.eu_ycat.history`");
    const parameters = listIn(query?.body, "queryParameters");
    expect(parameters.map((one) => [textIn(one, "name"), textIn(one, "parameterValue", "value")])).toEqual([
      ["email", JANE],
      ["hash", hashOrderingKey(JANE, KEY)],
    ]);
  });

  it("tells each attempt and write by handler and build, and why another handler has done nothing", async () => {
    const rows = [
      { ...line, attempt: 2, at: "2026-11-27T06:00:12Z", message: "event handled", outcome: "done" },
      { ...line, attempt: 2, at: "2026-11-27T06:00:11Z", message: "record written", ...write },
      {
        ...line,
        attempt: 2,
        at: "2026-11-27T06:00:11Z",
        message: "field left out",
        field: "Country",
        reason: "TOO_LONG",
      },
      {
        ...line,
        attempt: 1,
        at: "2026-11-27T06:00:01Z",
        message: "field left out",
        field: "Phone",
        reason: "TOO_LONG",
      },
      { ...line, attempt: 2, at: "2026-11-27T06:00:11Z", message: "nothing to join", reason: "FORM_WITHOUT_CAMPAIGN" },
      { ...line, attempt: 2, at: "2026-11-27T06:00:11Z", message: "call refused", ...failed },
      { ...line, attempt: 1, at: "2026-11-27T06:00:01Z", message: "event not handled", outcome: "failed", ...failed },
    ];
    const labels = {
      "paused-since": "1795759200",
      "paused-why": "http_503",
      "paused-system": "slack",
      "paused-by": "outage",
    };
    const { printed, code } = await run(there, project(rows, labels));
    expect(printed.split("\n")).toEqual([
      "jane@example.com: 1 event",
      "",
      "2026-11-27 06:00:00Z  form.submitted  from app  msg_1",
      "  form-submitted  handled  (build 0123456789abcdef)",
      "    attempt 1, 2026-11-27 06:00:01Z: failed, UNABLE_TO_LOCK_ROW (salesforce, POST /sobjects/Lead)",
      "      tried without: Phone (TOO_LONG)",
      "    attempt 2, 2026-11-27 06:00:11Z: done",
      "      salesforce POST /sobjects/Lead 00QHs00000000001: Email, LastName",
      "      left out: Country (TOO_LONG)",
      "      says: nothing to join (FORM_WITHOUT_CAMPAIGN)",
      "  form-told  paused: for HTTP_503 of slack since 2026-11-27T06:00:00.000Z: npm run status",
    ]);
    expect(code).toBe(0);
  });

  it("tells an attempt that ended without a word, as by a kill, from one that is under way", async () => {
    const rows = [3, 2, 1].map((attempt) => ({
      ...line,
      attempt,
      at: `2026-11-27T06:00:0${attempt}Z`,
      message: "record written",
      ...write,
    }));
    const { printed } = await run(there, project(rows));
    expect(printed.split("\n").filter((text) => /form-submitted|attempt/.test(text))).toEqual([
      expect.stringMatching(/^ {2}form-submitted {2}retrying: it was cut off/),
      expect.stringMatching(
        /attempt 1, .*: failed, it was cut off, .*killed, or ran out of memory or time\. A write that was under way is in no line either; the next attempt looks$/,
      ),
      expect.stringMatching(/attempt 2, .*: failed, it was cut off/),
      expect.stringMatching(/attempt 3, .*: under way$/),
    ]);
  });

  it("tells deliveries that a paused handler sent back from attempts that were cut off", async () => {
    const message = "handler is paused: event to be delivered again";
    const rows = [2, 1].map((attempt) => ({
      ...line,
      attempt,
      at: `2026-11-27T06:00:0${attempt}Z`,
      message,
      reason: "PAUSED",
    }));
    const { printed } = await run(there, project(rows));
    expect(printed.split("\n").slice(3, -1)).toEqual([
      "  form-submitted  waiting  (build 0123456789abcdef)",
      "    attempt 1, 2026-11-27 06:00:01Z: paused",
      "    attempt 2, 2026-11-27 06:00:02Z: paused",
    ]);
  });

  it.each([
    ["ECONNRESET", "POST /sobjects/Lead", true],
    ["TIMEOUT", "PATCH /sobjects/Lead", true],
    ["ECONNRESET", "POST /composite", false], // queries
    ["TIMEOUT", "GET /query", false],
    ["ENOTFOUND", "POST /sobjects/Lead", false],
    ["HTTP_503", "POST /sobjects/Lead", false],
    ["ENTITY_IS_LOCKED", "POST /sobjects/Lead", false],
  ])("tells of %s at %s whether it may have been written", async (reason, operation, mayBe) => {
    const lost = { outcome: "failed", reason, system: "salesforce", operation };
    const { printed } = await run(there, project([{ ...line, attempt: 1, at: "2026-11-27T06:00:12Z", ...lost }]));
    expect(printed).toContain(`failed, ${reason} (salesforce, ${operation})`);
    expect(printed.includes("no answer came, so it may have been written all the same")).toBe(mayBe);
  });

  it.each([
    ["dead-lettered for good", [], "dead-lettered: UNABLE_TO_LOCK_ROW (salesforce, POST /sobjects/Lead)"],
    ["replayed since", [{ attempt: 1, at: "2026-11-27T07:00:00Z", outcome: "done" }], "handled"],
  ])("tells what was %s", async (_what, later, state) => {
    const letter = { ...line, attempt: 5, at: "2026-11-27T06:10:00Z", outcome: "dead-lettered", ...failed };
    const { printed } = await run(there, project([letter, ...later.map((one) => ({ ...line, ...one }))]));
    expect(printed).toContain(`form-submitted  ${state}  (build`);
    expect(printed.split("\n").filter((text) => text.includes("attempt"))).toEqual([
      expect.stringMatching(/^ {4}attempt 5, .*: dead-lettered, /),
      ...later.map(() => "    replayed, attempt 1, 2026-11-27 07:00:00Z: done"),
    ]);
  });

  it("tells what the sweep found missing and sent again, and takes it for no attempt", async () => {
    const rows = [
      { ...line, attempt: 1, at: "2026-11-27T06:00:12Z", message: "event handled", outcome: "done" },
      {
        ...event,
        handler: "form-submitted",
        system: "customerio",
        at: "2026-11-27T07:17:02Z",
        message: "what was sent is not there: sent again",
      },
    ];
    const { printed } = await run(there, project(rows));
    expect(printed.split("\n").slice(3, 6)).toEqual([
      "  form-submitted  handled  (build 0123456789abcdef)",
      "    attempt 1, 2026-11-27 06:00:12Z: done",
      "    sweep, 2026-11-27 07:17:02Z: customerio: what was sent is not there: sent again",
    ]);
  });

  it("says so where nothing is known of somebody, or nothing is kept of anybody", async () => {
    expect((await run(there, project([]))).printed).toBe("Nothing is known of jane@example.com.");
    await fake?.close();
    const { code, complaints } = await run(there, (asked) =>
      asked.path.includes("/queries") ? undefined : project([])(asked),
    );
    expect([code, complaints]).toEqual([1, expect.stringContaining("Is there an archive? docs/why.md")]);
  });

  it.each([
    [
      ["msg_1"],
      '"msg_1" is no e-mail address. If it is the id of a dead letter, npm run dead-letters -- show msg_1 says',
    ],
    [[], "npm run why -- jane@example.com"],
    [[JANE, "--prefix", "eu-"], "--prefix belongs to a project"],
    [[JANE, "--since"], "--help lists the options"],
  ])("refuses %j", async (texts, sentence) => {
    const { code, complaints } = await run(texts);
    expect([code, complaints]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
