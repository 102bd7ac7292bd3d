import { describe, expect, it } from "@jest/globals";
import { zeroLeftOut } from "../../../../tools/prove/rules/zero.ts";

const TASK = "salesforce Task";

/** What is made of a score. */
function rulesOf(written: (score: number) => Readonly<Record<string, object | undefined>>): string[] {
  const told = [9, 0, 1].map((value) => ({
    value,
    records: Object.entries(written(value)).flatMap(([kind, fields]) =>
      fields === undefined ? [] : [{ kind, fields: { ...fields } }],
    ),
  }));
  return zeroLeftOut("score", told).map(({ rule }) => rule);
}

describe("zeroLeftOut", () => {
  it.each<[what: string, written: Parameters<typeof rulesOf>[0], says: string]>([
    ["a record", (score) => ({ [TASK]: score ? { Subject: "Call" } : undefined }), "leaves out the salesforce Task"],
    [
      "a field",
      (score) => ({ [TASK]: { Subject: "Call", ...(score && { Description: `Says ${score}` }) } }),
      "Description",
    ],
    ["the number in a text", (score) => ({ [TASK]: { Subject: `Says ${score || ""}` } }), "number out of Subject"],
  ])("tells %s that is missing", (_, written, says) => {
    expect(rulesOf(written)).toEqual([expect.stringContaining(says)]);
  });

  it.each<[what: string, written: Parameters<typeof rulesOf>[0]]>([
    ["the same for each", (score) => ({ [TASK]: { Subject: `Says ${score}` } })],
    ["a threshold", (score) => ({ [TASK]: score > 6 ? { Subject: `Says ${score}` } : undefined })],
    ["another record instead", (score) => ({ [score === 0 ? "salesforce Case" : TASK]: { Subject: "Call" } })],
    ["another field instead", (score) => ({ [TASK]: { [score === 0 ? "Reason" : "Description"]: `Says ${score}` } })],
    ["other words instead", (score) => ({ [TASK]: { Subject: score === 0 ? "Says nothing" : `Says ${score}` } })],
    ["an amount", (score) => ({ [TASK]: { Subject: `€${score}.00` } })],
  ])("says nothing against %s", (_, written) => {
    expect(rulesOf(written)).toEqual([]);
  });
});
