import { describe, expect, it } from "@jest/globals";
import type { SentRun, AcceptedWrite } from "../../../functions/runtime/define/client.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createFaults } from "../../../local/core/faults.ts";
import { inProcessFetch } from "../../../local/core/in-process.ts";
import { createCustomerio, localKeys } from "../../../local/customerio/customerio.ts";
import specification from "../../../local/customerio/stand-in.ts";
import { customerioInstance, customerioSweeping, rejection } from "../connect.ts";

const NOON = Date.parse("2026-01-01T12:00:00Z");
const HOUR_MS = 3_600_000;
const EVENT = "POST /api/v1/customers/*/events";
const ada = { source: "/sources/app", id: "evt_1", subject: "ada+x@example.com", time: "2026-01-01T11:00:00.500Z" };

type Undocumented = NonNullable<Pick<Parameters<typeof createCustomerio>[0], "activityIds" | "activityTimes">>;

function start(undocumented: Undocumented = {}) {
  const clock = new VirtualClock(NOON);
  const faults = createFaults([specification]);
  const standIn = createCustomerio({ clock, faults, appCallsPerSecond: 10, ...undocumented });
  const settings = {
    CUSTOMERIO_SITE_ID: localKeys.siteId,
    CUSTOMERIO_API_KEY: localKeys.apiKey,
    CUSTOMERIO_APP_KEY: localKeys.appKey,
  };
  const asked: string[] = [];
  const askedAt: number[] = [];
  const notes: AcceptedWrite[] = [];
  const inProcess = inProcessFetch(standIn.fetch);
  const environment = {
    clock,
    settings,
    fetch: (url: string, init: Parameters<typeof inProcess>[1]) => {
      asked.push(url);
      if (url.includes("/v1/activities") || url.includes("/attributes")) askedAt.push(clock.now());
      return inProcess(url, init);
    },
  };
  const instance = customerioInstance(environment);

  /** What a handler does, and what is noted of it. */
  async function send(event = ada, names: readonly string[] = ["form_submitted"]): Promise<SentRun> {
    const writes: object[] = [];
    const taken = (one: AcceptedWrite) => {
      notes.push(one);
      writes.push(JSON.parse(JSON.stringify(one.write)));
    };
    const customerio = instance({ onWrite: taken });
    await customerio.ensurePerson(event, { first_name: "Ada" });
    for (const name of names) await customerio.sendEvent(event, name, {});
    return { writes, takenAt: clock.now(), times: 0 };
  }

  const dropped = async (event = ada) => {
    faults.add({ system: "customerio", match: EVENT, fault: "200-dropped" });
    return send(event);
  };

  /** Time passes for those who wait for their turn. */
  async function later<Value>(running: Promise<Value>): Promise<Value> {
    const state = { isDone: false };
    const done = running.finally(() => (state.isDone = true));
    done.catch(() => {});
    for (let turns = 0; !state.isDone && turns < 10_000; turns += 1) await clock.advance(50);
    return done;
  }
  const sweeping = customerioSweeping(environment);
  const findMissing = (...runs: SentRun[]) => later(sweeping.findMissing(runs));
  return { clock, faults, standIn, send, dropped, later, sweeping, findMissing, asked, askedAt, notes };
}

describe("sweeping customer.io", () => {
  const readings: readonly Undocumented[] = [
    { activityIds: "sent", activityTimes: "sent" },
    { activityIds: "own", activityTimes: "sent" },
    { activityIds: "sent", activityTimes: "received" },
    { activityIds: "own", activityTimes: "received" },
  ];

  it.each(readings)("finds what is missing, and nothing else, if activities have %j", async (reading) => {
    const { clock, send, dropped, findMissing } = start(reading);
    const first = await send();
    await clock.advance(HOUR_MS);
    const second = await dropped({ ...ada, id: "evt_2", time: "2026-01-01T12:59:00Z" });
    const other = await send({ ...ada, id: "evt_3", subject: "bob@example.com" }, ["form_submitted", "asked"]);
    await clock.advance(HOUR_MS);
    await expect(findMissing(first, second, other)).resolves.toEqual([1]);
  });

  it("knows an event by its id in any case", async () => {
    const { faults, dropped, notes, findMissing } = start();
    const run = await dropped();
    const { id } = Object(notes.at(-1)?.write)["body"];
    const body = { activities: [{ id: String(id).toLowerCase(), timestamp: 0 }] };
    faults.add({ system: "customerio", match: "GET /v1/activities", fault: "other-200", body });
    await expect(findMissing(run)).resolves.toEqual([]);
  });

  it("takes one activity for one event alone", async () => {
    const { send, dropped, findMissing } = start({ activityIds: "own", activityTimes: "received" });
    const both = [await send(), await dropped({ ...ada, id: "evt_2", time: "2026-01-01T11:00:20Z" })];
    await expect(findMissing(...both)).resolves.toHaveLength(1);
  });

  it("sends a run again as it was, which has effect once", async () => {
    const { standIn, dropped, sweeping, later, findMissing } = start();
    const run = await dropped();
    await standIn.editPerson(ada.subject, { first_name: "Augusta" });
    await later(sweeping.sendAgain(run));
    await later(sweeping.sendAgain(run));
    await expect(findMissing(run)).resolves.toEqual([]);
    expect(standIn.state()["events"]).toMatchObject([{ name: "form_submitted", identifier: ada.subject }]);
    expect(standIn.state()["people"]).toMatchObject([{ attributes: { first_name: "Augusta" } }]);
  });

  it("sends all of a run again, one after the other: an event's person has their attributes before it starts anything", async () => {
    const { clock, faults, standIn, asked, send, sweeping, later } = start();
    const run = await send();
    standIn.deletePerson(ada.subject);
    const before = asked.length;
    faults.add({ system: "customerio", match: "PUT /api/v1/customers/*", fault: "slow", milliseconds: 300 });
    const again = sweeping.sendAgain(run);
    await clock.advance(200);
    expect(asked).toHaveLength(before + 1);
    await later(again);
    expect(asked).toHaveLength(before + 2);
    expect(standIn.state()["people"]).toMatchObject([{ email: ada.subject, attributes: { first_name: "Ada" } }]);
  });

  it("makes nobody anew who has been deleted since, however many attempts there were", async () => {
    const { standIn, send, findMissing } = start();
    const runs = [await send(), await send()];
    standIn.deletePerson(ada.subject);
    await expect(findMissing(...runs)).resolves.toEqual([]);
  });

  it("takes nobody for missing of whom it is not known to the end whether they were deleted", async () => {
    const { faults, dropped, findMissing } = start();
    const run = await dropped();
    const body = { activities: [], next: "more" };
    faults.add({ system: "customerio", match: "GET /v1/activities", fault: "other-200", from: 2, times: 0, body });
    await expect(findMissing(run)).resolves.toEqual([]);
  });

  it("takes what two attempts have sent for one", async () => {
    const { dropped, send, findMissing } = start();
    await expect(findMissing(await send(), await send())).resolves.toEqual([]);
    const other = { ...ada, id: "evt_2", time: "2025-12-31T11:00:00Z" };
    await expect(findMissing(await dropped(other), await dropped(other))).resolves.toEqual([1]);
  });

  it("gives up on who is suppressed once all has been sent again", async () => {
    const { standIn, send, findMissing, sweeping, later } = start();
    standIn.suppress(ada.subject);
    const run = await send();
    await expect(findMissing(run)).resolves.toEqual([0]);
    await later(sweeping.sendAgain(run));
    await expect(findMissing({ ...run, times: 1 })).resolves.toEqual([]);
    const other = await send({ ...ada, id: "evt_2", time: "2025-12-31T11:00:00Z" });
    await expect(findMissing({ ...run, times: 1 }, other)).resolves.toEqual([1]);
  });

  it("looks again for what was dropped again", async () => {
    const { dropped, findMissing } = start();
    await expect(findMissing({ ...(await dropped()), times: 1 })).resolves.toEqual([0]);
  });

  it("goes on over pages, and takes what is beyond them to be there", async () => {
    const { send, dropped, findMissing, asked } = start();
    const run = await send();
    const missing = await dropped({ ...ada, id: "evt_x", time: "2025-12-31T00:00:00Z" });
    for (let index = 0; index < 120; index += 1)
      await send({ ...ada, id: `more_${index}`, time: new Date(NOON - HOUR_MS - index * 1000).toISOString() });
    await expect(findMissing(run, missing)).resolves.toEqual([1]);
    expect(asked.filter((url) => url.includes("start="))).toHaveLength(1);
    for (let index = 0; index < 300; index += 1)
      await send({ ...ada, id: `many_${index}`, time: new Date(NOON - HOUR_MS - index * 1000).toISOString() });
    await expect(findMissing(missing)).resolves.toEqual([0]);
    for (let index = 0; index < 100; index += 1)
      await send({ ...ada, id: `most_${index}`, time: new Date(NOON - HOUR_MS - index * 1000).toISOString() });
    await expect(findMissing(missing)).resolves.toEqual([]);
  });

  it("asks no oftener than half of what is allowed", async () => {
    const { clock, send, findMissing } = start();
    const runs: SentRun[] = [];
    for (let index = 0; index < 25; index += 1)
      runs.push(await send({ ...ada, id: `p${index}`, subject: `p${index}@example.com` }));
    const before = clock.now();
    await expect(findMissing(...runs)).resolves.toEqual([]);
    expect(clock.now() - before).toBeGreaterThanOrEqual(4000);
  });

  it("asks no oftener either who of those that were sent again is known", async () => {
    const { clock, standIn, send, findMissing, askedAt } = start();
    const runs: SentRun[] = [];
    for (let index = 0; index < 10; index += 1) {
      standIn.suppress(`p${index}@example.com`);
      const run = await send({ ...ada, id: `p${index}`, subject: `p${index}@example.com` });
      runs.push({ ...run, times: 1 });
    }
    const before = clock.now();
    await expect(findMissing(...runs)).resolves.toEqual([]);
    expect(clock.now() - before).toBeGreaterThanOrEqual(5000);
    const inASecond = askedAt.map((at) => askedAt.filter((other) => other >= at && other < at + 1000).length);
    expect(Math.max(...inASecond)).toBe(5);
  });

  it("counts what customer.io has refused after it had taken it", async () => {
    const { clock, faults, send, sweeping, later } = start();
    faults.add({ system: "customerio", match: EVENT, fault: "failed_event", times: 2 });
    const run = await send();
    await send({ ...ada, id: "evt_2", time: "2025-12-31T11:00:00Z" });
    await send({ ...ada, id: "evt_3" }, ["asked"]);
    await expect(later(sweeping.countRefused(NOON - 2 * HOUR_MS))).resolves.toBe(1);
    await expect(later(sweeping.countRefused(NOON - HOUR_MS))).resolves.toBe(1); // at that very second
    await expect(later(sweeping.findMissing([run]))).resolves.toEqual([0]);
    await expect(later(sweeping.countRefused(clock.now()))).resolves.toBe(0);
  });

  it.each([
    ["is down", { fault: "5xx-json" }, "HTTP_503"],
    [
      "is asked too often",
      { fault: "5xx-json", status: 429, body: { errors: [{ detail: "slow down", status: "429" }] } },
      "HTTP_429",
    ],
    ["has nothing at that address", { fault: "5xx-json", status: 404, body: {} }, "HTTP_404"],
    ["answers what is no list", { fault: "other-200", body: { activities: [{}] } }, "MALFORMED_ANSWER"],
    [
      "answers a list of which one thing can't be read",
      { fault: "other-200", body: { activities: [{ id: "1", timestamp: 0 }, { id: "2" }] } },
      "MALFORMED_ANSWER",
    ],
    ["answers for something else", { fault: "other-200", body: {} }, "MALFORMED_ANSWER"],
  ])("finds nothing missing where customer.io %s", async (_what, rule, code) => {
    const { faults, dropped, findMissing } = start();
    const run = await dropped();
    faults.add({ system: "customerio", match: "GET /v1/activities", ...rule });
    expect(await rejection(findMissing(run))).toMatchObject({ name: "UnavailableError", reason: { code } });
  });

  it("sends nothing that is no write of its own", async () => {
    const { standIn, sweeping, later, asked } = start();
    const writes = [
      null,
      "x",
      { method: "DELETE", path: "/api/v1/customers/x", operation: "x", body: {} },
      { method: "PUT" },
      { method: "PUT", path: "/api/v1/customers/x", body: {} },
      { method: "PUT", path: "/api/v1/customers/x", operation: "PUT /customers/{id}", body: null },
      { method: "PUT", path: "/api/v1/customers/x", operation: "PUT /customers/{id}", body: "x" },
    ];
    const elsewhere = { method: "POST", path: "/api/v1/merge_customers", operation: "x", body: {} };
    await later(sweeping.sendAgain({ writes: [...writes, elsewhere], takenAt: 0, times: 0 }));
    expect(asked).toEqual([]);
    await expect(later(sweeping.findMissing([{ writes, takenAt: 0, times: 0 }]))).resolves.toEqual([]);
    expect(standIn.state()["people"]).toEqual([]);
  });

  it("looks for no event that has no name or no id", async () => {
    const { findMissing, asked } = start();
    const request = { method: "POST", path: "/api/v1/customers/x/events", operation: "POST /customers/{id}/events" };
    const bodies = [
      { name: "a", timestamp: 1 },
      { id: "1", timestamp: 1 },
      { name: "a", id: "1" },
    ];
    const writes = bodies.map((body) => ({ ...request, body }));
    await expect(findMissing({ writes, takenAt: 0, times: 0 })).resolves.toEqual([]);
    expect(asked).toEqual([]);
  });

  it("knows an event by its id, however its activity is dated", async () => {
    const { send, findMissing, askedAt } = start({ activityIds: "sent", activityTimes: "received" });
    const run = await send();
    await expect(findMissing({ ...run, takenAt: run.takenAt - HOUR_MS })).resolves.toEqual([]);
    expect(askedAt).toHaveLength(1);
  });

  it.each([
    [15 * 60, []],
    [15 * 60 + 1, [0]],
    [-60, []],
    [-61, [0]],
  ])("takes for an event what was received %i seconds after it was sent: missing are %j", async (seconds, missing) => {
    const { send, findMissing } = start({ activityIds: "own", activityTimes: "received" });
    const run = await send();
    await expect(findMissing({ ...run, takenAt: run.takenAt - seconds * 1000 })).resolves.toEqual(missing);
  });

  it("takes for an event nothing that has happened to somebody else who was deleted since", async () => {
    const { standIn, send, dropped, findMissing } = start();
    const other = { ...ada, id: "evt_2", subject: "bob@example.com" };
    await send(other);
    standIn.deletePerson(other.subject);
    await expect(findMissing(await dropped())).resolves.toEqual([0]);
  });

  it("takes for missing what was sent of somebody whom it does not know", async () => {
    const { faults, send, findMissing } = start();
    const run = await send();
    const body = { errors: [{ detail: "not found", status: "404" }] };
    faults.add({
      system: "customerio",
      match: "GET /v1/activities",
      fault: "reject-before",
      status: 404,
      body,
      times: 0,
    });
    await expect(findMissing(run)).resolves.toEqual([0]);
  });

  it("has what one event has written sent again together, and no other event's of the person", async () => {
    const { send, notes } = start();
    await send();
    for (const other of [{ id: "evt_2" }, { source: "/sources/shop" }, { subject: "bob@example.com" }])
      await send({ ...ada, ...other });
    expect([...Map.groupBy(notes, ({ key }) => key).values()].map((group) => group.length)).toEqual([2, 2, 2, 2]);
  });

  it("takes no activity for an event that was received an hour after it", async () => {
    const { clock, send, dropped, findMissing } = start({ activityIds: "own", activityTimes: "received" });
    const run = await dropped();
    await clock.advance(HOUR_MS);
    await send({ ...ada, id: "evt_2", time: "2026-01-01T12:59:00Z" });
    await expect(findMissing(run)).resolves.toEqual([0]);
  });

  it("says of an event that it can be found, and nothing of a write that failed", async () => {
    const { faults, notes, send } = start();
    await send();
    expect(notes.splice(0)).toMatchObject([{ isFindable: false }, { isFindable: true }]);
    faults.add({ system: "customerio", match: EVENT, fault: "5xx-json" });
    expect(await rejection(send())).toMatchObject({ name: "UnavailableError" });
    expect(notes).toMatchObject([{ isFindable: false }]);
  });
});
