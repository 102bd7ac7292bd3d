import { describe, expect, it } from "@jest/globals";
import type { Event } from "../../../../functions/runtime/define/handler.ts";
import type { KnownRecord } from "../../../../local/core/records.ts";
import { doubles, knownRecords, losses } from "../../../../tools/prove/rules/harms.ts";

const event = {
  id: "1",
  source: "/sources/app",
  type: "note.written",
  subject: "ada@example.com",
  time: "2026-07-01T08:00:00Z",
  receivedTime: "2026-07-01T08:00:00Z",
  data: { text: "Hello" },
} as unknown as Event; // of a type that is no handler's

/** Of what the acme of this test holds. */
function known(records: readonly KnownRecord[]) {
  return knownRecords([{ name: "acme", state: () => ({}), records: () => records }]);
}

const note = (fields: object, id?: string): KnownRecord => ({
  kind: "notes",
  name: `note ${id ?? "without an id"}`,
  fields: { ...fields },
  ...(id !== undefined && { id }),
  of: { thing: "note", key: JSON.stringify(fields) },
});
const [hello, bye] = [note({ text: "Hello" }), note({ text: "Bye" })];
const GONE = "removes note without an id (acme notes), of which the event does not speak";

describe("losses", () => {
  it.each<[what: string, before: KnownRecord[], after: KnownRecord[], rules: string[]]>([
    ["none where all is there, in any order", [hello, bye], [bye, hello], []],
    ["one that is not there", [hello, bye], [bye], [GONE]],
    ["one of two that hold the same", [hello, hello], [hello], [GONE]],
    ["a field of one with its id", [note({ text: "Bye" }, "n1")], [note({}, "n1")], ["empties text of acme notes"]],
    ["none where the event speaks of it", [note({ text: "Bye" }, "n1")], [note({ text: "Hello" }, "n1")], []],
  ])("are %s", (_what, before, after, rules) => {
    const harms = losses({ before: known(before), after: known(after) }, event);
    expect(harms.map(({ rule }) => rule)).toEqual(rules.map((rule) => expect.stringContaining(rule)));
  });
});

describe("doubles", () => {
  it.each<[what: string, before: KnownRecord[], after: KnownRecord[], count: number]>([
    ["none where two were there", [hello, hello], [hello, hello], 0],
    ["one more of what holds the same", [hello], [hello, hello], 1],
    ["two where there was none", [], [hello, hello], 1],
    ["one more of a thing with another id", [note({}, "n1")], [note({}, "n1"), note({}, "n2")], 1],
    ["none of another thing", [hello], [hello, bye], 0],
  ])("are %s", (_what, before, after, count) => {
    expect(doubles({ before: known(before), after: known(after) })).toHaveLength(count);
  });
});
