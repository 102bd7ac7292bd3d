import specification from "../../../local/customerio/stand-in.ts";
import { describe, expect, it } from "@jest/globals";
import { eventUlid } from "../../../functions/clients/customerio/event-ulid.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createCustomerio, localKeys } from "../../../local/customerio/customerio.ts";
import { customerioFaults } from "../../../local/customerio/proof/faults.ts";
import { commonFaults, createFaults } from "../../../local/core/faults.ts";
import { inProcessFetch } from "../../../local/core/in-process.ts";
import { customerioInstance, keepLines, rejection } from "../connect.ts";

const NOON = Date.parse("2026-01-01T12:00:00Z");
const event = {
  source: "/sources/app",
  id: "evt_1",
  subject: "o'brien+x/y?z#%@example.com",
  time: "2026-01-01T11:00:00.500Z",
};
const HOUR_MS = 3_600_000;

function start(settings: Record<string, string> = {}) {
  const clock = new VirtualClock(NOON);
  const faults = createFaults([specification]);
  const standIn = createCustomerio({ clock, faults });
  const keys = {
    CUSTOMERIO_SITE_ID: localKeys.siteId,
    CUSTOMERIO_API_KEY: localKeys.apiKey,
    CUSTOMERIO_APP_KEY: localKeys.appKey,
  };
  const { log, lines } = keepLines();
  const signal = new AbortController();
  const instance = customerioInstance({
    fetch: inProcessFetch(standIn.fetch),
    clock,
    settings: { ...keys, ...settings },
  });
  const customerio = instance({ log, signal: signal.signal });
  return { clock, faults, standIn, lines, signal, customerio, instance };
}

describe("customerio", () => {
  it("creates the person under the e-mail, whatever characters that has, and records the event", async () => {
    const { customerio, standIn, lines } = start();
    await customerio.ensurePerson(event, { first_name: "Ann", country: undefined });
    await customerio.sendEvent(event, "form_submitted", { form_id: "contact-sales" });
    const { people = [], events = [], triggered = [] } = standIn.state();
    expect(people).toMatchObject([{ email: event.subject, attributes: { first_name: "Ann" } }]);
    expect(events).toMatchObject([
      {
        id: eventUlid(event, "form_submitted"),
        name: "form_submitted",
        timestamp: NOON / 1000 - 3600,
        data: { form_id: "contact-sales" },
      },
    ]);
    expect(triggered).toHaveLength(1);
    expect(lines.filter(({ message }) => message === "call answered")).toMatchObject([
      { level: "info", system: "customerio", operation: "PUT /customers/{id}", status: 200, callMs: 0 },
      { level: "info", system: "customerio", operation: "POST /customers/{id}/events", status: 200, callMs: 0 },
    ]);
  });

  it("leaves out what is blank, and cuts texts to what customer.io holds, in bytes, at a character's border", async () => {
    const { customerio, standIn, lines } = start();
    await customerio.ensurePerson(event, { phone: "+44", country: "Ireland", plan: "free" });
    await customerio.ensurePerson(event, { phone: "", country: " ", plan: null, title: `${"ü".repeat(499)}a😀` });
    await customerio.ensurePerson(event, { [`${"n".repeat(149)}ü`]: "cut" });
    expect(standIn.state()["people"]).toMatchObject([
      { attributes: { phone: "+44", country: "Ireland", title: `${"ü".repeat(499)}a`, ["n".repeat(149)]: "cut" } },
    ]);
    expect(JSON.stringify(standIn.state()["people"])).not.toContain("free");
    await customerio.sendEvent(event, "form_submitted", { page_url: "x".repeat(5000), seats: Number.NaN });
    expect(standIn.state()["events"]).toMatchObject([{ data: { page_url: "x".repeat(1000) } }]);
    const leftOut = { level: "warning", message: "field left out", system: "customerio" };
    expect(lines.filter(({ level }) => level === "warning")).toEqual([
      { ...leftOut, operation: "PUT /customers/{id}", field: "title", reason: "TOO_LONG" },
      { ...leftOut, operation: "PUT /customers/{id}", field: "n".repeat(149), reason: "TOO_LONG" },
      { ...leftOut, operation: "POST /customers/{id}/events", field: "page_url", reason: "TOO_LONG" },
      { ...leftOut, operation: "POST /customers/{id}/events", field: "seats", reason: "NOT_A_NUMBER" },
    ]);
  });

  it("takes no e-mail for customer.io's own id", async () => {
    const { customerio, standIn } = start();
    await customerio.ensurePerson({ ...event, subject: "cio_fan@example.com" }, {});
    await customerio.sendEvent({ ...event, subject: "cio_fan@example.com" }, "form_submitted", {});
    expect(standIn.state()).toMatchObject({ people: [{ email: "cio_fan@example.com" }], events: [{}] });
  });

  it("may be called again: one person, one event", async () => {
    const { customerio, standIn } = start();
    for (let delivery = 0; delivery < 3; delivery += 1) {
      await customerio.ensurePerson(event, { first_name: "Ann" });
      await customerio.sendEvent(event, "form_submitted", {});
    }
    expect(standIn.state()).toMatchObject({ people: [{}], events: [{}], triggered: [{}] });
  });

  it("lets an older event that comes late change nothing", async () => {
    const { customerio, standIn } = start();
    await customerio.ensurePerson(event, { first_name: "New" });
    await customerio.ensurePerson({ ...event, id: "evt_0", time: "2026-01-01T10:00:00Z" }, { first_name: "Old" });
    expect(standIn.state()["people"]).toMatchObject([{ attributes: { first_name: "New" } }]);
  });

  it("warns of an event that is too old to trigger anything, and records it", async () => {
    const { customerio, standIn, lines, clock } = start();
    await clock.advance(71 * HOUR_MS + 500);
    await customerio.sendEvent(event, "form_submitted", {});
    expect(lines.filter(({ level }) => level === "warning")).toEqual([]);
    await clock.advance(1);
    await customerio.sendEvent({ ...event, id: "evt_2" }, "form_submitted", {});
    expect(lines.filter(({ level }) => level === "warning")).toMatchObject([
      { reason: "TOO_OLD_TO_TRIGGER", system: "customerio" },
    ]);
    expect(standIn.state()["events"]).toHaveLength(2);
  });

  it.each([
    ["CUSTOMERIO_TRACK_URL", "track.customer.io"],
    ["CUSTOMERIO_SITE_ID", ""],
    ["CUSTOMERIO_API_KEY", "\n"],
    ["CUSTOMERIO_APP_URL", "https://api.customer.io/v1"],
    ["CUSTOMERIO_APP_KEY", ""],
    ["CUSTOMERIO_CALLS_PER_SECOND", "many"],
  ])("names %s when it is wrong", (name, value) => {
    expect(() => start({ [name]: value })).toThrow(
      expect.objectContaining({ name: "SettingError", message: expect.stringContaining(name) }),
    );
  });

  it.each([
    [202, "UnavailableError"],
    [400, "PermanentError"],
    [413, "PermanentError"],
    [422, "PermanentError"],
    [399, "UnavailableError"],
    [401, "UnavailableError"],
    [403, "UnavailableError"],
    [404, "UnavailableError"],
    [405, "UnavailableError"],
    [408, "UnavailableError"],
    [429, "UnavailableError"],
    [500, "UnavailableError"],
    [418, "UnexpectedRefusalError"],
  ])("makes of HTTP %i a %s", async (status, name) => {
    const { customerio, faults, lines } = start();
    faults.add({
      system: "customerio",
      fault: "reject-before",
      status,
      body: { meta: { errors: [`no good: ${event.subject}`] } },
    });
    const error = await rejection(customerio.ensurePerson(event, {}));
    const reason = { code: `HTTP_${status}`, system: "customerio", operation: "PUT /customers/{id}", status };
    expect(error).toMatchObject({ name, reason });
    expect(lines).toMatchObject([
      { level: "warning", operation: "PUT /customers/{id}", status, reason: `HTTP_${status}` },
    ]);
    expect(String(error)).not.toContain("example.com");
  });
});

describe("customerio, on whether people want e-mail", () => {
  it("says what was said last, and when", async () => {
    const { customerio } = start();
    await customerio.setSubscribed(event, false);
    const at = "2026-01-01T11:00:00.000Z";
    expect(await customerio.hasUnsubscribed(event.subject)).toEqual({ unsubscribed: true, at });
    await customerio.setSubscribed({ ...event, time: "2026-01-01T10:59:59Z" }, true);
    expect(await customerio.hasUnsubscribed(event.subject)).toEqual({ unsubscribed: true, at });
    await customerio.setSubscribed({ ...event, time: "2026-01-01T11:00:01Z" }, true);
    expect(await customerio.hasUnsubscribed(event.subject)).toMatchObject({ unsubscribed: false });
  });

  it("says of somebody whom customer.io does not know that they have not unsubscribed", async () => {
    const { customerio, lines } = start();
    expect(await customerio.hasUnsubscribed(event.subject)).toEqual({ unsubscribed: false });
    expect(lines).toMatchObject([{ level: "info", operation: "GET /v1/customers/{id}/attributes", status: 404 }]);
  });

  it.each([
    ["no such page", { status: 404, body: { meta: { error: "not found" } } }, "HTTP_404"],
    ["too many calls", { status: 429, body: { errors: [{ detail: "slow down", status: "429" }] } }, "HTTP_429"],
    ["a wrong key", { status: 401, body: { errors: [{ detail: "unauthorized", status: "401" }] } }, "HTTP_401"],
    ["nothing of a person", { status: 200, body: {} }, "MALFORMED_ANSWER"],
    ["no verdict", { status: 200, body: { customer: { unsubscribed: "no" } } }, "MALFORMED_ANSWER"],
  ])("is unavailable while it is answered %s", async (_what, answer, code) => {
    const { customerio, faults } = start();
    faults.add({ system: "customerio", match: "/v1/customers/*/attributes", fault: "reject-before", ...answer });
    expect(await rejection(customerio.hasUnsubscribed(event.subject))).toMatchObject({
      name: "UnavailableError",
      reason: { code },
    });
  });

  describe("in a burst", () => {
    const ALONE = "GET /v1/customers/{id}/attributes";
    const TOGETHER = "POST /v1/customers";
    const emails = Array.from({ length: 130 }, (_, index) => `p${index}@example.com`).with(77, "P77@example.com");

    /** The first ten are asked for alone, and all others wait. */
    function burst() {
      const { instance, ...started } = start();
      const calls = emails.map(() => ({ ...keepLines(), controller: new AbortController() }));
      const ask = async (index: number) => {
        const { log, controller } = calls[index] ?? { ...keepLines(), controller: new AbortController() };
        return instance({ log, signal: controller.signal }).hasUnsubscribed(emails[index] ?? "");
      };
      const operations = () => calls.flatMap(({ lines }) => lines.map(({ operation }) => String(operation)));
      const askAll = () => Promise.allSettled(emails.map((_, index) => ask(index)));
      return { ...started, calls, operations, askAll };
    }

    it("asks ten times a second at most, and for fifty who wait at once", async () => {
      const { askAll, clock, operations, standIn, calls } = burst();
      const said = { unsubscribed: true };
      for (const email of ["p3@example.com", "P77@example.com"])
        standIn.seed({ people: [{ email, attributes: said, timestamps: { unsubscribed: 1_700_000_000 } }] });
      standIn.seed({ people: [{ email: "p78@example.com", attributes: { unsubscribed: false } }] });
      standIn.seed({ people: [{ email: "p79@example.com", attributes: { plan: "free" } }] });
      const all = askAll();
      await clock.advance(999);
      expect(operations()).toEqual(Array(10).fill(ALONE));
      await clock.advance(1);
      expect(
        operations()
          .slice(10)
          .sort((one, other) => one.localeCompare(other)),
      ).toEqual([ALONE, ALONE, TOGETHER, TOGETHER, TOGETHER]);
      const at = new Date(1_700_000_000_000).toISOString();
      const ends = await all;
      expect(
        ends.flatMap((end, index) => (end.status === "fulfilled" && end.value.unsubscribed ? [index] : [])),
      ).toEqual([3, 77]);
      expect(ends[77]).toMatchObject({ value: { unsubscribed: true, at } });
      expect(calls[0]?.lines).toMatchObject([{ level: "info", operation: ALONE }]);
    });

    it("asks no faster for what was said of those who were found together", async () => {
      const { askAll, clock, operations, standIn } = burst();
      standIn.seed({ people: emails.map((email) => ({ email, attributes: { unsubscribed: false } })) });
      const all = askAll();
      await clock.advance(1_000);
      expect(operations()).toHaveLength(20);
      await clock.advance(1_000);
      expect(operations()).toHaveLength(30);
      await clock.advance(20_000);
      expect((await all).filter(({ status }) => status === "rejected")).toEqual([]);
    });

    it("knows whom it has asked for, however customer.io spells them", async () => {
      const { askAll, clock, faults, standIn } = burst();
      standIn.seed({ people: [{ email: "p20@example.com", attributes: { unsubscribed: true } }] });
      const body = { identifiers: [{ email: "P20@Example.com" }] };
      faults.add({ system: "customerio", match: "POST /v1/customers", fault: "other-200", body });
      const all = askAll();
      await clock.advance(2_000);
      expect((await all)[20]).toMatchObject({ value: { unsubscribed: true } });
    });

    it("takes no answer from the others because the first one gives up", async () => {
      const { askAll, clock, calls, faults } = burst();
      faults.add({ system: "customerio", match: "POST /v1/customers", fault: "slow", milliseconds: 300 });
      const all = askAll();
      await clock.advance(1_100);
      calls[10]?.controller.abort(new Error("the deadline"));
      await clock.advance(1_000);
      expect((await all).flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).toEqual([10]);
    });

    it("asks alone for the one who is left of two", async () => {
      const { customerio, instance, clock, lines } = start();
      const first = emails.slice(0, 11).map((email) => customerio.hasUnsubscribed(email));
      const leaving = new AbortController();
      const left = instance({ signal: leaving.signal }).hasUnsubscribed("p11@example.com");
      leaving.abort(new Error("the deadline"));
      await rejection(left);
      await clock.advance(1_000);
      await Promise.all(first);
      expect(lines.map(({ operation }) => operation)).toEqual(Array(11).fill(ALONE));
    });

    it("waits for no turn at the Track API, which has a pace of its own", async () => {
      const { customerio } = start({ CUSTOMERIO_CALLS_PER_SECOND: "1" });
      await customerio.setSubscribed(event, false);
      expect(await customerio.hasUnsubscribed(event.subject)).toMatchObject({ unsubscribed: true });
    });

    it("lets one that gives up neither wait nor stop the others", async () => {
      const { askAll, clock, calls } = burst();
      const all = askAll();
      await clock.advance(500);
      calls[10]?.controller.abort(new Error("the deadline"));
      await clock.advance(500);
      const ends = await all;
      expect(ends.flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).toEqual([10]);
    });

    it.each([
      ["a refusal", { fault: "429" }, "HTTP_429"],
      ["no list", { fault: "empty-200" }, "MALFORMED_ANSWER"],
      ["half a list", { fault: "truncated-200" }, "MALFORMED_ANSWER"],
      ["another call's answer", { fault: "other-200" }, "MALFORMED_ANSWER"],
      [
        "one of whom nothing is told",
        { fault: "other-200", body: { identifiers: [{ email: "p20@example.com" }, "p21@example.com"] } },
        "MALFORMED_ANSWER",
      ],
      ["people without an e-mail", { fault: "other-200", body: { identifiers: [{ id: "7" }] } }, "MALFORMED_ANSWER"],
    ])("is unavailable to all fifty where they are answered by %s", async (_what, fault, code) => {
      const { askAll, clock, faults } = burst();
      faults.add({ system: "customerio", match: "POST /v1/customers", ...fault });
      const all = askAll();
      await clock.advance(1_000);
      const failed = (await all).flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
      expect(failed).toHaveLength(50);
      expect(failed[0]).toMatchObject({ name: "UnavailableError", reason: { code, operation: TOGETHER } });
    });

    it("asks alone for one who waits alone", async () => {
      const { customerio, clock, lines } = start();
      const all = emails.slice(0, 11).map((email) => customerio.hasUnsubscribed(email));
      await clock.advance(1_000);
      await Promise.all(all);
      expect(lines.map(({ operation }) => operation)).toEqual(Array(11).fill(ALONE));
    });
  });
});

/** Whether the fault leaves the call applied, and what the caller learns. */
const FAULTS: readonly (readonly [fault: string, isApplied: boolean, code: string])[] = [
  ["reject-before", false, "HTTP_500"],
  ["apply-then-drop", true, "ECONNRESET"],
  ["late-apply", false, "TIMEOUT"],
  ["reset-before-headers", false, "ECONNRESET"],
  ["unknown-host", false, "ENOTFOUND"],
  ["reset-mid-body", true, "UND_ERR_SOCKET"],
  ["stall-headers", false, "TIMEOUT"],
  ["stall-body", true, "TIMEOUT"],
  ["5xx-json", false, "HTTP_503"],
  ["5xx-html", false, "HTTP_502"],
  ["5xx-html-charset", false, "HTTP_502"],
  ["429", false, "HTTP_429"],
  ["429-retry-after", false, "HTTP_429"],
  ["3xx", false, "HTTP_302"],
  ["truncated-200", true, "MALFORMED_ANSWER"],
  ["empty-200", true, "MALFORMED_ANSWER"],
  ["401-once", false, "HTTP_401"],
];

describe("customerio under faults", () => {
  it.each(FAULTS)(
    "%s (applied: %s) of either call is UnavailableError %s, and the next delivery makes it right",
    async (fault, isApplied, code) => {
      for (const failing of ["PUT", "POST"] as const) {
        const { customerio, standIn, faults, clock } = start();
        const deliver = async () => {
          await customerio.ensurePerson(event, { first_name: "Ann" });
          await customerio.sendEvent(event, "form_submitted", {});
        };
        faults.add({
          system: "customerio",
          match: `${failing} /${failing === "PUT" ? "customers/*" : "events"}`,
          fault,
        });
        const failed = rejection(deliver());
        await clock.advance(5_000);
        expect(await failed).toMatchObject({ name: "UnavailableError", reason: { code, system: "customerio" } });
        expect(standIn.state()[failing === "PUT" ? "people" : "events"]).toHaveLength(isApplied ? 1 : 0);
        await deliver();
        await clock.advance(60_000);
        expect(standIn.state()).toMatchObject({
          people: [{ attributes: { first_name: "Ann" } }],
          events: [{}],
          triggered: [{}],
        });
      }
    },
  );

  it("slow within the time-out is nothing but slow", async () => {
    const { customerio, faults, clock, lines } = start();
    faults.add({ system: "customerio", fault: "slow", milliseconds: 4_999 });
    const done = customerio.ensurePerson(event, {});
    await clock.advance(4_999);
    await done;
    expect(lines).toMatchObject([
      { level: "info", callMs: 4_999 },
      { level: "info", message: "record written" },
    ]);
  });

  it("401-forever stays an outage", async () => {
    const { customerio, faults } = start();
    faults.add({ system: "customerio", fault: "401-forever" });
    for (let delivery = 0; delivery < 3; delivery += 1) {
      expect(await rejection(customerio.ensurePerson(event, {}))).toMatchObject({
        name: "UnavailableError",
        reason: { code: "HTTP_401" },
      });
    }
  });

  it("200-dropped can be noticed by nobody", async () => {
    const { customerio, standIn, faults } = start();
    faults.add({ system: "customerio", fault: "200-dropped" });
    await customerio.ensurePerson(event, {});
    expect(standIn.state()["people"]).toEqual([]);
  });

  it.each([{ errors: [{ reason: "invalid" }] }, { meta: { error: "no" } }, []])(
    "takes no refusal for success because it comes with a 200: %j",
    async (body) => {
      const { customerio, faults } = start();
      faults.add({ system: "customerio", fault: "other-200", body });
      expect(await rejection(customerio.ensurePerson(event, {}))).toMatchObject({
        name: "UnavailableError",
        reason: { code: "MALFORMED_ANSWER" },
      });
    },
  );

  it("stops at the event's deadline", async () => {
    const { customerio, faults, signal, lines } = start();
    faults.add({ system: "customerio", fault: "stall-headers" });
    const failed = rejection(customerio.ensurePerson(event, {}));
    signal.abort();
    expect(await failed).toMatchObject({
      name: "UnavailableError",
      reason: { code: "DEADLINE", operation: "PUT /customers/{id}" },
    });
    expect(lines).toMatchObject([{ level: "warning", reason: "DEADLINE" }]);
  });

  it("has a test for each fault that strikes it", () => {
    const covered = [
      ...FAULTS.map(([fault]) => fault),
      "slow",
      "401-forever",
      "200-dropped",
      "failed_event",
      "other-200",
    ];
    const known = Object.keys({ ...commonFaults, ...customerioFaults });
    // 207 is an answer to batches, which the client does not send.
    expect(covered.sort()).toEqual(known.filter((fault) => fault !== "207").sort());
  });
});
