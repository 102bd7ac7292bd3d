import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { properties } from "../tools/prove/breach.ts";
import { root } from "../bundler/paths.ts";
import { findCandidates } from "../tools/prove/find.ts";
import type { HandlerProof, Proof } from "../tools/prove/prove.ts";

const candidates = await findCandidates();
const documented = await readFile(join(root, "docs/prove.md"), "utf8");
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
    const cases = failed.flatMap(({ case: { name: one }, breaches }) =>
      breaches.filter((breach) => breach.property === property).map(({ rule }) => `${one}: ${rule}`),
    );
    expect([...problems.filter((problem) => problem.property === property).map(({ rule }) => rule), ...cases]).toEqual(
      [],
    );
  });

  it("wherever its specification does not declare otherwise, with a reason that docs/prove.md has too", () => {
    const { diverges = [], arrivalDecides = [] } =
      candidates.find(({ handler }) => handler.name === name)?.handler.handler ?? {};
    for (const { reason } of [...diverges, ...arrivalDecides]) expect(documented).toContain(reason);
  });

  it("in as many cases as its calls, faults and starting states make", () => {
    expect(proofs.get(name)?.results.length).toBeGreaterThan(1000);
  });
});
