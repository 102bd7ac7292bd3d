import { describe, expect, it } from "@jest/globals";
import { campaignFaults, mailingFaults, occasionFaults, salesforceFaults } from "../../bundler/check/configuration.ts";

const campaignId = "701Hs0000000001IAA";

describe("functions/configuration/campaigns.json", () => {
  it.each([
    ["an id", campaignId],
    ["a campaign", { campaignId }],
    ["a campaign and a status", { campaignId, status: "Attended" }],
  ])("may name %s for a form", (_what, value) => {
    expect(campaignFaults({ demo: value })).toEqual([]);
  });

  it.each([
    ["no id", "contact-sales", "needs a campaign's id"],
    ["another object's id", "00QHs0000000001IAA", "needs a campaign's id"],
    [
      "an id as pages show it",
      campaignId.slice(0, 15),
      `has the 15 characters of a campaign's id that pages show: write ${campaignId}.`,
    ],
    [
      "one of other capitals",
      "701aBcDEfGhijK2",
      "has the 15 characters of a campaign's id that pages show: write 701aBcDEfGhijK2QWI.",
    ],
    [
      "one that has lost its capitals",
      campaignId.toLowerCase(),
      "has a campaign's id in which capitals have become small",
    ],
    ["null", null, "needs a campaign's id"],
    ["a list", [], "needs a campaign's id"],
    ["a campaign without id", { status: "Attended" }, "needs a campaign's id"],
    ["a blank status", { campaignId, status: " " }, 'has a "status" that is none'],
    ["a misspelt member", { campaignId, stauts: "Attended" }, 'has "stauts"'],
  ])("fails the build with the form's name where it has %s", (_what, value, message) => {
    expect(campaignFaults({ demo: value })).toEqual([
      expect.objectContaining({ fault: expect.stringContaining(`"demo" ${message}`) }),
    ]);
  });
});

describe("functions/configuration/occasions.json", () => {
  const statuses = ["registered", "no_show"];
  const faultsOf = (value: unknown, id = "zoom:1", sources = ["app", "zoom"]) =>
    occasionFaults({ [id]: value }, { statuses, sources });

  it.each([
    ["a campaign", { campaignId }],
    ["a campaign's own names of statuses", { campaignId, statuses: { no_show: "Missed it" } }],
    ["that statuses are to be created, or not", { campaignId, createStatuses: false }],
  ])("may name %s for an occasion", (_what, value) => {
    expect(faultsOf(value)).toEqual([]);
  });

  it.each([
    ["no campaign", { statuses: {} }, "needs a campaign's id"],
    ["another object's id", { campaignId: "00QHs0000000001IAA" }, "needs a campaign's id"],
    ["an id alone", campaignId, "needs a campaign's id"],
    ["null", null, "needs a campaign's id"],
    ["statuses that are none", { campaignId, statuses: ["Registered"] }, 'has "statuses" that are none'],
    ["an unknown status", { campaignId, statuses: { came: "Attended" } }, 'names the status "came"'],
    ["a blank status", { campaignId, statuses: { no_show: " " } }, 'calls "no_show" what is no name'],
    ["a word for true", { campaignId, createStatuses: "yes" }, 'has a "createStatuses"'],
    ["a misspelt member", { campaignId, createStatus: true }, 'has "createStatus"'],
  ])("fails the build with the occasion's name where it has %s", (_what, value, message) => {
    expect(faultsOf(value)).toEqual([
      expect.objectContaining({ fault: expect.stringContaining(`"zoom:1" ${message}`) }),
    ]);
  });

  it.each(["dinner", "zoom:", ":1", `zoom:${"1".repeat(96)}`, "zoom:999 1234 5678"])(
    "fails the build for the id %s",
    (id) => {
      expect(faultsOf({ campaignId }, id)).toEqual([
        expect.objectContaining({ fault: expect.stringContaining("is no occasion's id: SOURCE:ID") }),
      ]);
    },
  );

  it.each(["Zoom:1", "zomm:1"])("fails the build for the id %s, of a misspelt source", (id) => {
    const fault = `"${id}" is of no source that publishes registration.changed (did you mean "zoom"?).`;
    expect(faultsOf({ campaignId }, id)).toEqual([{ path: [id], fault }]);
  });

  it.each(["eventbrite:1", "zap:1"])("takes the id %s: a source may pass on what another system calls it", (id) => {
    expect(faultsOf({ campaignId }, id)).toEqual([]);
  });

  it("names what is left when the last source is gone", () => {
    expect(faultsOf({ campaignId }, "zoom:1", [])).toEqual([
      expect.objectContaining({ fault: expect.stringContaining("no source here publishes registration.changed") }),
    ]);
  });
});

describe("functions/configuration/mailings.json", () => {
  const statuses = ["sent", "clicked"];
  const faultsOf = (value: unknown, id = "customerio:newsletter:7") =>
    mailingFaults({ [id]: value }, { statuses, sources: ["app", "customerio"] });

  it("may name a mailing's campaign, that one's own names of statuses, and that they are to be created", () => {
    expect(faultsOf({ campaignId, statuses: { clicked: "Followed" }, createStatuses: true })).toEqual([]);
  });

  it.each([
    ["no campaign", {}, "needs a campaign's id"],
    ["an occasion's status", { campaignId, statuses: { attended: "Attended" } }, 'names the status "attended"'],
    ["a misspelt member", { campaignId, createStatus: true }, 'has "createStatus"'],
  ])("fails the build with the mailing's name where it has %s", (_what, value, message) => {
    expect(faultsOf(value)).toEqual([
      expect.objectContaining({ fault: expect.stringContaining(`"customerio:newsletter:7" ${message}`) }),
    ]);
  });

  it.each(["customerio:7", "newsletter", "customerio:newsletter:", `customerio:newsletter:${"1".repeat(79)}`])(
    "fails the build for the id %s",
    (id) => {
      expect(faultsOf({ campaignId }, id)).toEqual([
        expect.objectContaining({ fault: expect.stringContaining("is no mailing's id: SOURCE:KIND:ID") }),
      ]);
    },
  );
});

describe("a mailing's id", () => {
  const faultsOf = (id: string) =>
    mailingFaults({ [id]: { campaignId } }, { statuses: ["sent"], sources: ["app", "customerio"] });

  it.each(["customerio:broadcast:2", "customerio:transactional:welcome", "app:anything:1"])("%s may be", (id) => {
    expect(faultsOf(id)).toEqual([]);
  });

  it.each([
    ["customerio:transactonal:2", "is none of customer.io's: newsletter, broadcast, transactional and campaign are."],
    ["customer.io:newsletter:7", 'is of no source that publishes email.reported (did you mean "customerio"?).'],
  ])("%s fails the build", (id, message) => {
    expect(faultsOf(id)).toEqual([{ path: [id], fault: `"${id}" ${message}` }]);
  });
});

describe("functions/configuration/salesforce.json", () => {
  const [org, user] = ["00DHs0000000001AAA", "005Hs0000000001"];

  it("may name the user of an org, by ids of 15 characters or 18", () => {
    expect(salesforceFaults({ [org]: user, [org.slice(0, 15)]: `${user}AAA` })).toEqual([]);
  });

  it.each([
    ["an org that is none", { Production: user }, '"Production" is no org\'s id'],
    ["another object's id for a user", { [org]: "00QHs0000000001" }, `"${org}" needs the id of ycat's user there`],
    ["no user", { [org]: null }, `"${org}" needs the id of ycat's user there`],
  ])("fails the build with %s", (_what, orgs, message) => {
    expect(salesforceFaults(orgs)).toEqual([expect.objectContaining({ fault: expect.stringContaining(message) })]);
  });
});
