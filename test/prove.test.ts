import { beforeAll, describe, expect, it } from "@jest/globals";
import { findStandIns } from "../local/core/find.ts";
import { properties } from "../tools/prove/finding.ts";
import { documentedDeclarations } from "../tools/prove/declared/documentation.ts";
import { findCandidates } from "../tools/prove/find.ts";
import type { HandlerProof } from "../tools/prove/run/proof.ts";
import { proveInWorkers } from "../tools/prove/workers/pool.ts";

const candidates = await findCandidates();
const proofs = new Map<string, HandlerProof>();

/** What those who may be there make a handler do; where two states make it do much the same, one of them. */
const people = [
  "nobody",
  "a Contact",
  "a Contact, opted out",
  "a Lead",
  "a converted Lead",
  "a member as a Lead, a Contact since",
  "nobody, and queries lag",
  "already processed",
];
const peopleOfBoth = [...people, "opted out", "changed at customer.io since"];
/** Here these are disturbed in these states alone, and undisturbed in all of them; by `npm run prove` they are disturbed in all. */
const disturbed: Readonly<Record<string, readonly string[]>> = {
  "contact-subscribed": peopleOfBoth,
  "contact-unsubscribed": peopleOfBoth,
  "email-reported": ["nobody", "a mail was sent to"],
  "form-submitted": peopleOfBoth,
  "form-submitted-slack": [...people, "a lively channel, in short pages", "another event was told of"],
  "registration-changed": [
    "nobody",
    "a Lead",
    "a Contact, opted out",
    "registered an hour before",
    "cancelled an hour later",
  ],
};

/**
 * All but what is drawn, as `npm run prove` does it: half the time of doing it in jest. In one worker, since other suites use the
 * other core: two would load, warm up and take footprints twice.
 */
beforeAll(async () => {
  const source = new URL("../tools/prove/find.ts", import.meta.url);
  const options = { source, telling: "kinds", keeps: true, workers: 1 } as const;
  const { handlers } = await proveInWorkers({ ...options, selection: { seed: 1, disturbed } });
  for (const proof of handlers) proofs.set(proof.handler, proof);
}, 1_800_000); // only what hangs takes so long

describe.each(candidates.map(({ handler }) => handler.name))("%s converges", (name) => {
  it.each(properties)("%s", (property) => {
    const { results = [], problems = [] } = proofs.get(name) ?? {};
    const failed = results.filter(({ verdict }) => verdict === "failed");
    const cases = failed.flatMap(({ case: { name: one }, findings }) =>
      findings.filter((finding) => finding.property === property).map(({ rule }) => `${one}: ${rule}`),
    );
    expect([...problems.filter((problem) => problem.property === property).map(({ rule }) => rule), ...cases]).toEqual(
      [],
    );
  });

  it("in cases of each kind", () => {
    const { results = [] } = proofs.get(name) ?? {};
    const tried = new Set(results.map((result) => result.case.property));
    expect([...tried]).toEqual(
      expect.arrayContaining(["faults", "crash", "deadline", "duplicates", "acknowledgement"]),
    );
    const crashed = results.filter((result) => result.case.property === "crash").map((result) => result.case.name);
    const states = disturbed[name] ?? [];
    expect(states.filter((state) => !crashed.some((one) => one.includes(` · ${state} · `)))).toEqual([]);
  });
});

it("proof/README.md tells what is declared, with its reasons: npm run prove -- --update writes it", async () => {
  const handlers = candidates.map(({ handler }) => handler);
  const { is, should } = await documentedDeclarations(handlers, await findStandIns());
  expect(is).toBe(should);
});
