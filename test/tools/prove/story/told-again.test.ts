import { describe, expect, it } from "@jest/globals";
import { divergence, type Finding, finding } from "../../../../tools/prove/finding.ts";
import { spellKind } from "../../../../tools/prove/report/failures.ts";
import { failureKinds } from "../../../../tools/prove/story/kinds.ts";
import type { Result } from "../../../../tools/prove/story/result.ts";
import type { Story } from "../../../../tools/prove/story/story.ts";

const failed = (given: Finding, of: Partial<Result["case"]> = {}) => ({
  case: { property: given.property, name: "a-handler · full", place: "", disturbance: "", ...of },
  verdict: "failed" as const,
  findings: [given],
  kind: given.rule,
});

describe("spellKind", () => {
  it("says the rule that a case has broken, even if it passes when it is told", () => {
    const story: Story = {
      name: "a-handler · full",
      findings: [],
      expected: [],
      actual: [],
      worlds: [],
      declarable: [],
      turningPoint: undefined,
    };
    const [kind] = failureKinds({ results: [{ ...failed(divergence("faults", "ends in another state")), story }] });
    const text = kind === undefined ? "" : spellKind(kind, 1, { seed: 1 }).join("\n");
    expect(text).toContain("## 1. The handler ends in another state\n   and not when it is told: it keeps something");
  });

  it("has no advice about time zones where work is left, which these cases show too", () => {
    const given = finding("acknowledgement", "acknowledges with work still to do: POST /b");
    const inZone = failed(given, { property: "time", disturbance: "of now, in the time zone Asia/Tokyo" });
    const kind = { rule: given.rule, story: undefined, results: [failed(given), inZone] };
    const text = spellKind(kind, 1, { seed: 1 }).join("\n");
    expect(text.match(/To mend it: .*/g)).toEqual([expect.stringContaining("await what makes POST /b")]);
  });
});
