import { expect, it } from "@jest/globals";
import { readRefusal } from "../../../functions/clients/salesforce/api/refusal.ts";
import { refusalError, refusalOfNoMessage } from "../../../functions/clients/salesforce/api/errors.ts";

it.each([
  [["OwnerId"], [], "UnexpectedRefusalError"],
  [["CampaignId", "STATUS"], [], "UnexpectedRefusalError"],
  [["OwnerId", "Phone"], [], "PermanentError"],
  [["Billing_Customer_Id__c"], [], "PermanentError"],
  [[], ["CampaignId", "LeadId", "Status"], "PermanentError"],
  [[], ["LastName", "Phone"], "PermanentError"],
])(
  "takes no message for the cause where references and statuses alone are refused: %j of %j",
  (fields, given, name) => {
    const data = [{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", fields }];
    const refusal = readRefusal({ status: 400, operation: "PATCH /sobjects/Task/{id}", data });
    expect(refusalError({ ...refusal, given: [...given, ...fields] })).toMatchObject({ name });
  },
);

it("takes no message for the cause where a question or a membership is refused, whatever is named", () => {
  const errors = [[], ["Phone"]].map((fields) => {
    const data = [{ errorCode: "MALFORMED_QUERY", fields }];
    return refusalOfNoMessage(readRefusal({ status: 400, operation: "POST /composite", data })).name;
  });
  expect(errors).toEqual(["UnexpectedRefusalError", "UnexpectedRefusalError"]);
});
