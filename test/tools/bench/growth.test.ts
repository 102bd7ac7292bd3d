import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { casesIn, makeCheckout, PROVE_OPTIONS } from "../../../tools/bench/growth.ts";
import { readBudget, readOptions } from "../../../tools/prove/arguments.ts";
import { Lines } from "../../../tools/prove/report/lines.ts";
import type { Proof } from "../../../tools/prove/run/proof.ts";
import type { Result } from "../../../tools/prove/story/result.ts";

describe("makeCheckout", () => {
  it("builds the generated handlers, of every shape, and no others", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ycat-growth-test-"));
    try {
      const files = await makeCheckout(folder, { types: 3, handlers: 5 });
      const manifest: { functions: Record<string, { kind: string }> } = JSON.parse(
        await readFile(join(folder, "dist/manifest.json"), "utf8"),
      );
      const built = Object.entries(manifest.functions).filter(([, { kind }]) => kind === "handler");
      expect(built.map(([name]) => `functions/handlers/${name}.ts`).sort()).toEqual([...files].sort());
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("PROVE_OPTIONS", () => {
  it("are options of npm run prove that let it print its lines and try no random case", () => {
    const { values } = readOptions(PROVE_OPTIONS);
    expect({ ...values, budget: readBudget(values.budget) }).toEqual({ budget: 0, lines: true });
  });
});

describe("casesIn", () => {
  const proof: Proof = {
    handlers: [],
    cases: 3,
    kept: 2,
    seconds: 1,
    seed: 1,
    chance: { drawn: 0, tried: 0 },
  };

  /** What npm run prove prints with --lines. */
  function print(verdict: Result["verdict"]): string {
    let printed = "";
    const lines = new Lines(proof.seed, (line) => void (printed += `${JSON.stringify(line)}\n`));
    const one = { case: { property: "faults" as const, name: "form · full", place: "POST", disturbance: "drop" } };
    for (let count = 0; count < proof.cases; count += 1) {
      lines.add({ handler: "form", results: [{ ...one, verdict, findings: [], kind: "Lead too many" }] });
      lines.flush(["form"]);
    }
    lines.end(proof);
    return printed;
  }

  it("reads from the prover's lines how many cases there are and how many of them were kept", () => {
    expect(casesIn(print("ok"))).toEqual({ cases: 3, kept: 2 });
  });

  it("names a case that fails, whose figures mean nothing", () => {
    expect(() => casesIn(print("failed"))).toThrow("form · full fails: ");
  });
});
