import { beforeEach, describe, expect, it } from "@jest/globals";
import configured from "../../functions/configuration/mailings.json" with { type: "json" };
import { labelOf, mailings, raisingOf } from "../../functions/configuration/mailings.ts";
import handler from "../../functions/handlers/email-reported.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { keepLines } from "../clients/connect.ts";
import { contact, startOrg } from "../clients/salesforce/org.ts";

const { $schema: _schema, ...byMailing } = configured;

type Report = Event<"email.reported">;

const NEWSLETTER = "customerio:newsletter:7";
const CAMPAIGN = "customerio:campaign:45";
const idOf = (mailingId: string) => mailings.get(mailingId)?.campaignId ?? "none";

let org: ReturnType<typeof startOrg>;

beforeEach(() => {
  org = startOrg();
  org.org.seed({ Campaign: Object.values(byMailing).map(({ campaignId: Id }) => ({ Id, Name: "Mailing" })) });
  org.org.seed({
    CampaignMemberStatus: ["Bounced", "Opened", "Clicked"].map((Label, index) => {
      return { CampaignId: idOf(NEWSLETTER), Label, HasResponded: false, SortOrder: 5 + index };
    }),
  });
});

function report(status: Report["data"]["status"], data: Partial<Report["data"]> = {}): Report {
  const email = data.email ?? "ada@example.com";
  return {
    id: `msg_${status}_${email}_${data.mailingId ?? ""}`,
    source: "/sources/customerio",
    type: "email.reported",
    subject: email,
    time: "2026-01-01T00:00:00.000Z",
    data: { mailingId: NEWSLETTER, email, status, ...data },
  };
}

/** Runs the batch: whose result was what, in the order in which it was known. */
async function run(...events: readonly Report[]) {
  const { log, lines } = keepLines();
  const results: unknown[] = [];
  const { signal } = new AbortController();
  for await (const { event, error } of handler.run(events, { salesforce: org.client, log, signal }))
    results.push([event.subject, Object(error).reason?.code]);
  return { results, lines };
}

const members = () =>
  (org.records("CampaignMember") as { CampaignId: string; Status: string }[]).map(({ CampaignId, Status }) => [
    CampaignId,
    Status,
  ]);

const people = (...emails: readonly string[]) => {
  for (const email of emails) org.org.insert("Contact", contact({ Email: email }));
};

describe("email.reported", () => {
  it("makes whom a mailing was sent to a member of its campaign, and gives them the best that is reported", async () => {
    people("ada@example.com", "bea@example.com");
    const { results, lines } = await run(
      report("clicked"),
      report("sent", { email: "bea@example.com" }),
      report("sent"),
    );
    expect(lines.map(({ message }) => message)).not.toContain("reports left out");
    expect(results).toEqual(expect.arrayContaining([["bea@example.com", undefined]]));
    expect(results).toHaveLength(3);
    expect(members()).toEqual([
      [idOf(NEWSLETTER), "Clicked"],
      [idOf(NEWSLETTER), "Sent"],
    ]);
  });

  it("writes one campaign after another, and one that is gone keeps no other from it", async () => {
    people("ada@example.com");
    org.org.remove(idOf(NEWSLETTER));
    const { results } = await run(report("sent"), report("opened", { mailingId: CAMPAIGN }));
    expect(results).toEqual([
      ["ada@example.com", "ENTITY_IS_DELETED"],
      ["ada@example.com", undefined],
    ]);
    expect(members()).toEqual([[idOf(CAMPAIGN), "Opened"]]);
  });

  it("gives each report its own result, in whatever order these are known", async () => {
    people("ada@example.com", "bea@example.com");
    await run(report("sent"));
    const errors = [{ statusCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "m", fields: [] }];
    const body = [{ success: false, errors }];
    org.addFault({ match: "POST /composite/sobjects", fault: "reject-before", status: 200, body });
    const { results } = await run(report("opened"), report("opened", { email: "bea@example.com" }));
    expect(results).toEqual([
      ["bea@example.com", "FIELD_CUSTOM_VALIDATION_EXCEPTION"],
      ["ada@example.com", undefined],
    ]);
    expect(members()).toEqual([[idOf(NEWSLETTER), "Opened"]]);
  });

  it("counts those who are not in Salesforce, and mailings without a campaign, and is done with them", async () => {
    people("ada@example.com");
    const email = "cyd@example.com";
    const others = ["customerio:transactional:2", "constructor"].map((mailingId) =>
      report("sent", { mailingId, email }),
    );
    const { results, lines } = await run(report("sent", { email: "bea@example.com" }), ...others, report("sent"));
    expect(results).toHaveLength(4);
    expect(results.filter((result) => Object(result)[1] !== undefined)).toEqual([]);
    expect(lines).toMatchObject([
      { level: "info", reason: "MAILING_WITHOUT_CAMPAIGN", count: 2 },
      { level: "info", reason: "NOT_IN_SALESFORCE", count: 1 },
    ]);
    expect(members()).toEqual([[idOf(NEWSLETTER), "Sent"]]);
  });

  it("is done with mailings without a campaign while Salesforce is down", async () => {
    org.addFault({ match: "POST /composite", fault: "5xx-json" });
    const results: unknown[] = [];
    const { log } = keepLines();
    const events = [report("sent"), report("sent", { mailingId: "customerio:transactional:2" })];
    const running = async () => {
      const { signal } = new AbortController();
      for await (const { event } of handler.run(events, { salesforce: org.client, log, signal })) results.push(event);
    };
    await expect(running()).rejects.toMatchObject({ reason: { code: "HTTP_503" } });
    expect(results).toEqual([events[1]]);
  });

  it("adds a status that the campaign lacks where one of its mailings says so alone", async () => {
    people("ada@example.com");
    const campaigns = [NEWSLETTER, CAMPAIGN].map(idOf);
    for (const { Id, CampaignId, Label } of org.records("CampaignMemberStatus") as Record<string, string>[])
      if (Label === "Clicked" && campaigns.includes(CampaignId ?? "")) org.org.remove(Id ?? "");
    const { results } = await run(report("clicked"), report("clicked", { mailingId: CAMPAIGN }));
    expect(results).toEqual([
      ["ada@example.com", "NO_SUCH_STATUS"],
      ["ada@example.com", undefined],
    ]);
    expect(members()).toEqual([[idOf(CAMPAIGN), "Clicked"]]);
  });

  it("calls a status as the mailing says, and ranks all that a campaign's mailings call it", () => {
    const mailing = { campaignId: "701Hs0000000009IAA", statuses: { clicked: "Followed" } };
    expect([labelOf(mailing, "clicked"), labelOf(mailing, "opened")]).toEqual(["Followed", "Opened"]);
    expect(raisingOf(idOf(NEWSLETTER))).toEqual({
      order: ["Sent", "Bounced", "Opened", "Clicked"],
      isCreated: false,
    });
    expect(raisingOf(idOf(CAMPAIGN)).isCreated).toBe(true);
    const plain = { campaignId: mailing.campaignId, createStatuses: true };
    const elsewhere = { campaignId: "701Hs0000000010IAA", statuses: { sent: "Elsewhere" } };
    expect(raisingOf(mailing.campaignId, [mailing, plain, elsewhere])).toEqual({
      order: ["Sent", "Sent", "Bounced", "Bounced", "Opened", "Opened", "Followed", "Clicked"],
      isCreated: true,
    });
  });
});
