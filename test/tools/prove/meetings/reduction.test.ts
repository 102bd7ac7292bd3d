import { describe, expect, it } from "@jest/globals";
import type { Touch } from "../../../../local/core/requests.ts";
import { coveredBy, schedulesOf, type Step } from "../../../../tools/prove/cases/reduction.ts";
import type { Schedule } from "../../../../tools/prove/simulation/interleave.ts";

const touches: Readonly<Record<string, Touch>> = {
  "read lead": { kind: "lead", fields: ["id", "email"], isWrite: false },
  "create lead": { kind: "lead", fields: "all", isWrite: true },
  "opt out": { kind: "lead", fields: ["optedout"], isWrite: true },
  "read event": { kind: "event", fields: "all", isWrite: false },
  "send event": { kind: "event", fields: ["1"], isWrite: true },
  "send another": { kind: "event", fields: ["2"], isWrite: true },
};

/** `A read lead, B create lead`. */
function traceOf(text: string): Step[] {
  return text.split(", ").map((step) => {
    const touch = touches[step.slice(2)];
    return { run: step.startsWith("A") ? 0 : 1, touches: touch === undefined ? [] : [{ ...touch, system: "acme" }] };
  });
}

const toSchedule = (letters: string) => letters.split("").map((letter): 0 | 1 => (letter === "A" ? 0 : 1));
const spelled = (schedule: Schedule) => schedule.map((run) => (run === 0 ? "A" : "B")).join("");

describe("coveredBy", () => {
  it.each([
    ["only reads", "A read lead, A read lead, B read lead, B read lead", "ABAB", "ABAB"],
    ["a login, which touches nothing", "A log in, B log in, A create lead, B create lead", "BBA", "BBAA", false],
    ["a login, and the writes in their order", "A log in, B log in, A create lead, B create lead", "BAAB", "BAAB"],
    ["a write and a read of it the other way round", "A create lead, B read lead", "BA", "BA", false],
    ["a write of a field that nobody reads", "A opt out, B read lead", "BA", "BA"],
    ["a write of all fields", "A create lead, B opt out", "BA", "BA", false],
    ["two kinds", "A create lead, B send event", "BA", "BA"],
    ["two events", "A send event, B send another", "BA", "BA"],
    ["one event twice", "A send event, B send event", "BA", "BA", false],
    ["a run that is passed over, for it has no call left", "A read lead, B create lead", "AA", "AB"],
    ["a switch beyond the end", "A read lead, B create lead", "ABBA", "AB"],
  ])("knows of %s whether it comes to the same", (_what, trace, schedule, order, isCovered = true) => {
    expect(coveredBy(traceOf(trace))(toSchedule(schedule))).toBe(isCovered ? order : undefined);
  });

  it("reads one schedule for traces of any lengths", () => {
    const schedule = toSchedule("ABA");
    const orders = ["A read lead, B read lead", "A read lead, A read lead, B read lead, B read lead", "B read lead"];
    expect(orders.map((trace) => coveredBy(traceOf(trace))(schedule))).toEqual(["AB", "ABAB", "B"]);
  });

  it("takes only the same order for the same where everything may touch", () => {
    const covered = coveredBy(traceOf("A read lead, B read lead"), () => true);
    expect([covered(toSchedule("AB")), covered(toSchedule("BA"))]).toEqual(["AB", undefined]);
  });

  it("takes systems apart, and what is not known for all of one", () => {
    const step = (run: 0 | 1, system: string, kind: string): Step => ({
      run,
      touches: [{ system, kind, fields: "all", isWrite: true }],
    });
    const swapped = (one: Step, other: Step) => coveredBy([one, other])(toSchedule("BA")) !== undefined;
    expect(swapped(step(0, "acme", "everything"), step(1, "acme", "lead"))).toBe(false);
    expect(swapped(step(0, "acme", "everything"), step(1, "other", "lead"))).toBe(true);
  });
});

describe("schedulesOf", () => {
  it("lists all with so many switches", () => {
    expect(schedulesOf(2, 1).map(spelled)).toEqual(["A", "B", "AB", "AAB", "BA", "BBA"]);
    expect(schedulesOf(2, 2).map(spelled)).toEqual(
      expect.arrayContaining(["ABA", "ABBA", "AABA", "AABBA", "BAB", "BAAB", "BBAB", "BBAAB"]),
    );
    expect(schedulesOf(3, 2)).toHaveLength(2 + 2 * 3 + 2 * 9);
  });
});
