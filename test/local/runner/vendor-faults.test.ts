import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { CALLS } from "./calls.ts";
import { type FastLane, ONCE, startFastLane, tracesOf } from "./fast-lane.ts";

let lane: FastLane;
beforeAll(async () => {
  // What an event comes to over its attempts: a pause in between would only add its wait (outage.test.ts).
  lane = await startFastLane({ settings: { PAUSING: "off" } });
});
// Opens a session, so that calls are counted from the search on.
beforeEach(() => lane.submitForm("somebody@example.com"));
afterEach(() => lane.reset());
afterAll(() => lane.close());

const [LOGIN, SEARCH, LEAD, , MEMBER, PERSON, EVENT] = CALLS;

const AMBIGUOUS = ["apply-then-drop", "reset-mid-body", "truncated-200", "empty-200"];

/** Faults that leave it open whether the call took effect, on each call; */
const ambiguous = CALLS.filter((call) => call !== LOGIN).flatMap((call) =>
  AMBIGUOUS.map((fault) => ({ ...call, fault })),
);
/** those that only refuse, on a write of each vendor, and some on a read; */
const REFUSING = [
  "401-once",
  "429",
  "5xx-html",
  "3xx",
  "reset-before-headers",
  "reject-before",
  "429-retry-after",
  "5xx-json",
  "5xx-html-charset",
];
const refusing = [
  ...REFUSING.map((fault) => ({ ...LEAD, fault })),
  ...REFUSING.slice(0, 5).map((fault) => ({ ...EVENT, fault })),
  ...REFUSING.slice(0, 3).map((fault) => ({ ...SEARCH, fault })),
];
/** and what only Salesforce does. */
const salesforces = [
  { ...LEAD, fault: "lock" },
  { ...MEMBER, fault: "lock" },
  { ...LEAD, fault: "dup-rule" },
  { ...LEAD, fault: "delay-visibility", rows: 2 },
  { ...MEMBER, fault: "delay-visibility" },
  { ...SEARCH, fault: "403-concurrent" },
  { ...SEARCH, fault: "403-daily" },
  { ...MEMBER, fault: "token-400" },
];

describe("a vendor that fails once", () => {
  it.each([...ambiguous, ...refusing, ...salesforces])(
    "leaves the person right, once: $system $fault on $name",
    async ({ name: _, ...rule }) => {
      await lane.fault(rule);
      await lane.submitForm("ada@example.com");
      expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
      await lane.struck(1);
    },
  );

  it.each([...AMBIGUOUS, "5xx-html", "token-400"])(
    "leaves the person right, once: salesforce %s on the login",
    async (fault) => {
      await lane.reset();
      await lane.fault({ system: "salesforce", match: LOGIN.match, fault });
      await lane.submitForm("ada@example.com");
      expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
      await lane.struck(1);
    },
  );

  it("leaves the person right, once, when each call in turn has been applied and not been answered", async () => {
    await lane.fault(
      ...[LEAD, MEMBER, PERSON, EVENT].map(({ name: _, ...call }) => ({ ...call, fault: "apply-then-drop" })),
    );
    const { attempt } = await lane.submitForm("ada@example.com");
    expect(attempt).toBe(3);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
  });

  it("leaves everyone right, once, when many are handled while calls fail", async () => {
    const faults = ["apply-then-drop", "reset-mid-body", "truncated-200", "429", "5xx-html"];
    await lane.fault(...CALLS.flatMap(({ name: _, ...call }) => faults.map((fault) => ({ ...call, fault }))));
    // Each of the faults strikes one of them, somewhere.
    const people = Array.from({ length: 40 }, (_, index) => `person${index}@example.com`);
    await Promise.all(people.map((email) => lane.submitForm(email)));
    const state = await lane.settled();
    expect(people.map((email) => tracesOf(state, email))).toEqual(people.map(() => ONCE));
  });

  it("can't be noticed by anybody when it answers 200 and drops the call: the event is missing, and all seems well", async () => {
    await lane.fault({ system: "customerio", match: EVENT.match, fault: "200-dropped" });
    const { attempt, attributes } = await lane.submitForm("ada@example.com");
    expect(attempt).toBe(1);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual({ ...ONCE, events: 0 });
    // An hour later the sweep says so, in a call of its own: npm run why tells it with the event.
    const message = "what was sent is not there: sent again";
    const named = { handler: "form-submitted", eventId: attributes["ce-id"], system: "customerio" };
    lane.runner.journal.logged({ function: "sweep", fields: { message, event: "sent call missing", ...named }, at: 0 });
    const { text } = await lane.ask("GET", "/api/people/ada%40example.com/why");
    expect(JSON.parse(text)).toMatchObject({
      events: [{ handlers: [{ state: "handled", attempts: [{}], sweeps: [{ system: "customerio", what: message }] }] }],
    });
  });
});
