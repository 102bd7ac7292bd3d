import { beforeAll, describe, expect, it } from "@jest/globals";
import { findStandIns } from "../local/core/find.ts";
import { properties } from "../tools/prove/finding.ts";
import { documentedDeclarations } from "../tools/prove/declared/documentation.ts";
import { findCandidates } from "../tools/prove/find.ts";
import type { Selection } from "../tools/prove/run/selection.ts";
import type { HandlerProof } from "../tools/prove/run/proof.ts";
import { proveInWorkers } from "../tools/prove/workers/pool.ts";

const candidates = await findCandidates();
const proofs = new Map<string, HandlerProof>();
const effects = new Map<string, string | undefined>();

/** Most of what there is to try is theirs: here they are disturbed in these states, and in all of them by `npm run prove`. */
const longest = new Map([
  ["registration-changed", ["nobody", "a Lead", "a Contact", "registered an hour before", "cancelled an hour later"]],
  ["email-reported", ["nobody", "a mail was sent to"]],
]);

/**
 * All but what is drawn, as `npm run prove` does it: half the time of doing it in jest. In one worker, since other suites use the
 * other core: two would load, warm up and take footprints twice.
 */
beforeAll(async () => {
  const source = new URL("../tools/prove/find.ts", import.meta.url);
  const options = { source, telling: "kinds", keeps: true, workers: 1 } as const;
  const prove = async (selection: Omit<Selection, "seed">) =>
    (await proveInWorkers({ ...options, selection: { seed: 1, ...selection } })).handlers;
  const others = candidates.map(({ handler: { name } }) => name).filter((name) => !longest.has(name));
  for (const proof of await prove({ only: others })) proofs.set(proof.handler, proof);
  for (const [name, states] of longest) {
    const alone = properties.filter((property) => property !== "batch");
    for (const proof of await prove({ only: [name], states, properties: alone })) proofs.set(name, proof);
    for (const proof of await prove({ only: [name], properties: ["batch"] })) {
      const { results, problems, ...rest } = proofs.get(name) ?? { ...proof, results: [], problems: [] };
      const all = { results: [...results, ...proof.results], problems: [...problems, ...proof.problems] };
      proofs.set(name, { ...rest, ...all });
      effects.set(name, proof.effects);
    }
  }
}, 1_800_000); // only what hangs takes so long

it.each([...longest.keys()])("%s does what its effects file says, in all states", (longOne) => {
  const { accepted } = candidates.find(({ handler: { name } }) => name === longOne) ?? {};
  expect(effects.get(longOne)).toBe(accepted?.effects ?? "no effects file");
});

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
  });
});

it("proof/README.md tells what is declared, with its reasons: npm run prove -- --update writes it", async () => {
  const handlers = candidates.map(({ handler }) => handler);
  const { is, should } = await documentedDeclarations(handlers, await findStandIns());
  expect(is).toBe(should);
});
