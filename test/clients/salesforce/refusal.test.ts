import { describe, expect, it } from "@jest/globals";
import {
  holderIn,
  isRuleOf,
  isTaken,
  readRefusal,
  refusedAmong,
} from "../../../functions/clients/salesforce/api/refusal.ts";

describe("refusedAmong", () => {
  it("reads each of the fields that a text lists", () => {
    const item = { errorCode: "REQUIRED_FIELD_MISSING", message: "Required fields are missing: [LastName, Company]" };
    const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data: [item] });
    expect(refusedAmong(refusal, ["Company", "LastName", "Phone"]).toSorted()).toEqual(["Company", "LastName"]);
  });
});

describe("refusedAmong, of an address", () => {
  const sent = ["Country", "MailingState", "Phone"];
  it.each([
    ["FIELD_INTEGRITY_EXCEPTION", "State", ["Country"]],
    ["FIELD_INTEGRITY_EXCEPTION", "StateCode", ["Country"]],
    ["FIELD_INTEGRITY_EXCEPTION", "MailingCountry", ["MailingState"]],
    ["FIELD_INTEGRITY_EXCEPTION", "Industry State", ["Country"]],
    ["FIELD_INTEGRITY_EXCEPTION", "Industry", []],
    ["FIELD_INTEGRITY_EXCEPTION", "undefinedState", []],
    ["FIELD_INTEGRITY_EXCEPTION", "", []],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", "State", []],
  ])("takes %s of %s, which was not sent, for one of %j", (errorCode, field, refused) => {
    const data = [{ errorCode, message: "m", fields: field.split(" ") }];
    const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data });
    expect(refusedAmong(refusal, sent)).toEqual(refused);
  });
});

describe("isRuleOf", () => {
  it.each([
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", ["Email_Consent_At__c"], true],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", ["Phone"], false],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", [], false],
    ["INVALID_FIELD_FOR_INSERT_UPDATE", ["Email_Consent_At__c"], false],
  ])("knows the rule of a field: %s of %j: %s", (errorCode, fields, isRule) => {
    const item = { errorCode, message: "m", fields };
    const refusal = readRefusal({ status: 400, operation: "PATCH /sobjects/Lead/{id}", data: [item] });
    expect(isRuleOf(refusal, ["Email_Consent_At__c"])).toBe(isRule);
  });
});

describe("isTaken", () => {
  it.each([
    ["DUPLICATE_VALUE", ["Person_Key__c"], true],
    ["DUPLICATE_VALUE", ["PERSON_KEY__C"], true],
    ["DUPLICATE_VALUE", [], true],
    ["DUPLICATE_VALUE", ["Phone"], false],
    ["FIELD_INTEGRITY_EXCEPTION", ["Person_Key__c"], false],
  ])("knows whether the key is another record's: %s of %j: %s", (errorCode, fields, is) => {
    const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data: [{ errorCode, fields }] });
    expect(isTaken(refusal, ["Person_Key__c"])).toBe(is);
  });
});

describe("holderIn", () => {
  it.each([
    [["duplicate value found: Phone duplicates value on record with id: 00Q000000000001"], "00Q000000000001"],
    [["m", "値が重複しています:00Q000000000001AAA"], "00Q000000000001AAA"],
    [["00Q000000000001 has it"], undefined],
    [[undefined], undefined],
  ])("reads at the end of %j whose the value is: %s", (messages, id) => {
    const data = messages.map((message) => ({ errorCode: "DUPLICATE_VALUE", message }));
    expect(holderIn(readRefusal({ status: 400, operation: "POST /sobjects/Lead", data }))).toBe(id);
  });
});
