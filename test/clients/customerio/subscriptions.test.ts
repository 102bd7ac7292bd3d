import { describe, expect, it } from "@jest/globals";
import { keepLines, rejection } from "../connect.ts";
import { event, start } from "./workspace.ts";

describe("customerio, on whether people want e-mail", () => {
  it("says what was said last, and when", async () => {
    const { customerio, standIn } = start();
    await customerio.setSubscribed(event, false);
    const at = "2026-01-01T11:00:00.000Z";
    expect(await customerio.hasUnsubscribed(event.subject)).toEqual({ unsubscribed: true, at });
    await customerio.setSubscribed({ ...event, time: "2026-01-01T10:59:59Z" }, true);
    expect(await customerio.hasUnsubscribed(event.subject)).toEqual({ unsubscribed: true, at });
    await customerio.setSubscribed({ ...event, time: "2026-01-01T11:00:01Z" }, true);
    expect(await customerio.hasUnsubscribed(event.subject)).toMatchObject({ unsubscribed: false });
    expect(standIn.state()["people"]).toMatchObject([{ attributes: { unsubscribed: false } }]);
  });

  it("says of somebody whom customer.io does not know that they have not unsubscribed", async () => {
    const { customerio, lines } = start();
    expect(await customerio.hasUnsubscribed(event.subject)).toEqual({ unsubscribed: false });
    expect(lines).toMatchObject([{ level: "info", operation: "GET /v1/customers/{id}/attributes", status: 404 }]);
  });

  const [earlier, later] = [1_700_000_000, 1_700_000_001];
  const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString();

  it.each([
    ["off, and nothing else said", { email: false }, {}, { unsubscribed: true, at: timeOf(earlier) }],
    ["off, written as text", { email: "false" }, {}, { unsubscribed: true, at: timeOf(earlier) }],
    ["on", { email: true }, {}, { unsubscribed: false }],
    ["not decided on", { sms: false }, {}, { unsubscribed: false }],
    [
      "off, and e-mail wanted again since",
      { email: false },
      { unsubscribed: false },
      { unsubscribed: false, at: timeOf(later) },
    ],
    ["on, and unsubscribed since", { email: true }, { unsubscribed: true }, { unsubscribed: true, at: timeOf(later) }],
  ])("minds the e-mail channel of the preferences: %s", async (_, channels, more, said) => {
    const { customerio, standIn } = start();
    const attributes = { cio_subscription_preferences: { topics: { topic_1: true }, channels }, ...more };
    const timestamps = { cio_subscription_preferences: earlier, unsubscribed: later };
    standIn.seed({ people: [{ email: event.subject, attributes, timestamps }] });
    expect(await customerio.hasUnsubscribed(event.subject)).toEqual(said);
  });

  it("minds preferences that are no text", async () => {
    const { customerio, faults } = start();
    const attributes = { cio_subscription_preferences: { channels: { email: false } } };
    const body = { customer: { unsubscribed: false, attributes } };
    faults.add({
      system: "customerio",
      match: "/v1/customers/*/attributes",
      fault: "reject-before",
      status: 200,
      body,
    });
    expect(await customerio.hasUnsubscribed(event.subject)).toEqual({ unsubscribed: true });
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
      const off = { cio_subscription_preferences: { channels: { email: false } } };
      standIn.seed({ people: [{ email: "p80@example.com", attributes: off }] });
      const all = askAll();
      await clock.advance(999);
      expect(operations()).toEqual(Array(10).fill(ALONE));
      await clock.advance(1);
      expect(
        operations()
          .slice(10)
          .sort((one, other) => one.localeCompare(other)),
      ).toEqual([ALONE, ALONE, ALONE, TOGETHER, TOGETHER, TOGETHER]);
      const at = new Date(1_700_000_000_000).toISOString();
      const ends = await all;
      expect(
        ends.flatMap((end, index) => (end.status === "fulfilled" && end.value.unsubscribed ? [index] : [])),
      ).toEqual([3, 77, 80]);
      expect(ends[77]).toMatchObject({ value: { unsubscribed: true, at } });
      for (const index of [0, 77]) expect(calls[index]?.lines).toMatchObject([{ level: "info", operation: ALONE }]);
    });

    it("asks for those who wait, and for nobody else", async () => {
      const { askAll, clock, bodies } = burst();
      const all = askAll();
      await clock.advance(1_000);
      await all;
      const together = bodies.filter((body) => body !== "");
      const asked = together.map((body) => emails.filter((email) => body.includes(`"${email}"`)));
      expect(asked).toEqual([emails.slice(10, 60), emails.slice(60, 110), emails.slice(110)]);
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

    it("asks for each alone where asking for fifty is refused, for it may be too much", async () => {
      const { askAll, clock, faults, standIn } = burst();
      standIn.seed({ people: [{ email: "p20@example.com", attributes: { unsubscribed: true } }] });
      const refused = { fault: "reject-before", status: 400, times: 0, body: { errors: [{ detail: "too complex" }] } };
      faults.add({ system: "customerio", match: "POST /v1/customers", ...refused });
      const all = askAll();
      await clock.advance(20_000);
      const ends = (await all).map((end) => end.status === "fulfilled" && end.value.unsubscribed);
      expect([ends.length, ends.indexOf(true)]).toEqual([130, 20]);
      expect((await all).filter(({ status }) => status === "rejected")).toEqual([]);
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

    it("asks for the one too whom fifty have left behind", async () => {
      const { customerio, clock, lines } = start();
      const all = emails.slice(0, 61).map((email) => customerio.hasUnsubscribed(email));
      await clock.advance(2_000);
      await Promise.all(all);
      expect(lines.filter(({ operation }) => operation === TOGETHER)).toHaveLength(1);
      expect(lines.filter(({ operation }) => operation === ALONE)).toHaveLength(11);
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
