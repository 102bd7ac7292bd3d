import { describe, expect, it } from "@jest/globals";
import { curesOf } from "../../../../tools/prove/story/tell.ts";
import { type FailureKind, failureKinds, kindOf, withoutConsequences } from "../../../../tools/prove/story/kinds.ts";
import {
  divergence,
  type Finding,
  finding,
  OUT_OF_ORDER,
  TRIED_NO_FURTHER,
  UNACKNOWLEDGED,
} from "../../../../tools/prove/finding.ts";
import { spellKind } from "../../../../tools/prove/report/failures.ts";
import type { Story } from "../../../../tools/prove/story/story.ts";
import { noLookUp } from "../wrong-handlers/no-look-up.ts";
import { unorderedByArrival } from "../wrong-handlers/unordered-by-arrival.ts";
import { findingsOf, type Small, standIns } from "../candidates.ts";
import { findLead, identify, sendEvent } from "../raw-systems.ts";

/** Two mistakes: takes an event for sent that was not, and makes its id of the clock. */
const twice: Small = {
  name: "two-mistakes",
  uses: ["customerio"],
  async run(event, systems) {
    await identify(systems, event).catch(() => {});
    await sendEvent(systems, event, { eventId: `01M6DSG7E0000000000${String(Date.now()).slice(-7)}` });
  },
};

describe("spellKind", () => {
  const spelt = (kind: FailureKind | undefined) => kind && spellKind(kind, 1, { seed: 1 }).join("\n");

  it("shows what differs from the order of times where two at once end in the other one, and what may declare it", async () => {
    const { proof } = await findingsOf([unorderedByArrival, { ...unorderedByArrival, name: "other" }], {
      states: ["nobody"],
      only: ["other"],
      properties: ["interleaving"],
      tells: ({ verdict }) => verdict === "failed",
    });
    const text = spelt(proof.handlers.flatMap(failureKinds).find(({ rule }) => rule === OUT_OF_ORDER));
    expect(text).toContain("differs in ≠");
    expect(text).toMatch(/Where arrival may decide, say why in "arrivalDecides" of proof\/other\.declared\.json/);
  });

  it("tells the run that is not acknowledged, with its command", async () => {
    const deaf: Small = { name: "deaf", uses: ["customerio"], run: () => Promise.reject(new Error("no")) };
    const { proof } = await findingsOf([deaf], { states: ["nobody"], tells: ({ verdict }) => verdict === "failed" });
    const text = spelt(proof.handlers.flatMap(failureKinds)[0]);
    expect(text).toContain("The handler does not acknowledge a clean run at once");
    expect(text).toContain('--case "deaf · full · nobody · the whole delivery · undisturbed"');
    expect(text).toMatch(/→ \d{3}/);
  });

  it("tells a handler's own error first, with its text and place, and nothing that follows from it", async () => {
    const typo: Small = {
      ...unorderedByArrival,
      name: "typo",
      doubles: [{ records: "salesforce Lead", reason: "meant" }],
      run: (_, systems) => (systems as unknown as { identfy(): Promise<void> }).identfy(),
    };
    const { proof } = await findingsOf([typo, { ...typo, name: "other" }], {
      only: ["typo"],
      tells: ({ verdict }) => verdict === "failed",
    });
    const text = spelt(proof.handlers.flatMap(failureKinds)[0]);
    expect(text).toContain("The handler does not acknowledge a clean run at once");
    expect(text).toMatch(/\(handler kinds\.test\.ts:\d+ TypeError: systems\.identfy is not a function\)/);
    expect(JSON.stringify(proof.handlers)).not.toContain("no case needs that");
    expect(proof.handlers[0]?.problems.map(({ rule }) => rule)).toContain(TRIED_NO_FURTHER);
    expect(proof.cases).toBe(1);
  });

  it("tries nothing further of a handler that calls without end", async () => {
    const waits: Small = {
      ...unorderedByArrival,
      name: "waits",
      async run(event, systems) {
        while ((await findLead(systems, event.data.email)) === undefined);
      },
    };
    const { findings, proof } = await findingsOf([waits, { ...waits, name: "other" }], { only: ["waits"] });
    expect(proof.cases).toBe(1);
    expect(findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["makes more than 250 calls in one delivery", TRIED_NO_FURTHER]),
    );
  });
});

describe("failureKinds", () => {
  it("are a handful, whatever befalls the event and at which call", async () => {
    const { proof } = await findingsOf([twice], {
      states: ["nobody"],
      properties: ["faults", "crash", "deadline", "acknowledgement"],
      drawn: { twoFaults: 0, alike: 0, interleavings: 0, triples: 0, represented: 0 },
    });
    const kinds = proof.handlers.flatMap(failureKinds);
    expect(kinds.map(({ results }) => results[0]?.kind)).toEqual([
      "customerio events changed, customerio triggered changed", // another id
      "customerio people lacking", // nobody there
      "customerio people lacking, customerio events changed, customerio triggered changed", // both mistakes
      "customerio events too many, customerio triggered too many", // another id, and both have arrived
      expect.stringContaining("after another call of its own got no answer, whose error was caught"), // all at once
    ]);
  });
});

describe("kindOf", () => {
  const one = { property: "faults", declarable: [{ fault: "429", operation: "POST /a" }] } as const;
  const other = { property: "faults", declarable: [{ fault: "HTTP_500", operation: "POST /b" }] } as const;
  const [right, wrong] = [new Map([["acme Account", ['{"Name":"A"}']]]), new Map([["acme Account", []]])];
  const ending = (given: ReturnType<typeof finding>, actual = wrong) => ({
    findings: [given],
    expected: [right],
    actual,
    longestMs: 0,
  });

  it("is the records that are wrong, where the end is; else the rule, without its examples", () => {
    const first = kindOf(one, ending(divergence("faults", "ends in another state")));
    expect(kindOf(other, ending(divergence("faults", "acknowledges although POST /b met HTTP_500")))).toBe(first);
    const late = kindOf(one, ending(finding("acknowledgement", "acknowledges with work still to do: POST /a")));
    expect(kindOf(other, ending(finding("acknowledgement", "acknowledges with work still to do: POST /c")))).toBe(late);
    expect(late).not.toBe(first);
  });

  it("is the same whoever it is about", () => {
    const twiceThere = (email: string) =>
      kindOf(one, ending(finding("identity", `adds Lead of ${email} to Contact of ${email}: twice`)));
    expect(twiceThere("o'brien@example.com")).toBe(twiceThere("ada@example.com"));
  });

  it("tells apart what other events do", () => {
    const order = { property: "order", declarable: [] } as const;
    const rule = divergence("order", "ends otherwise");
    expect(kindOf(order, ending(rule))).not.toBe(kindOf(one, ending(rule)));
  });
});

const CALL = {
  index: 1,
  operation: "PATCH /a",
  nth: 1,
  meaning: undefined,
  answer: "400",
  requestBody: "",
  answerBody: "",
};

describe("what a story says to whoever has to mend it", () => {
  const worlds = (kind: string, what: "too many" | "missing" | "changed", field = "Id") => [
    { kind, same: 0, pairs: [{ what, rows: [{ field, expected: "1", actual: "2", differs: true }] }] },
  ];
  const story = (of: Story["worlds"], rule = OUT_OF_ORDER): Story => ({
    name: "a-handler · full, then another · nobody · arriving as 2 1",
    findings: [rule],
    expected: [],
    actual: [],
    worlds: of,
    cures: curesOf(standIns, of),
    turningPoint: undefined,
    declarable: [{ fault: "arriving as 2 1", operation: "at both" }],
  });
  const delivered = (handler: string, type = "form.submitted"): Story["actual"][number] => ({
    number: 1,
    handler,
    event: "1",
    type,
    atSeconds: 0,
    status: 204,
    reason: undefined,
    calls: [],
    callsInTime: 0,
  });
  const ofOneType = {
    ...story(worlds("salesforce Lead", "changed", "Company")),
    actual: [delivered("a-handler", "a.type")],
  };
  const failed = (given: Finding) => ({
    case: { property: given.property, name: "a-handler · full", place: "", disturbance: "" },
    verdict: "failed" as const,
    findings: [given],
    kind: given.rule,
  });

  const spelled = (of: Story["worlds"], given = divergence("order", OUT_OF_ORDER)) =>
    spellKind({ rule: given.rule, story: story(of, given.rule), results: [failed(given)] }, 1, { seed: 1 }).join("\n");

  it.each([
    ["salesforce Task", "too many", "Id", "To mend it: salesforce.ensure creates one Task per unique key"],
    ["customerio events", "too many", "id", "To mend it: customerio.sendEvent derives the id"],
    ["slack messages", "too many", "ts", "To mend it: slack.post recognises a posted message"],
    ["salesforce Lead", "changed", "HasOptedOutOfEmail", "To mend it: keepEarlierOptOut (functions/configuration/"],
    ["salesforce Contact", "changed", "HasOptedOutOfEmail", `returns, and needs "customerio" in the handler's uses`],
  ] as const)("is its system's verb: %s %s", (kind, what, field, says) => {
    expect(spelled(worlds(kind, what, field))).toContain(says);
  });

  it("is never that arrival may decide whether somebody is written to", () => {
    expect(spelled(worlds("salesforce Lead", "changed", "HasOptedOutOfEmail"))).not.toContain("arrivalDecides");
    expect(spelled(worlds("salesforce Lead", "changed", "Company"))).toContain(
      '"arrivalDecides" of proof/a-handler.decl',
    );
  });

  it.each(["means", "overwrites", "restores"] as const)("is where a handler's meaning is declared: %s", (list) => {
    const of = (field: string) =>
      finding("effects", `changes ${field}`, { list, says: { records: "acme Lead", fields: [field] } });
    const kind = { rule: "changes Phone", story: story([]), results: [failed(of("Phone")), failed(of("Fax"))] };
    const text = spellKind(kind, 1, { seed: 1 }).join("\n");
    expect(text).toContain(`Where it is meant, say why in "${list}" of proof/a-handler.declared.json`);
    const entry = { records: "acme Lead", fields: ["Phone", "Fax"], reason: "TODO: why" };
    expect(JSON.parse(/^ {4}\{\n[^]*?^ {4}\}$/m.exec(text)?.[0] ?? "")).toEqual(entry);
  });

  it("is declared by the handler whose proof it is, though a meeting is called by another's name", () => {
    const results = [failed(divergence("order", OUT_OF_ORDER))];
    const text = spellKind({ rule: OUT_OF_ORDER, story: ofOneType, results }, 1, { seed: 1, handler: "mine" }).join(
      "\n",
    );
    expect(text).toContain('"arrivalDecides" of proof/mine.declared.json');
    expect(text).toContain('"other": "a.type",');
  });

  it("says of several entries to paste that one may do", () => {
    const of = [...worlds("salesforce Lead", "changed", "Company"), ...worlds("salesforce Task", "changed", "WhoId")];
    expect(spelled(of)).toContain("One of them may cover the others: paste one, and run it again");
    expect(spelled(of.slice(1))).not.toContain("cover the others");
  });

  it.each([
    ["its own type's alone", [["a.type", "a.type"]], ["a.type"]],
    ["one other type's alone", [["a.type", "b.type"]], ["b.type"]],
    [
      "both",
      [
        ["a.type", "a.type"],
        ["b.type", "a.type"],
      ],
      ["a.type", "b.type"],
    ],
    [
      "several other types'",
      [
        ["a.type", "b.type"],
        ["a.type", "c.type"],
      ],
      ["*"],
    ],
  ])("is declared of the events that fail beside it: %s", (_, types, others) => {
    const results = types.map((met) => {
      const result = failed(divergence("order", OUT_OF_ORDER));
      return { ...result, case: { ...result.case, types: met } };
    });
    const text = spellKind({ rule: OUT_OF_ORDER, story: ofOneType, results }, 1, { seed: 1 }).join("\n");
    expect([...text.matchAll(/"other": "(.*)"/g)].map(([, other]) => other)).toEqual(others);
  });

  it("is how to change what a converted Lead has become", () => {
    const refused = (disturbance?: string) => ({
      reason: "salesforce PATCH /sobjects/Lead/{id} CANNOT_UPDATE_CONVERTED_LEAD",
      calls: [{ ...CALL, disturbance }],
    });
    expect(curesOf(standIns, [], [refused()])).toEqual([
      {
        says: expect.stringContaining("returns the Contact of a converted Lead"),
        isOwed: false,
      },
    ]);
    expect(curesOf(standIns, [], [refused("somebody converts the Lead")])).toEqual([]);
    expect(curesOf(standIns, [], [{ ...refused(), reason: "salesforce PATCH /a NOT_FOUND" }])).toEqual([]);
  });

  it.each([undefined, "somebody types the same Lead in, where a duplicate rule blocks"])(
    "is to take the person who is there, where a rule against duplicates refuses another: %s",
    (disturbance) => {
      const reason = "salesforce POST /sobjects/Lead DUPLICATES_DETECTED";
      expect(curesOf(standIns, [], [{ reason, calls: [{ ...CALL, disturbance }] }])).toEqual([
        { says: expect.stringContaining("findOrCreatePerson (functions/configuration/person.ts)"), isOwed: false },
      ]);
    },
  );

  it("is how to make a new person, where the earlier opt-out of one made by hand is lost", () => {
    expect(spelled(worlds("salesforce Lead", "changed", "HasOptedOutOfEmail"))).toContain("findOrCreatePerson");
  });

  it("begins with what one event alone makes twice, and of that where nobody was there", () => {
    const doubled = worlds("acme Lead", "too many");
    const result = (property: "crash" | "order", kind: string, of: Story["worlds"], state: string) => {
      const given = divergence(property, kind);
      const name = `a-handler · full · ${state} · POST /a · crash after`;
      return { ...failed(given), story: { ...story(of), name, findings: [kind] } };
    };
    const many = ["a", "b", "c"].map(() => result("order", "many", worlds("acme Task", "changed"), "nobody"));
    const kinds = failureKinds({
      results: [...many, result("crash", "double", doubled, "a Lead"), result("crash", "double", doubled, "nobody")],
    });
    expect(kinds.map(({ story: told, results }) => [told?.name.split(" · ")[2], results.length])).toEqual([
      ["nobody", 2],
      ["nobody", 3],
    ]);
  });

  it("begins with the plainest: a second delivery before a refusal in a rare state, and events alone before meetings", () => {
    type Of = "duplicates" | "acknowledgement" | "order" | "someone else" | "identity";
    const failure = (property: Of, state: string) => {
      const isDouble = property === "duplicates";
      const given = property === "acknowledgement" ? finding(property, UNACKNOWLEDGED) : divergence(property, property);
      const name = `a-handler · full · ${state} · the whole delivery · undisturbed`;
      const told = { ...story(isDouble ? worlds("acme Task", "too many") : []), name, findings: [given.rule] };
      const failing = failed(given);
      return { ...failing, case: { ...failing.case, name }, story: told };
    };
    const results = [
      failure("order", "nobody"),
      failure("order", "nobody"),
      failure("someone else", "nobody"),
      failure("acknowledgement", "a converted Lead"),
      failure("duplicates", "nobody"),
    ];
    const rules = (of: typeof results) => failureKinds({ results: of }).map(({ rule }) => rule);
    expect(rules(results)).toEqual(["duplicates", UNACKNOWLEDGED, "someone else", "order"]);
    expect(rules([...results, failure("acknowledgement", "nobody")])[0]).toBe(UNACKNOWLEDGED);
    const undisturbed = failure("identity", "a Contact");
    const calm = { ...undisturbed, case: { ...undisturbed.case, disturbance: "undisturbed" } };
    expect(rules([...results, calm])).toEqual(["duplicates", "identity", UNACKNOWLEDGED, "someone else", "order"]);
    const inThatState = { ...failure("order", "a converted Lead"), kind: "there" };
    const told = withoutConsequences(failureKinds({ results: [...results, inThatState] }));
    expect(told.map(({ consequences }) => consequences.length)).toEqual([0, 1, 0, 0]);
    const { kind, consequences = [] } = told[1] ?? {};
    const text = kind === undefined ? "" : spellKind(kind, 1, { seed: 1, consequences }).join("\n");
    expect(text).toContain("… and 1 in which it starts in such a state");
  });

  it("begins with what the clock decides, and tells nothing else that is wrong in the same fields", async () => {
    const clock: Small = {
      name: "clock",
      uses: ["customerio"],
      run: ({ data }, systems) =>
        systems.track({
          method: "PUT",
          path: `/api/v1/customers/${encodeURIComponent(data.email.replace(/^cio_/, "CIO_"))}`,
          operation: "PUT /customers/{id}",
          body: { seen: Math.floor(Date.now() / 1000) },
        }),
    };
    const properties = ["faults", "duplicates", "time"] as const;
    const { proof } = await findingsOf([clock], {
      states: ["nobody"],
      properties,
      tells: ({ verdict }) => verdict === "failed",
    });
    const [first, ...others] = withoutConsequences(proof.handlers.flatMap(failureKinds));
    const { kind, consequences = [] } = first ?? {};
    expect(kind?.rule).toContain("delivered at");
    expect(consequences).not.toEqual([]);
    expect(others).toEqual([]);
    const text = kind === undefined ? "" : spellKind(kind, 1, { seed: 1, consequences }).join("\n");
    expect(text).toContain("To mend it: take the time from the event (event.time)");
    expect(text).toContain("in which the same fields are wrong: they are told once it is mended");
  });

  it("comes with the double alone from which more may follow", () => {
    const kindOfFailure = (of: Story["worlds"]): FailureKind => ({ rule: "ends", story: story(of), results: [] });
    const double = kindOfFailure(worlds("acme Lead", "too many"));
    const more = kindOfFailure([...worlds("acme Lead", "too many"), ...worlds("acme Task", "changed")]);
    const other = kindOfFailure(worlds("acme Task", "changed"));
    expect(withoutConsequences([more, double, other])).toEqual([
      { kind: double, consequences: [more] },
      { kind: other, consequences: [] },
    ]);
  });

  it.each<[what: string, property: "order" | "crash", of: Story["worlds"], count: number]>([
    ["one of a meeting, which the same mends", "order", worlds("salesforce Lead", "too many"), 1],
    [
      "one missing in a meeting, of which the order of times makes two",
      "order",
      worlds("salesforce Lead", "missing"),
      1,
    ],
    ["none that is missing after a crash", "crash", worlds("salesforce Lead", "missing"), 0],
    ["none of other records", "order", worlds("salesforce Task", "too many"), 0],
  ])("comes with the plain double: %s", (_what, property, of, count) => {
    const given = (from: "crash" | "order") => [failed(divergence(from, OUT_OF_ORDER))];
    const double = { rule: "ends", story: story(worlds("salesforce Lead", "too many")), results: given("crash") };
    const other = { rule: "ends", story: story(of), results: given(property) };
    expect(withoutConsequences([double, other])[0]?.consequences).toHaveLength(count);
  });

  it("is to find the person who is there, not to declare another, whatever shows it", async () => {
    const { proof } = await findingsOf([noLookUp], {
      states: ["nobody", "a Lead"],
      properties: ["duplicates", "identity"],
      tells: ({ verdict }) => verdict === "failed",
    });
    const told = withoutConsequences(proof.handlers.flatMap(failureKinds));
    expect(told.map(({ kind: { rule }, consequences }) => [rule.split(" ")[0], consequences.length])).toEqual([
      ["adds", 2],
    ]);
    const text = told.flatMap(({ kind, consequences }) => spellKind(kind, 1, { seed: 1, consequences })).join("\n");
    expect(text).toContain("Nothing disturbs the handler here, and still this is wrong.");
    expect(text).toMatch(/To mend it: findOrCreatePerson [^]*Where it is meant, say why in "doubles"/);
    expect(text).toContain("they are told once it is mended, or by --all");
  });

  it.each(["Lead", "Task"])(
    "offers no entry by which a doubled person could be declared, as it does of other records: %s",
    (kind) => {
      const rule = "ends in another state than it should";
      const one = failed(divergence("faults", rule));
      const results = [{ ...one, case: { ...one.case, disturbance: "two faults" } }];
      const text = spellKind({ rule, story: story(worlds(`salesforce ${kind}`, "too many"), rule), results }, 1, {
        seed: 1,
      });
      expect(text.join("\n").includes('"diverges"')).toBe(kind !== "Lead");
      expect(spelled(worlds(`salesforce ${kind}`, "too many")).includes('"arrivalDecides"')).toBe(kind !== "Lead");
    },
  );
});
