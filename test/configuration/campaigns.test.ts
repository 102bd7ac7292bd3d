import { describe, expect, it } from "@jest/globals";
import { readCampaigns } from "../../functions/configuration/campaigns.ts";

const campaignId = "701Hs0000000001IAA";

describe("functions/configuration/campaigns.json", () => {
  it.each([
    ["an id", campaignId, { campaignId }],
    ["an id of 15 characters", campaignId.slice(0, 15), { campaignId: campaignId.slice(0, 15) }],
    ["a campaign", { campaignId }, { campaignId }],
    ["a campaign and a status", { campaignId, status: "Attended" }, { campaignId, status: "Attended" }],
  ])("may name %s for a form", (_what, value, campaign) => {
    expect(readCampaigns({ demo: value }).get("demo")).toEqual(campaign);
  });

  it.each([
    ["no id", "contact-sales", "needs a campaign's id"],
    ["another object's id", "00QHs0000000001IAA", "needs a campaign's id"],
    ["null", null, "needs a campaign's id"],
    ["a list", [campaignId], "needs a campaign's id"],
    ["a campaign without id", { status: "Attended" }, "needs a campaign's id"],
    ["a blank status", { campaignId, status: " " }, '"status" must be'],
    ["a misspelt member", { campaignId, stauts: "Attended" }, 'has "stauts"'],
  ])("fails the build with the form's name where it has %s", (_what, value, message) => {
    expect(() => readCampaigns({ demo: value })).toThrow(
      expect.objectContaining({
        name: "SpecificationError",
        message: expect.stringContaining(`functions/configuration/campaigns.json: "demo"`),
      }),
    );
    expect(() => readCampaigns({ demo: value })).toThrow(message);
  });
});
