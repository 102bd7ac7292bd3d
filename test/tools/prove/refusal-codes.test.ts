import { describe, expect, it } from "@jest/globals";
import { CODES } from "../../../functions/clients/salesforce/api/fault-table.ts";
import { FOR_ALL, PASSING, PERMANENT } from "../../../functions/clients/slack/refusals.ts";
import salesforce from "../../../local/salesforce/stand-in.ts";
import slack from "../../../local/slack/stand-in.ts";

/** Our own, for what is no answer. */
const OWN = ["MALFORMED_ANSWER"];
/** What tells of a record, which a right handler believes: somebody makes it so, and it is never claimed in vain. */
const OF_A_RECORD = [
  "CANNOT_UPDATE_CONVERTED_LEAD",
  "DUPLICATES_DETECTED",
  "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE",
  "ENTITY_IS_DELETED",
  "MULTIPLE_CHOICES",
];
/** What befalls a write for its neighbours' sake: no client of ours asks for all or none. */
const OF_OTHERS = ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "BATCH_PROCESSING_HALTED", "PROCESSING_HALTED"];

const tables = [
  {
    system: "Salesforce",
    // A code of each kind that asks for something else to be done: there are more than are worth a case each.
    known: CODES.map(([, , codes]) =>
      codes.filter((code) => ![...OWN, ...OF_A_RECORD, ...OF_OTHERS].includes(code)),
    ).filter((codes) => codes.length > 0),
    standIn: salesforce,
    calls: [
      { method: "GET", url: new URL("https://org.test/services/data/v67.0/query") },
      { method: "POST", url: new URL("https://org.test/services/data/v67.0/sobjects/Lead") },
    ],
  },
  {
    system: "Slack",
    known: [...PERMANENT, ...PASSING, ...Object.keys(FOR_ALL)].map((code) => [code]),
    standIn: slack,
    calls: [
      { method: "GET", url: new URL("https://slack.test/api/conversations.history") },
      { method: "POST", url: new URL("https://slack.test/api/chat.postMessage") },
    ],
  },
];

describe.each(tables)("the refusals of $system's stand-in", ({ known, standIn, calls }) => {
  const tried = calls.flatMap((call) => standIn.faultsFor(call)).map(({ refuses, name }) => refuses?.code ?? name);
  const isAmong = (codes: readonly string[], code: string) =>
    codes.some((one) => (one.endsWith("*") ? code.startsWith(one.slice(0, -1)) : one === code));

  it.each(known.map((codes) => ({ codes })))("hold what the client's table knows: $codes.0", ({ codes }) => {
    expect(tried.filter((code) => isAmong(codes, code))).not.toEqual([]);
  });

  it("hold one that no table knows", () => {
    expect(tried.filter((code) => /quite.new/i.test(code) && !isAmong(known.flat(), code))).not.toEqual([]);
  });
});
