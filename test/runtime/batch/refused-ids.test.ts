import { describe, expect, it } from "@jest/globals";
import { codeOf, isPassing, refusedIds } from "../../../functions/runtime/batch/refused-ids.ts";

const ids = ["a", "b", "c"];
const INVALID = "PERMANENT_FAILURE_INVALID_ACK_ID";
const TRANSIENT = "TRANSIENT_FAILURE_SERVICE_UNAVAILABLE";
const told = (metadata: object, code = 3) => Object.assign(new Error("refused"), { code, errorInfoMetadata: metadata });

describe("refusedIds", () => {
  it.each<[string, unknown, readonly string[], object]>([
    ["ids that have no say any more", told({ a: INVALID, c: INVALID }), [], { a: INVALID, c: INVALID }],
    ["ids that are to be sent again", told({ b: TRANSIENT }, 14), ["b"], {}],
    ["both, and what was taken", told({ a: INVALID, b: TRANSIENT }), ["b"], { a: INVALID }],
    ["a failure of another kind", told({ a: "PERMANENT_FAILURE_OTHER" }), [], { a: "PERMANENT_FAILURE_OTHER" }],
    ["a code that is no code", told({ a: "of ada@example.com" }), [], { a: "UNKNOWN_ERROR" }],
    ["ids that were not asked for", told({ z: INVALID }, 14), ids, {}],
    ["a call that failed", { code: 14 }, ids, {}],
    [
      "a call that is not allowed",
      { code: 7 },
      [],
      { a: "PERMISSION_DENIED", b: "PERMISSION_DENIED", c: "PERMISSION_DENIED" },
    ],
    [
      "what is no error of Pub/Sub's",
      new TypeError("x"),
      [],
      { a: "UNKNOWN_ERROR", b: "UNKNOWN_ERROR", c: "UNKNOWN_ERROR" },
    ],
    ["nothing at all", undefined, [], { a: "UNKNOWN_ERROR", b: "UNKNOWN_ERROR", c: "UNKNOWN_ERROR" }],
  ])("tells %s", (_what, error, again, refused) => {
    const result = refusedIds(error, ids);
    expect(result.again).toEqual(again);
    expect(Object.fromEntries(result.refused)).toEqual(refused);
  });
});

describe("isPassing and codeOf", () => {
  it.each([
    [1, true, "CANCELLED"],
    [2, true, "UNKNOWN"],
    [4, true, "DEADLINE_EXCEEDED"],
    [8, true, "RESOURCE_EXHAUSTED"],
    [10, true, "ABORTED"],
    [13, true, "INTERNAL"],
    [14, true, "UNAVAILABLE"],
    [3, false, "INVALID_ARGUMENT"],
    [5, false, "NOT_FOUND"],
    [7, false, "PERMISSION_DENIED"],
    [9, false, "FAILED_PRECONDITION"],
    [16, false, "UNAUTHENTICATED"],
    ["ENOTFOUND", false, "UNKNOWN_ERROR"],
  ])("know %s", (code, passing, name) => {
    expect([isPassing({ code }), codeOf({ code })]).toEqual([passing, name]);
  });
});
