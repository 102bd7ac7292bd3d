import { describe, expect, it } from "@jest/globals";
import type { ProofLine } from "../../../local/console/contract/proof.ts";
import type { Result } from "../../../tools/prove/story/result.ts";
import { Lines } from "../../../tools/prove/report/lines.ts";

function result(state: string, verdict: Result["verdict"]): Result {
  const [place, disturbance] = ["POST /sobjects/Lead", "apply-then-drop"];
  const name = `form · full · ${state} · ${place} · ${disturbance} · 1st call`;
  const one = { case: { property: "faults" as const, name, place, disturbance }, verdict, findings: [] };
  return verdict === "failed" ? { ...one, kind: "Lead too many" } : one;
}

function open() {
  const written: ProofLine[] = [];
  return { written, lines: new Lines(7, (line) => void written.push(line)) };
}

describe("Lines", () => {
  it("tells each cell that has changed as it is now, the failing case as its example", () => {
    const { lines, written } = open();
    lines.add({ handler: "form", results: [result("nobody", "ok"), result("a Lead", "declared")] });
    lines.flush(["form"]);
    lines.add({ handler: "form", results: [result("a Contact", "failed")] });
    lines.flush(["form"]);
    lines.flush(["form"]);
    expect(written).toMatchObject([
      { cases: 2, failures: 0, cells: [{ property: "faults", ok: 1, declared: 1, failed: 0 }, {}, {}], kinds: {} },
      {
        cases: 3,
        failures: 1,
        cells: [
          { handler: "form", ok: 1, declared: 1, failed: 1, example: result("a Contact", "failed").case.name },
          { property: "states", place: "full", disturbance: "a Contact", failed: 1 },
        ],
        kinds: {
          form: [
            { count: 1, command: `npm run prove -- form --case "${result("a Contact", "ok").case.name}" --seed 7` },
          ],
        },
      },
    ]);
    expect(written).toHaveLength(2);
  });
});
