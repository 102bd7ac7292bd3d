import { describe, expect, it } from "@jest/globals";
import { deadlineReached } from "../../../functions/runtime/handle/handle.ts";
import { createFailures } from "../../../functions/runtime/handle/give-up.ts";
import type { ClientCall } from "../../../functions/runtime/define/client.ts";
import { PermanentError, UnavailableError } from "../../../functions/runtime/define/errors.ts";
import { SENT_TOPIC } from "../../../functions/runtime/pubsub/names.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { type Form, formsOf, personIn, type Run, runBatch } from "../../harness/batch.ts";
import { trace } from "../../harness/captured-log.ts";
import { ACCEPTED, deliveryOf } from "../../harness/delivery.ts";
import { publishFails } from "../../harness/published.ts";

const people = ["ada", "grace", "joan", "mary"];
const refused = new PermanentError("refused", { code: "INVALID_FIELD", system: "salesforce", field: "Phone" });
const down = new UnavailableError("down", { code: "HTTP_503", system: "salesforce" });

/** Everybody's effect is there, but of those whose error is named. */
const yields = (errors: Readonly<Record<string, unknown>> = {}): Run =>
  async function* (events) {
    for (const event of events) yield { event, error: errors[personIn(event)] };
  };

/** Throws when it comes to one of these, as often as it comes to it. */
const throwsAt = (errors: Readonly<Record<string, unknown>>, runs: string[][] = []): Run =>
  async function* (events) {
    runs.push(events.map(personIn));
    for (const event of events) {
      const error = errors[personIn(event)];
      if (error !== undefined) throw error;
      yield { event };
    }
  };

describe("handleBatch", () => {
  it("gives each message what its own result says, and logs a line for each", async () => {
    const errors = { grace: refused, joan: new TypeError("of joan@example.com"), mary: down };
    const { outcomes, topics, lines, text } = await runBatch(yields(errors), formsOf(people));
    expect(Object.fromEntries(outcomes)).toEqual({
      ada: "done",
      grace: "dead-lettered",
      joan: "failed",
      mary: "unavailable",
    });
    expect(topics.all().map(({ attributes }) => attributes)).toEqual([
      expect.objectContaining({
        "ce-id": "evt-grace",
        "dead-letter-handler": "form-submitted",
        "dead-letter-code": "INVALID_FIELD",
        "dead-letter-field": "Phone",
        "dead-letter-message-id": "grace",
      }),
    ]);
    const told = lines().map(({ eventId, outcome, reason, severity }) => [eventId, [outcome, reason, severity]]);
    expect(Object.fromEntries(told)).toEqual({
      ada: ["done", undefined, "INFO"],
      grace: ["dead-lettered", "INVALID_FIELD", "ERROR"],
      joan: ["failed", "TypeError", "WARNING"],
      mary: ["failed", "HTTP_503", "WARNING"],
    });
    expect(text()).not.toMatch(/@/);
  });

  it("settles a message as soon as its result is there", async () => {
    const settled: string[] = [];
    const seen: number[] = [];
    const run: Run = async function* (events) {
      for (const event of events) {
        yield { event };
        seen.push(settled.length);
      }
    };
    await runBatch(run, formsOf(people), { settle: ({ messageId }) => void settled.push(messageId) });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it("gives run() nothing that is no event of its type, and dead-letters that by itself", async () => {
    const [ada, grace, joan] = formsOf(["ada", "grace", "joan"]);
    const broken = {
      ...deliveryOf("form.submitted", "full", { attempt: 1, data: Buffer.from("{") }),
      messageId: "broken",
    };
    const other = { ...deliveryOf("contact.unsubscribed", "email", { attempt: 1 }), messageId: "other" };
    const deliveries = [broken, ada, other, grace, joan].filter((delivery) => delivery !== undefined);
    const runs: string[][] = [];
    const { outcomes, topics } = await runBatch(throwsAt({}, runs), deliveries);
    expect(runs).toEqual([["ada", "grace", "joan"]]);
    expect(Object.fromEntries(outcomes)).toMatchObject({
      broken: "dead-lettered",
      other: "dead-lettered",
      ada: "done",
    });
    expect(topics.on("form-submitted.dead-letter").map(({ attributes }) => attributes["dead-letter-code"])).toEqual([
      "NOT_JSON",
      "WRONG_TYPE",
    ]);
  });

  it("acknowledges a replay that is another handler's, and dead-letters at the subscription's last attempt", async () => {
    const [replayed] = formsOf(["ada"]);
    const attributes = { ...replayed?.message.attributes, "replay-handler": "other" };
    const others = replayed === undefined ? [] : [{ ...replayed, message: { ...replayed.message, attributes } }];
    const { outcomes } = await runBatch(yields(), [...others, ...formsOf(["grace"], { attempt: 100 })]);
    expect(Object.fromEntries(outcomes)).toEqual({ ada: "skipped", grace: "dead-lettered" });
  });

  it("runs nothing where nothing is left to run", async () => {
    const runs: string[][] = [];
    await runBatch(throwsAt({}, runs), formsOf(["ada"], { attempt: 100 }));
    expect(runs).toEqual([]);
  });

  it("delivers again what run() says nothing of, and tells of a result that is nobody's", async () => {
    const run: Run = async function* (events) {
      const [ada] = events;
      if (ada === undefined) return;
      yield { event: ada };
      yield { event: ada, error: refused };
      yield { event: { ...ada, id: "another" } };
    };
    const { outcomes, topics, lines } = await runBatch(run, formsOf(["ada", "grace"]));
    expect(outcomes).toEqual([
      ["ada", "done"],
      ["grace", "failed"],
    ]);
    expect(topics.all()).toEqual([]);
    expect(lines().map(({ reason }) => reason)).toEqual([undefined, "NOT_OPEN", "NOT_OPEN", "NO_RESULT"]);
  });

  it("ends when each message has its end, however long that takes to write", async () => {
    const slowly = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
    const { outcomes } = await runBatch(yields({ ada: refused }), formsOf(["ada"]), { publish: slowly });
    expect(outcomes).toEqual([["ada", "dead-lettered"]]);
  });

  it("notes for the sweep what was sent, by the first one's event, and calls in its trace", async () => {
    const clients = ({ onWrite, traceparent }: ClientCall) => {
      expect(traceparent).toBe(trace.traceparent);
      onWrite?.({ system: "shop", key: "k", isFindable: true, write: { a: 1 } });
      return {};
    };
    const { topics } = await runBatch(yields(), formsOf(["ada", "grace"]), { isSwept: true, clients });
    expect(topics.on(SENT_TOPIC).map(({ data }) => data.toString())).toEqual(['[{"a":1}]']);
  });

  it("gives run() its clients, also where it runs again", async () => {
    const seen: unknown[] = [];
    const run: Run = async function* (_events, given) {
      seen.push(Object(given).shop);
      yield* [];
      throw new TypeError("always");
    };
    const clients = (): object => ({ shop: "the shop" });
    await runBatch(run, formsOf(["ada", "grace"]), { clients });
    expect(seen).toEqual(["the shop", "the shop", "the shop"]);
  });

  it("releases what could not be dead-lettered", async () => {
    const { outcomes } = await runBatch(yields({ ada: refused }), formsOf(["ada"]), { publish: publishFails });
    expect(outcomes).toEqual([["ada", "unavailable"]]);
  });
});

describe("handleBatch, when run() throws", () => {
  it("fails only what has no result yet, and runs that again by halves until one is alone", async () => {
    const runs: string[][] = [];
    const many = [...people, "rosa", "vera"];
    const { outcomes } = await runBatch(throwsAt({ joan: new TypeError("joan") }, runs), formsOf(many));
    expect(runs).toEqual([many, ["joan", "mary"], ["rosa", "vera"], ["joan"], ["mary"]]);
    expect(Object.fromEntries(outcomes)).toEqual({
      ...Object.fromEntries(many.map((person) => [person, "done"])),
      joan: "failed",
    });
  });

  it("dead-letters for a permanent error the one that is alone with it, and no other", async () => {
    const { outcomes, topics } = await runBatch(throwsAt({ grace: refused }), formsOf(people));
    expect(Object.fromEntries(outcomes)).toMatchObject({ ada: "done", grace: "dead-lettered", mary: "done" });
    expect(topics.all()).toHaveLength(1);
  });

  it("gives all back together where a system is out", async () => {
    const runs: string[][] = [];
    const { outcomes } = await runBatch(throwsAt({ grace: down }, runs), formsOf(people));
    expect(runs).toHaveLength(1);
    expect(outcomes.map(([, outcome]) => outcome)).toEqual(["done", "unavailable", "unavailable", "unavailable"]);
  });

  it("has a slow one fail alone, and stops where nothing of either half gets done", async () => {
    const all = (errors: Readonly<Record<string, unknown>>, runs: string[][]): Run =>
      async function* (events) {
        runs.push(events.map(personIn));
        const error = events.map((event) => errors[personIn(event)]).find((one) => one !== undefined);
        if (error !== undefined) throw error;
        for (const event of events) yield { event };
      };
    const slow = new UnavailableError("late", { code: "TIMEOUT", system: "salesforce" });
    const runs: string[][] = [];
    const { outcomes } = await runBatch(all({ grace: slow }, runs), formsOf(people));
    expect(runs).toEqual([people, ["ada", "grace"], ["joan", "mary"], ["ada"], ["grace"]]);
    expect(Object.fromEntries(outcomes)).toEqual({ ada: "done", grace: "unavailable", joan: "done", mary: "done" });
    const ofAll: string[][] = [];
    const errors = Object.fromEntries(people.map((person) => [person, slow]));
    const ended = await runBatch(all(errors, ofAll), formsOf(people));
    expect(ended.outcomes.map(([, outcome]) => outcome)).toEqual(people.map(() => "unavailable"));
    expect(ofAll).toHaveLength(3);
  });

  it("goes on by halves where one of them got something done", async () => {
    const slow = new UnavailableError("late", { code: "TIMEOUT", system: "salesforce" });
    const runs: string[][] = [];
    const run: Run = async function* (events) {
      runs.push(events.map(personIn));
      for (const event of events) {
        if (events.length === 1 || (events.length === 2 && personIn(event) === "ada")) yield { event };
        else throw slow;
      }
    };
    const { outcomes } = await runBatch(run, formsOf(people));
    expect(runs).toEqual([people, ["ada", "grace"], ["joan", "mary"], ["joan"], ["mary"]]);
    expect(Object.fromEntries(outcomes)).toEqual({ ada: "done", grace: "unavailable", joan: "done", mary: "done" });
  });

  it("takes no result of one that has failed", async () => {
    let first: Form | undefined;
    const run: Run = async function* (events) {
      first ??= events[0];
      if (first !== undefined && events.length === 1 && personIn(events[0] ?? first) === "joan") yield { event: first };
      throw new TypeError("always");
    };
    const { outcomes, lines } = await runBatch(run, formsOf(people));
    expect(outcomes).toEqual(people.map((person) => [person, "failed"]));
    expect(lines().map(({ reason }) => reason)).toContain("NOT_OPEN");
  });

  it("stops halving where it always throws, and dead-letters none of those that are refused together", async () => {
    const many = Array.from({ length: 500 }, (_, index) => `person-${index}`);
    const runs: string[][] = [];
    const errors = Object.fromEntries(many.map((person) => [person, refused]));
    const { outcomes, topics } = await runBatch(throwsAt(errors, runs), formsOf(many));
    expect(outcomes).toHaveLength(500);
    expect(runs.length).toBeLessThan(80);
    const alone = runs.filter(({ length }) => length === 1).length;
    expect(alone).toBeGreaterThan(1);
    expect(topics.all()).toHaveLength(alone);
    expect(outcomes.filter(([, outcome]) => outcome === "dead-lettered")).toHaveLength(alone);
  });

  it("knows a throw that comes before the first result, and one that is no generator's", async () => {
    const run = (() => {
      throw new TypeError("at once");
    }) as unknown as Run;
    expect((await runBatch(run, formsOf(["ada"]))).outcomes).toEqual([["ada", "failed"]]);
  });
});

describe("handleBatch, at its deadline", () => {
  it("gives back what has no result, whether run() heeds the signal or not, and takes none that comes later", async () => {
    const clock = new VirtualClock(ACCEPTED);
    const { promise, resolve } = Promise.withResolvers<Form>();
    let isClosed = false;
    const run: Run = async function* (events) {
      const [ada, grace] = events;
      try {
        if (ada !== undefined) yield { event: ada };
        await promise;
        if (grace !== undefined) yield { event: grace };
      } finally {
        isClosed = true;
      }
    };
    const running = runBatch(run, formsOf(["ada", "grace"]), { clock });
    await clock.advance(579_999);
    const early = await Promise.race([running, Promise.resolve("at work")]);
    await clock.advance(1);
    const { outcomes, lines } = await running;
    for (const event of await eventsOf("grace")) resolve(event);
    await clock.advance(1000);
    expect(early).toBe("at work");
    expect(outcomes).toEqual([
      ["ada", "done"],
      ["grace", "unavailable"],
    ]);
    expect(lines().at(-1)).toMatchObject({ reason: "DEADLINE" });
    expect(isClosed).toBe(true);
  });

  it("ends sooner where its signal says so", async () => {
    const stop = new AbortController();
    const run: Run = async function* (events, { signal }) {
      yield* [];
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      for (const event of events) yield { event };
    };
    const running = runBatch(run, formsOf(["ada"]), { signal: stop.signal });
    stop.abort(deadlineReached());
    expect((await running).outcomes).toEqual([["ada", "unavailable"]]);
  });
});

describe("handleBatch, over several deliveries", () => {
  it("gives up as a pushed message's handler would: at the fifth failure of this instance", async () => {
    const failures = createFailures();
    const outcomes = [];
    for (const attempt of [1, 2, 3, 4, 5]) {
      const run = yields({ ada: new TypeError("ada") });
      outcomes.push((await runBatch(run, formsOf(["ada"], { attempt }), { failures })).outcomes[0]?.[1]);
    }
    expect(outcomes).toEqual(["failed", "failed", "failed", "failed", "dead-lettered"]);
  });
});

async function eventsOf(person: string): Promise<readonly Form[]> {
  const seen: Form[] = [];
  const run: Run = async function* (events) {
    seen.push(...events);
    for (const event of events) yield { event };
  };
  await runBatch(run, formsOf([person]));
  return seen;
}
