import { beforeEach, describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createSalesforce, type Salesforce } from "../../../local/salesforce/salesforce.ts";

const CAMPAIGN = "701Hs0000000001IAA";
const configuration = {};

describe("seeding", () => {
  const clock = new VirtualClock();
  let org: Salesforce;
  let runs: number;
  const seed = (from: object = configuration) =>
    org.seedFrom(from, () => {
      runs += 1;
      org.seed({ Campaign: [{ Id: CAMPAIGN, Name: `Webinar ${runs}` }] });
    });
  const nameOf = () => (org.state() as { Campaign: { Name: string }[] }).Campaign[0]?.Name;

  beforeEach(() => {
    runs = 0;
    org = createSalesforce({ clock, clientId: "client", clientSecret: "secret" });
    seed();
  });

  it("gives an org that has been reset the records and ids that it had, whatever has become of them", () => {
    const before = org.state();
    const next = org.insert("Lead", { LastName: "Lovelace", Company: "Analytical" });
    org.update(CAMPAIGN, { Name: "Changed" });
    org.hide(CAMPAIGN);
    org.reset();
    seed();
    expect([runs, org.state()]).toEqual([1, before]);
    expect(org.insert("Lead", { LastName: "Lovelace", Company: "Analytical" })).toBe(next);
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId: next });
  });

  it.each<[string, () => void]>([
    ["another configuration", () => seed({})],
    [
      "another time",
      () => {
        clock.moveTo(clock.now() + 1);
        seed();
      },
    ],
    [
      "other settings",
      () => {
        org.configure({ indexLagMs: 5 });
        seed();
      },
    ],
    [
      "an org that somebody has worked in",
      () => {
        org.remove(org.insert("Lead", { LastName: "Lovelace", Company: "Analytical" }));
        seed();
      },
    ],
  ])("is done again with %s", (_what, seedAgain) => {
    org.reset();
    seedAgain();
    expect([runs, nameOf()]).toEqual([2, "Webinar 2"]);
  });
});
