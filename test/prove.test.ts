import { execFile } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { properties } from "../tools/prove/rules/finding.ts";
import { root } from "../bundler/paths.ts";
import { documentedDeclarations } from "../tools/prove/declared/documentation.ts";
import { findCandidates } from "../tools/prove/find.ts";
import type { HandlerProof, Proof } from "../tools/prove/prove.ts";

const candidates = await findCandidates();
const proofs = new Map<string, HandlerProof>();

/** As `npm run prove` does it, each handler in a process of its own: half the time of doing it in jest. */
function prove(handler: string): Promise<Proof> {
  return new Promise((resolve, reject) => {
    const options = { cwd: root, maxBuffer: 256 * 1024 * 1024 };
    execFile(process.execPath, [join(root, "tools/prove.ts"), handler, "--json"], options, (error, stdout, stderr) => {
      if (stdout === "") reject(new Error(`npm run prove -- ${handler} printed nothing: ${stderr}`, { cause: error }));
      else resolve(JSON.parse(stdout));
    });
  });
}

beforeAll(async () => {
  const all = await Promise.all(candidates.map(({ handler }) => prove(handler.name)));
  for (const proof of all.flatMap(({ handlers }) => handlers)) proofs.set(proof.handler, proof);
}, 180_000);

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

it("docs/prove.md tells what is declared, with its reasons: npm run prove -- --update writes it", async () => {
  const { is, should } = await documentedDeclarations(candidates.map(({ handler }) => handler));
  expect(is).toBe(should);
});
