import { expect, it } from "@jest/globals";
import { readRefusal } from "../../../functions/clients/salesforce/api/refusal.ts";
import {
  refusalError,
  refusalOfMembers,
  refusalOfMembership,
  refusalOfQuestion,
} from "../../../functions/clients/salesforce/api/errors.ts";

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
    const error = refusalError({ ...refusal, given: [...given, ...fields] });
    expect(error).toMatchObject(name === "PermanentError" ? { name, concerns: undefined } : { name });
  },
);

it.each([
  ["no message for the cause where a question is refused", refusalOfQuestion, { name: "UnexpectedRefusalError" }],
  [
    "a membership's refusal for one that lasts, and is no other campaign's",
    refusalOfMembership,
    { name: "PermanentError", concerns: "701" },
  ],
  ["a batch's for one that all may meet", refusalOfMembers, { name: "PermanentError", concerns: undefined }],
])("takes %s, whatever is named", (_, refuse, error) => {
  for (const fields of [[], ["Phone"], ["CampaignId"]]) {
    const data = [{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", fields }];
    expect(refuse(readRefusal({ status: 400, operation: "POST /composite", data }), "701")).toMatchObject(error);
  }
});
