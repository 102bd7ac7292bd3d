import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { TRIGGERING_MS } from "../../functions/clients/customerio/client.ts";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import type { EventRow } from "../../local/console/contract/events.ts";
import type { ReplayForecast } from "../../local/console/contract/dead-letters.ts";
import { measuredCosts } from "../../bundler/read/measured.ts";
import customerio from "../../local/customerio/stand-in.ts";
import { systemClock } from "../../local/core/clock.ts";
import { serveJson } from "./answering.ts";
import {
  AUDITS,
  crashed,
  deadLetter,
  declarations,
  formEvent,
  formPayload,
  FORMS,
  quarantined,
  REJECTED,
  worldsIn,
  TRACEPARENT,
  type World,
} from "./dead-letters-world.ts";
import { closingAfterEach } from "../harness/closing.ts";

const closing = closingAfterEach();

/** Its handler uses customer.io, and the events happened half an hour ago. */
const NOW = Date.parse("2026-11-22T10:30:00Z");
const manifest = {
  ...declarations,
  functions: {
    ...declarations.functions,
    "form-submitted": { kind: "handler" as const, uses: ["salesforce", "customerio"] },
  },
};

const open = worldsIn(closing);

/** A letter of an event that happened so many minutes after the fixture's. */
function letterOf(id: string, email: string, minutes: number) {
  const event = {
    ...formEvent(id, email),
    time: new Date(Date.parse("2026-11-22T10:00:00Z") + minutes * 60_000).toISOString(),
  };
  return deadLetter(id, { message: encodeEvent(event, TRACEPARENT) });
}

async function planned(world: World, now = NOW, runner?: string): Promise<ReplayForecast> {
  const clock = { ...systemClock, now: () => now };
  const place = { ...world.place, ...(runner !== undefined && { runner }) };
  const { printed } = await world.run("plan --json", { manifest, clock, place });
  return JSON.parse(printed);
}

function row(number: number, fields: Partial<EventRow>): EventRow {
  const id = `r${number}`;
  const common = {
    id,
    seq: number,
    number,
    at: "",
    source: "app",
    kind: null,
    verdict: "published",
    attempts: 1,
  } as const;
  return {
    ...common,
    type: "form.submitted",
    person: "jo@example.com",
    eventId: id,
    outcome: "handled",
    latencyMs: 1,
    ...fields,
  };
}

/** What npm start answers of its journal and its systems; its address. */
function journalOf(...rows: readonly EventRow[]): Promise<string> {
  const allowance = { "API calls of the day": { used: 30, max: 200 } };
  return serveJson(closing, (path) =>
    path.startsWith("/api/events") ? { rows } : [{ name: "salesforce", allowance }],
  );
}

describe("dead-letters plan", () => {
  it("counts by reason and handler, with what a replay takes, and touches nothing", async () => {
    const world = await open();
    const { put, lying, run } = world;
    put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"), crashed("msg_3"));
    put(AUDITS, deadLetter("msg_1", { handler: "form-audit" }));
    const { groups, costs, count } = await planned(world);
    expect(count).toBe(4);
    expect(groups.map((group) => [group.name, group.reason?.code, group.count])).toEqual([
      ["form-submitted", "INVALID_FIELD", 2],
      ["form-submitted", undefined, 1],
      ["form-audit", "INVALID_FIELD", 1],
    ]);
    const calls = costs.find(({ unit }) => unit === "API calls of the day");
    expect(calls).toEqual({ system: "salesforce", unit: "API calls of the day", least: 3, most: 24, allowance: null });
    expect(lying(FORMS)).toHaveLength(3);
    expect((await run("plan", { manifest })).printed).toContain(
      "4 dead letters. A replay takes:\n  salesforce: 3 to 24 API calls of the day",
    );
    expect((await run("plan", { manifest })).printed).toContain(
      "\n  what form-audit takes is not measured yet: npm run prove -- form-audit --update measures it",
    );
  });

  it("says what would stay, and charges a quarantined webhook to every handler of its events", async () => {
    const world = await open();
    world.put(
      REJECTED,
      quarantined(formPayload),
      quarantined({ type: "form.submitted" }),
      quarantined({ type: "gone" }),
    );
    const { groups, costs } = await planned(world);
    expect(groups[0]?.people).toBe(0); // nobody has read whose they are
    expect((await world.run("plan", { manifest })).printed).toContain("  3 of people not known, the oldest ");
    expect(groups[0]?.stays.map(({ count, why }) => `${count} ${why.slice(0, 7)}`).toSorted()).toEqual([
      "1 ignored",
      "1 refused",
    ]);
    expect(costs.find(({ unit }) => unit === "API calls of the day")).toMatchObject({ least: 1, most: 8 });
  });

  it.each([
    { hours: 71, late: [] },
    {
      hours: 73,
      late: [{ system: "customerio", afterHours: 72, effect: "is recorded and triggers nothing", count: 1 }],
    },
  ])("tells of events that are $hours h old what they have no longer", async ({ hours, late }) => {
    const world = await open();
    world.put(FORMS, deadLetter("msg_1"));
    const { groups } = await planned(world, Date.parse("2026-11-22T10:00:00Z") + hours * 3_600_000);
    expect(groups[0]?.late).toEqual(late);
  });

  it("knows of a later event that lies there too, of the same person and handler alone", async () => {
    const world = await open();
    world.put(
      FORMS,
      letterOf("msg_1", "jo@example.com", 0),
      letterOf("msg_2", "jo@example.com", 5),
      letterOf("msg_3", "al@example.com", 9),
    );
    expect((await planned(world)).groups[0]).toMatchObject({ newerHandled: null, newerWaiting: 1 });
    expect((await world.run("plan", { manifest })).printed).toMatch(
      /1 with a later event .* that waits[^]*not known here: it takes a journal/,
    );
  });

  it.each([
    { what: "a later one was handled", rows: [row(1, { eventId: "msg_1" }), row(2, {})], handled: 1, waiting: 0 },
    { what: "an earlier one was", rows: [row(1, {}), row(2, { eventId: "msg_1" })], handled: 0, waiting: 0 },
    {
      what: "a later one is retried",
      rows: [row(1, { eventId: "msg_1" }), row(2, { outcome: "retrying" })],
      handled: 0,
      waiting: 1,
    },
    {
      what: "somebody else's was",
      rows: [row(1, { eventId: "msg_1" }), row(2, { person: "al@example.com" })],
      handled: 0,
      waiting: 0,
    },
    {
      what: "one of another type was",
      rows: [row(1, { eventId: "msg_1" }), row(2, { type: "invoice.paid" })],
      handled: 0,
      waiting: 0,
    },
    { what: "its own is not kept any more", rows: [row(2, {})], handled: 0, waiting: 0 },
  ])("asks the journal: $what", async ({ rows, handled, waiting }) => {
    const world = await open();
    world.put(FORMS, deadLetter("msg_1"));
    const { groups, costs } = await planned(world, NOW, await journalOf(...rows));
    expect(groups[0]).toMatchObject({ newerHandled: handled, newerWaiting: waiting });
    expect(costs[0]?.allowance).toEqual({ used: 30, max: 200 });
  });

  it("says which share of an allowance it takes", async () => {
    const world = await open();
    world.put(FORMS, deadLetter("msg_1"));
    const place = { ...world.place, runner: await journalOf() };
    expect((await world.run("plan", { manifest, place })).printed).toContain(
      "salesforce: 1 to 8 API calls of the day, 4 % of the 200 at most; 15 % are used",
    );
  });
});

it("gives customer.io's events as long as its client does", () => {
  expect(customerio.late.afterMs).toBe(TRIGGERING_MS);
});

describe("measuredCosts", () => {
  const handlers = readdirSync(join(root, "proof")).flatMap((file) => /^(.+)\.effects\.md$/.exec(file)?.[1] ?? []);

  it.each(handlers)("reads what the proof says of %s", async (handler) => {
    const costs = await measuredCosts(handler);
    expect(costs.length).toBeGreaterThan(0);
    for (const { least, most } of costs) expect(most).toBeGreaterThanOrEqual(least);
  });

  it("knows nothing of a handler that has no proof", async () => {
    expect(await measuredCosts("nobody")).toEqual([]);
  });
});
