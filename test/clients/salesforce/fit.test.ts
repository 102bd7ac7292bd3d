import { describe, expect, it } from "@jest/globals";
import { withNotes } from "../../../functions/clients/salesforce/records/description.ts";
import { fit } from "../../../functions/clients/salesforce/records/fit.ts";
import { readValue } from "../../../functions/clients/salesforce/records/read-value.ts";
import { fieldOf } from "../../../functions/clients/salesforce/records/shape.ts";
import { neededIn } from "../../../functions/clients/salesforce/records/needed.ts";

const fitted = (object: string, field: string, value: string | number | boolean) =>
  fit(object, { [field]: value }, { isNew: true, isNeeded: neededIn(object, []) });

describe("fit", () => {
  it.each([
    ["Lead", "FirstName", "x".repeat(40), "x".repeat(40)],
    ["Lead", "FirstName", `${"x".repeat(39)}👩`, "x".repeat(39)],
    ["Lead", "FirstName", `${"x".repeat(38)}👩!`, `${"x".repeat(38)}👩`],
    ["Lead", "FirstName", "é".repeat(41), "é".repeat(40)],
    ["Lead", "FirstName", "e\u0301".repeat(21), "e\u0301".repeat(20)],
    ["Lead", "FirstName", `${"x".repeat(35)}👨‍👩‍👧‍👦`, "x".repeat(35)],
    ["Lead", "FirstName", `${"x".repeat(29)}👨‍👩‍👧‍👦!`, `${"x".repeat(29)}👨‍👩‍👧‍👦`],
    ["Lead", "FirstName", `e${"\u0301".repeat(60)}`, `e${"\u0301".repeat(39)}`],
    ["Lead", "FirstName", "👩\u200d".repeat(14), "👩\u200d".repeat(13)],
    ["Lead", "FirstName", "lone \ud83d surrogate", "lone \ufffd surrogate"],
    ["Lead", "FirstName", "a\0b\u0007c", "abc"],
    ["Lead", "FirstName", 42, "42"],
    ["Lead", "Company", "Navy\r\n of the USA", "Navy of the USA"],
    ["Lead", "Street", "1 Road\nLondon", "1 Road\nLondon"],
    ["Lead", "Phone", "0".repeat(52), "0".repeat(40)],
    ["lead", "FirstName", "an object in other case is not described", "an object in other case is not described"],
    ["Lead", "firstname", "x".repeat(41), "x".repeat(40)],
    ["Lead", "NumberOfEmployees", "120", 120],
    ["Lead", "NumberOfEmployees", " 12 ", 12],
    ["Lead", "NumberOfEmployees", "about 100", undefined],
    ["Lead", "NumberOfEmployees", "12.5", undefined],
    ["Lead", "NumberOfEmployees", "0x10", undefined],
    ["Lead", "NumberOfEmployees", 123_456_789, undefined],
    ["Lead", "NumberOfEmployees", 100_000_000, undefined],
    ["Lead", "NumberOfEmployees", -100_000_000, undefined],
    ["Lead", "NumberOfEmployees", 99_999_999, 99_999_999],
    ["Lead", "AnnualRevenue", "1e6", 1_000_000],
    ["Lead", "AnnualRevenue", "1,000", undefined],
    ["Opportunity", "Amount", 1e16, undefined],
    ["Opportunity", "Amount", 9e15, 9e15],
    ["Lead", "DoNotCall", "true", true],
    ...["true", "1", "yes", " YES "].map((text) => ["Lead", "DoNotCall", text, true] as const),
    ...["false", "0", "no", " No "].map((text) => ["Lead", "DoNotCall", text, false] as const),
    ["Lead", "DoNotCall", 0, false],
    ["Lead", "DoNotCall", false, false],
    ["Lead", "NumberOfEmployees", 0, 0],
    ["Lead", "DoNotCall", "maybe", undefined],
    ["Lead", "OwnerId", "005000000000001AAA", "005000000000001AAA"],
    ["Lead", "OwnerId", "somebody", undefined],
    ["Opportunity", "CloseDate", "2026-11-26T10:00:00Z", "2026-11-26"],
    ["Opportunity", "CloseDate", "2026-11-26T23:30:00-05:00", "2026-11-26"],
    ["Opportunity", "CloseDate", " 2026-11-26 ", "2026-11-26"],
    ["Opportunity", "CloseDate", "tomorrow", undefined],
    ["Opportunity", "CloseDate", "2026-13-01", undefined],
    ["Opportunity", "ForecastCategoryName", "best case", "Best Case"],
    ["Opportunity", "ForecastCategoryName", " best case ", "Best Case"],
    ["Opportunity", "ForecastCategoryName", "Hopeful", undefined],
    ["Lead", "Email_Consent_At__c", " 2026-11-26T10:00:00Z ", "2026-11-26T10:00:00Z"],
    ["Lead", "NoSuchField__c", "x", undefined],
    ["Lead", "IsDeleted", true, undefined],
    ["CampaignMember", "HasResponded", true, undefined],
    ["Spaceship__c", "Anything__c", "what nobody describes is sent as it is", "what nobody describes is sent as it is"],
  ])("makes of %s.%s = %j: %j", (object, field, value, expected) => {
    const { draft } = fitted(object, field, value);
    expect(draft).toEqual(expected === undefined ? {} : { [field]: expected });
  });

  it.each([
    ["Lead", "Phone", "0".repeat(52), "TOO_LONG"],
    ["Lead", "Phone", `${"0".repeat(40)}  `, undefined],
    ["Lead", "Company", "Navy\nUSA", undefined],
    ["Lead", "NumberOfEmployees", "about 100", "NOT_A_NUMBER"],
    ["Lead", "NumberOfEmployees", "100", undefined],
    ["Lead", "AnnualRevenue", "1,000", "NOT_A_NUMBER"],
    ["Opportunity", "Probability", "high", "NOT_A_NUMBER"],
    ["Lead", "Latitude", "north", "NOT_A_NUMBER"],
    ["Lead", "DoNotCall", "maybe", "NOT_A_BOOLEAN"],
    ["Lead", "OwnerId", "somebody", "NOT_AN_ID"],
    ["Lead", "NoSuchField__c", "x", "NO_SUCH_FIELD"],
    ["Task", "Prioriti", "High", "NO_SUCH_FIELD"],
    ["Task", "isclosed", true, "NOT_WRITEABLE"],
    ["Lead", "IsDeleted", true, "NOT_WRITEABLE"],
    ["Lead", "Description", "m".repeat(40_000), "TOO_LONG"],
    ["Contact", "EmailBouncedDate", "soon", "NOT_A_TIME"],
    ["Opportunity", "CloseDate", "2026-11-26T10:00:00Z", undefined],
    ["Opportunity", "CloseDate", "tomorrow", "NOT_A_DATE"],
    ["Opportunity", "ForecastCategoryName", "Hopeful", "NOT_IN_PICKLIST"],
  ])("notes what %s.%s does not hold whole: %j: %s", (object, field, value, reason) => {
    expect(fitted(object, field, value).notes).toEqual(reason === undefined ? [] : [{ field, value, reason }]);
  });

  it.each([
    ["IsConverted", true, { IsConverted: true }, {}],
    ["EmailBouncedReason", "full", {}, { EmailBouncedReason: "full" }],
  ])(
    "sends %s where it may be written: when a record is made, or when it is changed",
    (field, value, made, changed) => {
      const draftOf = (isNew: boolean) =>
        fit("Lead", { [field]: value }, { isNew, isNeeded: neededIn("Lead", []) }).draft;
      expect([draftOf(true), draftOf(false)]).toEqual([made, changed]);
    },
  );

  it.each([
    "Id",
    "Status",
    "email",
    "HasOptedOutOfEmail",
    "PersonHasOptedOutOfEmail",
    "CampaignId",
    "LeadId",
    "ContactId",
    "person_key__c",
  ])("never leaves %s out", (field) => {
    expect(neededIn("Lead", [])(field)).toBe(true);
  });

  it.each([
    ["undefined", undefined, true, {}],
    ["null", null, true, {}],
    ["blank", " \n", true, {}],
    ["undefined", undefined, false, {}],
    ["null", null, false, { Phone: null }],
    ["blank", " ", false, { Phone: null }],
  ])("takes %s for absent in a new record, and for empty in a change (%s, %s)", (_, Phone, isNew, expected) => {
    expect(fit("Lead", { Phone }, { isNew, isNeeded: neededIn("Lead", []) })).toEqual({ draft: expected, notes: [] });
  });

  it.each(["IsDeleted", "NoSuchField__c"])("empties nothing that can't be written: %s", (field) => {
    const change = { isNew: false, isNeeded: neededIn("Lead", []) };
    expect(fit("Lead", { [field]: null }, change)).toEqual({ draft: {}, notes: [] });
  });

  it("empties what nobody describes", () => {
    const change = { isNew: false, isNeeded: neededIn("Spaceship__c", []) };
    expect(fit("Spaceship__c", { Anything__c: null }, change).draft).toEqual({ Anything__c: null });
  });

  it.each([
    ["Email", "x".repeat(100)],
    ["Person_Key__c", "x".repeat(65)],
    ["Status", "Not a status of this org"],
    ["HasOptedOutOfEmail", "maybe"],
  ])("leaves %s as it is, for the refusal to tell what is wrong", (field, value) => {
    expect(fitted("Lead", field, value)).toEqual({ draft: { [field]: value }, notes: [] });
  });
});

describe("readValue", () => {
  it.each(["int", "double"])("takes any number for a field of type %s of which no size is known", (type) => {
    const phone = fieldOf("Lead", "Phone");
    expect(phone && readValue({ ...phone, type, size: 0 }, 1e6)).toBe(1e6);
  });

  it("takes several choices, or other words, where a field of another type than a picklist is restricted", () => {
    const phone = fieldOf("Lead", "Phone");
    expect(phone && readValue({ ...phone, type: "multipicklist", values: ["Golf", "Tennis"] }, "Golf;Tennis")).toBe(
      "Golf;Tennis",
    );
  });

  it("cuts no text of which no size is known", () => {
    const phone = fieldOf("Lead", "Phone");
    expect(phone && readValue({ ...phone, size: 0 }, "0123")).toBe("0123");
  });
});

describe("withNotes", () => {
  const notes = [
    { field: "MobilePhone", value: "0123 456" },
    { field: "Shoe_Size__c", value: 42 },
  ];

  it("puts them into the Description, in words, after the message", () => {
    expect(withNotes("Lead", { Description: "Call me" }, notes)).toEqual({
      Description: "Call me\n\nMobile Phone: 0123 456\nShoe Size: 42",
    });
  });

  it("adds to what the record has, each once", () => {
    const present = "A colleague's note\n\nMobile Phone: 0123 456";
    expect(withNotes("Lead", {}, notes, present)).toEqual({ Description: `${present}\n\nShoe Size: 42` });
    expect(withNotes("Lead", {}, notes.slice(0, 1), present)).toEqual({});
  });

  it("has no place for what the Description itself does not hold", () => {
    const overflow = fitted("Lead", "Description", "m".repeat(40_000));
    expect(withNotes("Lead", overflow.draft, overflow.notes)).toEqual(overflow.draft);
    expect(withNotes("Lead", {}, [{ field: "description", value: "m" }])).toEqual({});
  });

  it("writes no character that a field can't hold", () => {
    const { Description } = withNotes("Lead", {}, [{ field: "City", value: " a\0b\ud83d\n" }]);
    expect(Description).toBe("City: ab\ufffd");
  });

  it("has no place for them where the object has none", () => {
    expect(withNotes("CampaignMember", { Status: "Sent" }, notes)).toEqual({ Status: "Sent" });
  });

  it.each([
    [31_990, 31_990],
    [31_000, 31_000],
    [31_997, 31_997],
    [31_998, 31_998],
    [31_999, 30_000],
    [32_000, 30_000],
    [40_000, 30_000],
  ])("never loses the message for them, nor is longer than the field: of %i characters %i stay", (length, least) => {
    const { draft } = fitted("Lead", "Description", "m".repeat(length));
    const { Description } = withNotes("Lead", draft, [{ field: "Phone", value: "0".repeat(5_000) }]);
    expect(String(Description).length).toBeLessThanOrEqual(32_000);
    if (least === 30_000) expect(Description).toContain("\n\nPhone: 0000");
    expect(/^m*/.exec(String(Description))?.[0].length).toBeGreaterThanOrEqual(least);
  });
});
