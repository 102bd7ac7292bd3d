import { describe, expect, it } from "@jest/globals";
import { campaignFaults } from "../../bundler/check/configuration.ts";

const campaignId = "701Hs0000000001IAA";

describe("functions/configuration/campaigns.json", () => {
  it.each([
    ["an id", campaignId],
    ["an id of 15 characters", campaignId.slice(0, 15)],
    ["a campaign", { campaignId }],
    ["a campaign and a status", { campaignId, status: "Attended" }],
  ])("may name %s for a form", (_what, value) => {
    expect(campaignFaults({ demo: value })).toEqual([]);
  });

  it.each([
    ["no id", "contact-sales", "needs a campaign's id"],
    ["another object's id", "00QHs0000000001IAA", "needs a campaign's id"],
    ["null", null, "needs a campaign's id"],
    ["a list", [], "needs a campaign's id"],
    ["a campaign without id", { status: "Attended" }, "needs a campaign's id"],
    ["a blank status", { campaignId, status: " " }, 'has a "status" that is none'],
    ["a misspelt member", { campaignId, stauts: "Attended" }, 'has "stauts"'],
  ])("fails the build with the form's name where it has %s", (_what, value, message) => {
    expect(campaignFaults({ demo: value })).toEqual([
      expect.stringContaining(`functions/configuration/campaigns.json: "demo" ${message}`),
    ]);
  });
});
