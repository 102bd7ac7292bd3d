import { describe, expect, it } from "@jest/globals";
import {
  PermanentError,
  type Reach,
  UnavailableError,
  UnexpectedRefusalError,
} from "../../../functions/runtime/define/errors.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createEvidence } from "../../../functions/runtime/outage/evidence.ts";

const clock = new VirtualClock();
const fresh = () => createEvidence({ attempts: 3, events: 5 }, { stop: 97, resume: 95 }, clock);

const reason = (code: string, system = "salesforce") => ({ code, system, operation: "POST /sobjects/Lead" });
const outage = (code = "HTTP_503", reach: Reach = "system", system = "salesforce") =>
  new UnavailableError(code, reason(code, system), { reach });
const permanent = (code: string, concerns?: string) => new PermanentError(code, reason(code), { concerns });

/** Runs one event after another: each fails with what is given, or succeeds with the systems that it has heard. */
function play(evidence: ReturnType<typeof fresh>, runs: readonly (readonly [event: string, end: Error | string[]])[]) {
  for (const [event, end] of runs) {
    const attempt = evidence.begin();
    if (Array.isArray(end)) {
      for (const system of end) attempt.heard(system, { operation: "PATCH /sobjects/Lead/{id}" });
      attempt.succeeded();
    } else
      attempt.failed(event, end, "reason" in end ? (end as UnavailableError).reason : reason("TypeError", "handler"));
  }
  return evidence.verdict();
}

const times = <Item>(count: number, item: (index: number) => Item) => Array.from({ length: count }, (_, i) => item(i));
type Row = [what: string, runs: readonly (readonly [string, Error | string[]])[], verdict: object | undefined];
const DONE = ["salesforce", "customerio"];

describe("evidence", () => {
  it.each<Row>([
    ["two attempts in an outage", times(2, () => ["a", outage()]), undefined],
    ["three of one event", times(3, () => ["a", outage()]), { by: "outage", why: "HTTP_503", system: "salesforce" }],
    [
      "three whose day's calls are used up",
      times(3, () => ["a", outage("REQUEST_LIMIT_EXCEEDED", "allowance")]),
      { by: "allowance", why: "REQUEST_LIMIT_EXCEEDED", system: "salesforce" },
    ],
    [
      "three with three codes",
      times(3, (i) => ["a", outage(`HTTP_50${i}`)]),
      { by: "outage", why: "HTTP_502", system: "salesforce" },
    ],
    [
      "three of two systems",
      times(3, (i) => ["a", outage("HTTP_503", "system", i > 1 ? "slack" : "salesforce")]),
      undefined,
    ],
    [
      "a success among them",
      [
        ["a", outage()],
        ["a", outage()],
        ["b", DONE],
        ["a", outage()],
      ],
      undefined,
    ],
    [
      "a success that asked the system for nothing",
      [
        ["a", outage()],
        ["a", outage()],
        ["b", ["customerio"]],
        ["a", outage()],
      ],
      expect.objectContaining({ by: "outage" }),
    ],
    ["four people refused for ever", times(4, (i) => [`${i}`, permanent("INVALID_STATUS")]), undefined],
    [
      "five people refused for ever alike",
      times(5, (i) => [`${i}`, permanent("INVALID_STATUS")]),
      { by: "refusals", why: "INVALID_STATUS", system: "salesforce" },
    ],
    [
      "nine people refused for ever by one campaign",
      times(9, (i) => [`${i}`, permanent("INVALID_STATUS", "one")]),
      undefined,
    ],
    ["nine by two campaigns", times(9, (i) => [`${i}`, permanent("INVALID_STATUS", `${i % 2}`)]), undefined],
    [
      "five by three campaigns, as a rule of the org's on all memberships does",
      times(5, (i) => [`${i}`, permanent("INVALID_STATUS", `${i % 3}`)]),
      { by: "refusals", why: "INVALID_STATUS", system: "salesforce" },
    ],
    ["one event refused five times", times(5, () => ["a", outage("INSUFFICIENT_ACCESS", "settings")]), undefined],
    ...["code", "operation", "system"].map((name): Row => [
      `five of which each is refused with another ${name}`,
      times(5, (i) => [`${i}`, new PermanentError("", { ...reason("INVALID_STATUS"), [name]: `X_${i}` })]),
      undefined,
    ]),
    [
      "five whose messages are no events, among one that asks for nothing",
      times(6, (i) => [`${i}`, i === 4 ? [] : new PermanentError("", reason("SCHEMA", "schema"))]),
      undefined,
    ],
    [
      "five who lack a right",
      times(5, (i) => [`${i}`, outage("INSUFFICIENT_ACCESS", "settings")]),
      expect.objectContaining({ by: "refusals" }),
    ],
    [
      "five locked records",
      times(5, (i) => [`${i}`, outage("UNABLE_TO_LOCK_ROW", "record")]),
      expect.objectContaining({ by: "outage" }),
    ],
    [
      "five with an unknown code",
      times(5, (i) => [`${i}`, new UnexpectedRefusalError("", reason("NEW_CODE"))]),
      { by: "refusals", why: "NEW_CODE", system: "salesforce" },
    ],
    [
      "five that meet one mistake of ours",
      times(5, (i) => [`${i}`, new TypeError("x")]),
      { by: "refusals", why: "TypeError", system: "handler" },
    ],
    [
      "one poison among healthy ones",
      times(20, (i) => (i % 4 === 0 ? ["p", permanent("X")] : [`${i}`, DONE])),
      undefined,
    ],
    ["the handler's own deadline", times(9, (i) => [`${i}`, outage("DEADLINE", "system", "handler")]), undefined],
    ["one event that takes too long", times(9, () => ["a", outage("DEADLINE")]), undefined],
    [
      "five that take too long",
      times(5, (i) => [`${i}`, outage("DEADLINE")]),
      expect.objectContaining({ by: "outage" }),
    ],
  ])("of %s", (_, runs, verdict) => {
    const { begunAt, ...cause } = play(fresh(), runs) ?? {};
    expect(cause).toEqual(verdict ?? {});
    if (verdict !== undefined) expect(begunAt).toBe(clock.now());
  });

  /** Runs that fail each after the system has answered so. */
  const answered = (
    evidence: ReturnType<typeof fresh>,
    statuses: readonly number[],
    events: readonly string[],
    failure: object,
  ) => {
    for (const event of events) {
      const attempt = evidence.begin();
      for (const status of statuses) attempt.heard("salesforce", { operation: "POST /composite", status });
      const told = { ...reason("TIMEOUT"), ...failure };
      attempt.failed(event, new UnavailableError("", told), told);
    }
    return evidence.verdict()?.by;
  };

  it.each<[string, number[], string[], object, string | undefined]>([
    ["one whose record is slow", [200], ["a", "a", "a", "a", "a", "a"], {}, undefined],
    ["two whose records are", [200], ["a", "b", "a"], {}, "outage"],
    ["one to whom nothing is answered", [], ["a", "a", "a"], {}, "outage"],
    ["one that crashes it, by an answer", [200, 500], ["a", "a", "a"], { code: "HTTP_500", status: 500 }, undefined],
    ["one whom it crashes on at once", [500], ["a", "a", "a"], { code: "HTTP_500", status: 500 }, "outage"],
    ["one who is answered nothing but that", [503], ["a", "a", "a"], { code: "HTTP_503", status: 503 }, "outage"],
    [
      "one whose write an edge answers with a page",
      [200, 502],
      ["a", "a", "a"],
      { code: "HTTP_502", status: 502 },
      undefined,
    ],
    ["one to whom it answers nothing else", [502], ["a", "a", "a"], { code: "HTTP_502", status: 502 }, "outage"],
    ["two whose writes an edge answers so", [200, 502], ["a", "a", "b"], { code: "HTTP_502", status: 502 }, "outage"],
    ["one whose write alone is answered so", [200, 503], ["a", "a", "a"], { code: "HTTP_503", status: 503 }, "outage"],
    ["one whose two calls are", [503, 503], ["a", "a", "a"], { code: "HTTP_503", status: 503 }, "outage"],
    ["one whose answer is cut", [200, 200], ["a", "a", "a"], { code: "MALFORMED_ANSWER", status: 200 }, undefined],
    ["one whom a filter refuses", [403], ["a", "a", "a"], { code: "HTTP_403", status: 403 }, undefined],
    ["one whom it refuses otherwise", [406], ["a", "a", "a"], { code: "HTTP_406", status: 406 }, undefined],
    ["two whom it refuses", [403], ["a", "a", "b"], { code: "HTTP_403", status: 403 }, "outage"],
    ["one who is logged out", [200, 401], ["a", "a", "a"], { code: "HTTP_401", status: 401 }, "outage"],
    [
      "one whose login is not answered",
      [200, 200],
      ["a", "a", "a"],
      { operation: "POST /services/oauth2/token" },
      "outage",
    ],
  ])("waits of all for %s where the system is down alone", (_, statuses, events, failure, by) => {
    expect(answered(fresh(), statuses, events, failure)).toBe(by);
  });

  it("adds what one has met alone to what is everybody's", () => {
    const evidence = fresh();
    answered(evidence, [200], ["a", "a"], {});
    expect(answered(evidence, [], ["a", "a"], {})).toBeUndefined();
    expect(answered(evidence, [], ["a"], {})).toBe("outage");
  });

  it.each([
    ["", true],
    ["GET /query", true],
    ["POST /composite", true],
    ["POST /services/oauth2/token", true],
    ["POST /composite/sobjects", false],
    ["PATCH /sobjects/Lead/{id}", false],
  ])(
    "takes an outage of writes for one, though %s is answered to those for which nothing is to be done: %s",
    (operation, isOne) => {
      const evidence = fresh();
      for (let i = 0; i < 3; i += 1) {
        play(evidence, [["a", outage()]]);
        const other = evidence.begin();
        other.heard("salesforce", { operation });
        other.succeeded();
      }
      expect(evidence.verdict() !== undefined).toBe(isOne);
    },
  );

  it("forgets what is under way as well", () => {
    const evidence = fresh();
    const underWay = times(5, () => evidence.begin());
    evidence.forget();
    for (const [index, attempt] of underWay.entries()) {
      attempt.heard("salesforce", { usage: { used: 99, max: 100 } });
      attempt.failed(`${index}`, outage(), reason("HTTP_503"));
    }
    expect([evidence.verdict(), evidence.isSuspicious()]).toEqual([undefined, false]);
  });

  it("tells when its oldest attempt began", () => {
    const evidence = fresh();
    const begunAt = clock.now();
    const attempts = times(3, (index) => {
      clock.moveTo(begunAt + index * 1000);
      return evidence.begin();
    });
    for (const attempt of attempts) attempt.failed("a", outage(), reason("HTTP_503"));
    expect(evidence.verdict()).toMatchObject({ begunAt });
  });

  it("remembers the thousand failures that came last, and no more", () => {
    const evidence = fresh();
    evidence.begin().failed("a", outage(), reason("HTTP_503"));
    clock.moveTo(clock.now() + 1000);
    const begunAt = clock.now();
    for (const attempt of times(3, () => evidence.begin()))
      for (let count = 0; count < 333; count += 1) attempt.failed("a", outage(), reason("HTTP_503"));
    expect(evidence.verdict()?.begunAt).toBe(begunAt - 1000);
    evidence.begin().failed("a", outage(), reason("HTTP_503"));
    expect(evidence.verdict()?.begunAt).toBe(begunAt);
  });

  it("gives up nothing of a batch that is refused after others of it were done, and takes that for no row", () => {
    const evidence = fresh();
    const batch = evidence.begin();
    batch.heard("salesforce");
    batch.succeeded();
    for (const event of "abcde") batch.failed(event, permanent("X"), reason("X"));
    expect([evidence.verdict(), evidence.isSuspicious()]).toEqual([undefined, true]);
    evidence.begin();
    expect(evidence.isSuspicious()).toBe(false);
  });

  it("counts no success that began before the failures", () => {
    const evidence = fresh();
    const early = evidence.begin();
    for (const batch of times(3, () => evidence.begin()))
      for (const event of "ab") batch.failed(event, outage(), reason("HTTP_503"));
    early.heard("salesforce", { operation: "POST /sobjects/Lead" });
    early.succeeded();
    expect(evidence.verdict()).toMatchObject({ by: "outage" });
  });

  it("counts a batch's events as one attempt, and its successes against all its failures", () => {
    const evidence = fresh();
    const batch = evidence.begin();
    for (const event of "abcd") batch.failed(event, outage(), reason("HTTP_503"));
    expect(evidence.verdict()).toBeUndefined();
    for (const event of "efghi") batch.failed(event, permanent("X"), reason("X"));
    expect(evidence.verdict()).toMatchObject({ by: "refusals" });
    batch.heard("salesforce");
    batch.succeeded();
    expect(evidence.verdict()).toBeUndefined();
  });

  it.each([
    ["RATELIMITED", {}],
    ["RATE_LIMITED", {}],
    ["HTTP_429", { status: 429 }],
  ])("takes no burst of %s for an outage, but a minute of which the system takes none", (code, more) => {
    const evidence = fresh();
    const refusal = new UnavailableError(code, { ...reason(code), ...more });
    const throttled = (count: number) =>
      play(
        evidence,
        times(count, (i) => [`${i}`, refusal]),
      );
    const early = evidence.begin();
    expect(throttled(9)).toBeUndefined();
    early.heard("salesforce");
    early.succeeded();
    clock.moveTo(clock.now() + 60_000);
    expect(throttled(9)).toBeUndefined();
    clock.moveTo(clock.now() + 60_000);
    expect(throttled(1)).toMatchObject({ by: "outage", why: code });
  });

  it("says so as soon as the day's calls run short, whatever becomes of the events", () => {
    const evidence = fresh();
    const attempt = evidence.begin();
    for (const usage of [
      { used: 969, max: 1000 },
      { used: 1, max: 0 },
    ]) {
      attempt.heard("salesforce", { usage });
      expect(evidence.verdict()).toBeUndefined();
    }
    attempt.heard("salesforce", { usage: { used: 97, max: 100 } });
    attempt.succeeded();
    expect(evidence.verdict()).toMatchObject({ by: "allowance", why: "ALLOWANCE", system: "salesforce" });
    evidence.forget();
    expect(evidence.verdict()).toBeUndefined();
  });

  it("takes an outage while they run short for theirs: it does not end when the system answers", () => {
    const evidence = fresh();
    evidence.begin().heard("salesforce", { usage: { used: 97, max: 100 } });
    const down = times(3, () => ["a", outage()] as const);
    expect(play(evidence, down)).toMatchObject({ by: "allowance", why: "HTTP_503", system: "salesforce" });
  });

  it("leaves to a person what is refused for another reason while they run short", () => {
    const evidence = fresh();
    evidence.begin().heard("salesforce", { usage: { used: 97, max: 100 } });
    expect(
      play(
        evidence,
        times(5, (i) => [`${i}`, permanent("INVALID_STATUS")]),
      ),
    ).toMatchObject({
      by: "refusals",
      why: "INVALID_STATUS",
    });
  });
});
