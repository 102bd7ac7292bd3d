import { expect, it } from "@jest/globals";
import { refusalError } from "../../../functions/clients/salesforce/api/errors.ts";
import { readRefusal } from "../../../functions/clients/salesforce/api/refusal.ts";

const RULE = { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", fields: ["LastName"] };

it("counts what passes by itself before what the org must mend, wherever it stands", () => {
  const data = [{ errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" }, { errorCode: "SERVER_UNAVAILABLE" }];
  const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data });
  expect(refusalError(refusal).reason).toMatchObject({ code: "SERVER_UNAVAILABLE" });
});

// All that is wrong with a record comes in one answer: https://github.com/jsforce/jsforce/issues/861
it.each([
  ["a field that the org alone requires", "REQUIRED_FIELD_MISSING", ["Industry"], "UnavailableError"],
  ["a rule of a field that nobody sends", RULE.errorCode, ["Industry"], "UnexpectedRefusalError"],
  ["another rule", RULE.errorCode, [], "PermanentError"],
])("is as patient with a rule and %s as with the one of them that may pass", (_, errorCode, fields, name) => {
  const other = { errorCode, fields };
  for (const data of [
    [RULE, other],
    [other, RULE],
  ]) {
    const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data });
    const error = refusalError({ ...refusal, given: ["LastName"] });
    expect(error).toMatchObject({ name, reason: { code: errorCode } });
  }
});
