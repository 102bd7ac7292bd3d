import { describe, expect, it } from "@jest/globals";
import { isIdOf } from "../../../functions/clients/salesforce/api/ids.ts";

describe("isIdOf", () => {
  it.each([
    ["Lead", "00QHs0000000001AAA", true],
    ["Lead", "003Hs0000000001AAA", false],
    ["User", "005Hs0000000001AAA", true],
    ["CampaignMemberStatus", "701Hs0000000001AAA", false],
    ["Not_Described__c", "a0QHs0000000001AAA", true],
    ["Not_Described__c", "no id", false],
  ])("of %s takes %s: %s", (object, id, isOne) => {
    expect(isIdOf(object, id)).toBe(isOne);
  });
});
