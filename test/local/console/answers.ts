import type { Page } from "playwright-core";
import type { EventPage, EventRow, Life } from "../../../local/console/contract/events.ts";
import type { FaultCell, FaultRow } from "../../../local/console/contract/faults.ts";
import type { PersonView } from "../../../local/console/contract/people.ts";
import type { SampleView, SourceView } from "../../../local/console/contract/send.ts";
import type { Change, RecordPage, SystemRecord, SystemView } from "../../../local/console/contract/systems.ts";
import type { Topology } from "../../../local/console/contract/topology.ts";
import type { Why } from "../../../local/console/contract/why.ts";
import type { HandlerView } from "../../../local/console/contract/handlers.ts";

const AT = "2026-11-27T03:00:00.000Z";

export interface Answers {
  readonly events: EventPage;
  readonly life: Life;
  readonly sources: readonly SourceView[];
  readonly samples: readonly SampleView[];
  readonly systems: readonly SystemView[];
  readonly records: RecordPage;
  readonly history: readonly Change[];
  readonly person: PersonView;
  readonly why: Why;
  readonly cells: readonly FaultCell[];
  readonly rules: readonly FaultRow[];
  readonly topology: Topology;
  readonly handlers: readonly HandlerView[];
}

/** What the API might say: of nothing at all, or of something whose every text is this one. */
export function answersWith(text: string | undefined): Answers {
  const some = <Item>(item: Item): readonly Item[] => (text === undefined ? [] : [item]);
  const words = text ?? "";
  const record: SystemRecord = { kind: "Lead", id: "00Q1", name: words, fields: { LastName: words, Empty: null } };
  return {
    events: { rows: some(row(1, words)), total: text === undefined ? 0 : 1, dropped: 0 },
    life: text === undefined ? nothingYet : life(text),
    sources: [{ name: "app", url: "http://localhost/webhooks/app", scheme: "standard-webhooks", secrets: ["whsec_1"] }],
    samples: some({ source: "app", kind: "form.submitted", headers: {}, body: JSON.stringify({ email: words }) }),
    systems: [
      {
        name: "salesforce",
        kinds: [{ kind: "Lead", count: some(1).length }],
        operations: ["POST /sobjects/Lead"],
        faults: { slow: words },
        startingStates: some(words.slice(0, 80)),
        interventions: [],
        recordActs: {},
        allowance: { "API calls of the day": { used: 1, max: 15_000 } },
      },
    ],
    records: { records: some(record), total: some(1).length },
    history: some(change(words)),
    person: {
      email: "ada@example.com",
      events: some(row(1, words)),
      total: some(1).length,
      changes: some(change(words)),
      records: { salesforce: some(record) },
    },
    why: {
      email: "ada@example.com",
      events: some({
        at: AT,
        source: "app",
        what: words,
        eventId: words,
        row: "1",
        because: words,
        handlers: [
          {
            name: words,
            version: null,
            state: "dead-lettered",
            because: words,
            attempts: [],
            sweeps: [{ at: words, system: words, what: words }],
          },
        ],
      }),
    },
    cells: some({ handler: "form-submitted", system: "salesforce", operation: "POST /sobjects/Lead", faults: [fault] }),
    rules: some({ system: "salesforce", match: words, fault: "slow", hits: 0, spent: 0 }),
    topology: topology(words),
    handlers: some(pausedHandler),
  };
}

/** Answers the page's questions with these, but for the stream, which stays the runner's own. */
export async function serveAnswers(page: Page, answers: Answers): Promise<void> {
  const routes: readonly (readonly [RegExp, (url: URL) => unknown])[] = [
    [/^\/api\/events$/, ({ searchParams }) => pageOf(answers.events, searchParams)],
    [/^\/api\/events\//, () => answers.life],
    [/^\/api\/sources$/, () => answers.sources],
    [/^\/api\/samples$/, () => answers.samples],
    [/^\/api\/systems$/, () => answers.systems],
    [/\/history$/, () => answers.history],
    [/^\/api\/systems\/\w+\/\w+$/, () => answers.records],
    [/^\/api\/systems\//, () => answers.records.records[0]],
    [/^\/api\/people\/[^/]+\/why$/, () => answers.why],
    [/^\/api\/people\//, () => answers.person],
    [/^\/api\/fault-table$/, () => answers.cells],
    [/^\/api\/faults$/, () => answers.rules],
    [/^\/api\/topology$/, () => answers.topology],
    [/^\/api\/handlers$/, () => answers.handlers],
  ];
  await page.route(
    ({ pathname }) => routes.some(([path]) => path.test(pathname)),
    (route, request) => {
      const url = new URL(request.url());
      return route.fulfill({ json: routes.find(([path]) => path.test(url.pathname))?.[1](url) });
    },
  );
}

/** So many events, as the API pages them. */
export function manyEvents(count: number): EventPage {
  return {
    rows: Array.from({ length: count }, (_, index) => row(index + 1, "ada@example.com")),
    total: count,
    dropped: 7,
  };
}

function pageOf({ rows, total, dropped }: EventPage, parameters: URLSearchParams): EventPage {
  const before = Number(parameters.get("before") ?? Infinity);
  const end = Math.min(rows.length, before - 1);
  return { rows: rows.slice(Math.max(0, end - Number(parameters.get("limit"))), end), total, dropped };
}

function row(number: number, person: string): EventRow {
  return {
    id: `row-${number}`,
    seq: number,
    number,
    at: AT,
    source: "app",
    kind: person,
    verdict: "published",
    type: "form.submitted",
    person,
    eventId: `event-${number}`,
    outcome: "handled",
    attempts: 1,
    latencyMs: 12,
  };
}

function change(text: string): Change {
  const field = { field: "LastName", before: null, after: text };
  const of = { system: "salesforce", kind: "Lead", id: "00Q1", name: text };
  return { seq: 1, ...of, what: "created", fields: [field], at: AT, handler: "form-submitted", event: "row-1" };
}

const fault = {
  name: "slow",
  rule: { system: "salesforce", fault: "slow" },
  isPermanent: null,
  proof: { cases: null },
};

const nothingYet: Life = { row: row(1, "ada@example.com"), webhook: null, event: null, logs: [], handlers: [] };

function life(text: string): Life {
  const body = { text, bytes: text.length };
  return {
    row: row(1, text),
    webhook: {
      method: "POST",
      path: "/webhooks/app",
      headers: [["webhook-signature", text]],
      body,
      status: 401,
      answer: text,
      verification: { scheme: "standard-webhooks", ok: false, reason: text },
    },
    event: { id: text, source: "/sources/app", type: "form.submitted", subject: text, time: AT, data: { email: text } },
    logs: [{ at: AT, function: "app", severity: "ERROR", message: text, fields: { place: text } }],
    handlers: [{ name: "form-submitted", attempts: [attempt(text, body)] }],
  };
}

function attempt(text: string, body: Life["handlers"][number]["attempts"][number]["calls"][number]["request"]) {
  return {
    handler: "form-submitted",
    number: 1,
    startedAt: AT,
    endedAt: AT,
    outcome: "refused" as const,
    status: 503,
    reason: text,
    calls: [
      {
        id: "call-1",
        system: "salesforce",
        operation: "POST /sobjects/Lead",
        method: "POST",
        path: `/services/${text}`,
        request: body,
        status: null,
        answer: body,
        startedAt: AT,
        ms: 12,
        fault: "slow",
        changes: [change(text)],
      },
    ],
  };
}

const pausedHandler: HandlerView = {
  name: "form-submitted",
  systems: ["salesforce"],
  isBatch: false,
  paused: { why: "http_503", system: "salesforce", by: "outage", since: AT, until: null, times: 1 },
  backlog: 12,
  oldestSeconds: 300,
  deadLetters: 0,
  perMinute: 0,
};

function topology(text: string): Topology {
  const name = text === "" ? "app" : text;
  return {
    sources: [{ name, topics: ["form.submitted"], perMinute: 1 }],
    topics: [{ name: "form.submitted", perMinute: 1 }],
    handlers: [
      {
        name: "form-submitted",
        topic: "form.submitted",
        systems: ["salesforce"],
        isBatch: false,
        perMinute: 1,
        backlog: 2,
        isPaused: true,
      },
    ],
    systems: [{ name: "salesforce", perMinute: 3 }],
  };
}
