import { describe, expect, it } from "@jest/globals";
import { isSame } from "../../../functions/clients/salesforce/records/same.ts";
import { fieldOf } from "../../../functions/clients/salesforce/records/shape.ts";

describe("isSame", () => {
  it.each([
    ["Lead", "Company", "Acme", " Acme\n", true],
    ["Lead", "Company", "Acme", "ACME", false],
    ["Lead", "Street", "One\r\nTwo", "One\nTwo", true],
    ["Lead", "Phone", null, "", true],
    ["Lead", "Phone", undefined, null, true],
    ["Lead", "Phone", null, "0", false],
    ["Lead", "Email", "Ann@example.com", "ann@example.com", true],
    ["Lead", "Email", "ann@example.com", "bob@example.com", false],
    ["Lead", "NumberOfEmployees", 12, "12", true],
    ["Lead", "NumberOfEmployees", 0, null, false],
    ["Opportunity", "Amount", 12.35, 12.349, true],
    ["Opportunity", "Amount", 12.35, 12.34, false],
    ["Opportunity", "CloseDate", "2026-11-26", "2026-11-26T23:00:00Z", true],
    ["Opportunity", "CloseDate", "2026-11-26", "2026-11-27", false],
    ["Lead", "Email_Consent_At__c", "2026-11-26T10:00:00.000+0000", "2026-11-26T11:00:00.7+01:00", true],
    ["Lead", "Email_Consent_At__c", "2026-11-26T10:00:00.000+0000", "2026-11-26T10:00:01Z", false],
    ["Lead", "OwnerId", "005000000000001AAA", "005000000000001", true],
    ["Lead", "OwnerId", "005000000000001AAA", "005000000000002", false],
    ["Lead", "DoNotCall", false, false, true],
    ["Lead", "DoNotCall", false, true, false],
    ["Spaceship__c", "Name", "Enterprise", "Enterprise ", true],
  ])("of %s.%s: %j and %j: %s", (object, field, stored, wanted, same) => {
    expect(isSame(fieldOf(object, field), stored, wanted)).toBe(same);
  });

  it.each([
    ["Golf; Tennis", "Tennis;Golf", true],
    ["Golf;Tennis", "Tennis", false],
    ["Golf", "Tennis", false],
  ])("takes choices in any order for the same: %s and %s: %s", (stored, wanted, same) => {
    const amount = fieldOf("Opportunity", "Amount");
    expect(isSame(amount && { ...amount, type: "multipicklist" }, stored, wanted)).toBe(same);
  });
});
