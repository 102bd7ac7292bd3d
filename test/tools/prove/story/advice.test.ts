import { describe, expect, it } from "@jest/globals";
import { divergence, EMPTIES, type Finding, finding, SWALLOWS, WORK_LEFT } from "../../../../tools/prove/finding.ts";
import { spellKind } from "../../../../tools/prove/report/failures.ts";
import type { RecordRow, StoryWorld } from "../../../../local/console/contract/proof.ts";

const OTHERWISE = divergence("time", "does something else");

/** The advice on a failure of that kind, where these fields of a record are wrong. */
function adviceOn({ property, rule }: Finding, disturbance = "", rows: readonly RecordRow[] = []): string[] {
  const name = "a-handler · full · nobody";
  const worlds: StoryWorld[] =
    rows.length === 0 ? [] : [{ kind: "acme Task", same: 0, pairs: [{ what: "changed", rows }] }];
  const story = { name, findings: [rule], expected: [], actual: [], worlds, turningPoint: undefined };
  const failed = { property, name, place: "", disturbance };
  const results = [{ case: failed, verdict: "failed" as const, findings: [], kind: rule }];
  const lines = spellKind({ rule, story: { ...story, declarable: [] }, results }, 1, { seed: 1 });
  return lines.filter((line) => line.startsWith("  To mend it: "));
}

describe("the advice on a failure", () => {
  it.each([
    ["of any time, in the time zone Pacific/Kiritimati", "read and write times in UTC"],
    ["of any time, in the locale de-DE", "name the locale"],
  ])("is what the machine must not decide: %s", (disturbance, says) => {
    expect(adviceOn(OTHERWISE, disturbance)).toEqual([expect.stringContaining(says)]);
  });

  it.each([
    [
      '"7012f090-6a3b-41bc-913d-a46b3ba6a294"',
      '"96276eaa-4bc4-4b3a-a649-b164026a91c7"',
      "make it of event.source and event.id",
    ],
    ['"2026-11-06"', '"2026-11-07"', "take the time from the event"],
  ])("is to draw nothing, where an id is another in each run: %s, %s", (expected, actual, says) => {
    const row = { field: "Key__c", expected, actual, differs: true };
    expect(adviceOn(OTHERWISE, "delivered at 22:00 on a Friday", [row])).toEqual([expect.stringContaining(says)]);
  });

  it.each([
    [`${WORK_LEFT}: POST /a, POST /b`, ["await what makes POST /a, POST /b, or return it"]],
    [`${SWALLOWS} POST /a met with 429, and its effect is not there`, ["let the call's error be thrown"]],
    [`${EMPTIES} Title of acme Lead`, ["leave the field undefined"]],
    ["retries what is permanent", []],
  ])("is about the rule that is broken: %s", (rule, says) => {
    expect(adviceOn(finding("acknowledgement", rule))).toEqual(says.map((text) => expect.stringContaining(text)));
  });
});
