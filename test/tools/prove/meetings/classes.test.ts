import { describe, expect, it } from "@jest/globals";
import type { ArrivalRule } from "../../../../tools/prove/declared/declarations.ts";
import { classesOf } from "../../../../tools/prove/meetings/classes.ts";
import type { Footprint, TracedStep } from "../../../../tools/prove/meetings/footprint.ts";
import type { SystemTouch } from "../../../../tools/prove/simulation/touching.ts";
import type { Candidate } from "../../../../tools/prove/run/candidate.ts";

const writes = (...fields: string[]): SystemTouch => ({ system: "crm", kind: "lead", fields, isWrite: true });
const step = (operation: string, ...touches: SystemTouch[]): TracedStep => ({ operation, touches });
const LOOK = step("GET", { system: "crm", kind: "lead", fields: "all", isWrite: false });

/** A handler that makes these calls whatever the systems hold. */
function doing(handler: string, ...steps: TracedStep[]): Footprint {
  const runs = [[{ state: "nobody", calls: steps.map((_, place) => place) }]];
  return { handler, touches: steps.flatMap(({ touches }) => touches), calls: steps.length, sort: "", steps, runs };
}

interface Given {
  readonly types?: Readonly<Record<string, string>>;
  readonly rules?: Readonly<Record<string, string>>;
}

function classify(footprints: readonly Footprint[], { types = {}, rules = {} }: Given = {}) {
  const candidates = footprints.map(({ handler: name }) => {
    const { [name]: other } = rules;
    const rule = { other, records: "crm lead", fields: ["status"], reason: "" } as ArrivalRule;
    const declared = other === undefined ? {} : { arrivalDecides: [rule] };
    return {
      handler: { name, handler: { eventType: types[name] ?? `${name}.made` }, declared },
    } as unknown as Candidate;
  });
  const classes = classesOf(footprints, candidates);
  const handlers = candidates.map(({ handler }) => handler);
  const pairs = handlers.flatMap((one) =>
    handlers.filter((other) => classes.areTried(one, other)).map((other) => `${one.name}-${other.name}`),
  );
  return { classes: handlers.map((handler) => classes.classOf(handler).join()), pairs };
}

const same = (names: string) => names.split("").map((name) => doing(name, LOOK, step("PATCH", writes("status"))));

describe("classesOf", () => {
  it("takes together who makes the same calls on the same fields, whatever fields of their own are called", () => {
    const [one, other] = ["a", "b"].map((name) =>
      doing(name, LOOK, step("PATCH", writes("status", `made_by_${name}`))),
    );
    expect(classify([one, other].flatMap((each) => each ?? [])).classes).toEqual(["a,b", "a,b"]);
  });

  it.each([
    ["calls in another order", doing("b", step("PATCH", writes("status")), LOOK)],
    ["another operation", doing("b", LOOK, step("POST", writes("status")))],
    ["another field that somebody else names", doing("b", LOOK, step("PATCH", writes("phone")))],
    ["another sort", { ...doing("b", LOOK, step("PATCH", writes("status"))), sort: "unordered" }],
  ])("keeps apart who has %s", (_, other) => {
    const third = doing("c", step("PUT", writes("status", "phone")));
    expect(classify([...same("a"), other, third]).classes).toEqual(["a", "b", "c"]);
  });

  it("lets each of a class meet itself and its neighbours of it, in a ring", () => {
    expect(classify(same("abcde")).pairs.filter((pair) => pair.startsWith("a"))).toEqual(["a-a", "a-b", "a-e"]);
  });

  it("lets everybody meet one of each class, by whom the others are represented: so that meetings grow with handlers", () => {
    const others = "vwxyz".split("").map((name) => doing(name, LOOK));
    const { pairs } = classify([...same("abcde"), ...others]);
    for (const name of "abcde")
      expect(pairs.filter((pair) => pair.startsWith(name) && pair > `${name}-u`)).not.toEqual([]);
    for (const name of "vwxyz")
      expect(pairs.filter((pair) => pair.startsWith(name) && pair < `${name}-f`)).not.toEqual([]);
    expect(pairs.length).toBeLessThan(10 * 6);
  });

  it("has two of one event type meet, and whoever declares something of another's events", () => {
    const types = { a: "one", c: "one" };
    expect(classify(same("abcde"), { types }).pairs).toContain("a-c");
    const declared = classify(same("abcde"), { rules: { a: "c.made" } });
    expect(declared.classes).toEqual(["a", "b,d,e", "c", "b,d,e", "b,d,e"]);
    expect(declared.pairs).toContain("a-c");
  });
});
