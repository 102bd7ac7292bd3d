import { beforeEach, describe, expect, it } from "@jest/globals";
import { lead, openOrg } from "./open-org.ts";
import type { OpenOrg } from "./open-org.ts";

let org: OpenOrg;
let CampaignId: string;
let leads: string[];

beforeEach(() => {
  org = openOrg({ lockHoldMs: 100, lockWaitMs: 1000 });
  CampaignId = org.salesforce.insert("Campaign", { Name: "c" });
  leads = [1, 2, 3].map(() => org.salesforce.insert("Lead", lead));
});

const add = (LeadId: string | undefined) => org.call("POST", "sobjects/CampaignMember", { CampaignId, LeadId });

describe("a campaign's lock", () => {
  it("makes writers of its members wait for one another, in their order", async () => {
    const done: string[] = [];
    const all = leads.map(async (id) => {
      expect((await add(id)).status).toBe(201);
      done.push(`${id} ${org.clock.now()}`);
    });
    const start = org.clock.now();
    await org.clock.advance(1000);
    await Promise.all(all);
    expect(done).toEqual(leads.map((id, index) => `${id} ${start + 100 * (index + 1)}`));
  });

  it("fails a writer that has waited too long, and lets it in afterwards", async () => {
    const release = org.salesforce.lock(CampaignId);
    const waiting = add(leads[0]);
    await org.clock.advance(1000);
    expect(await waiting).toMatchObject({
      status: 500,
      body: [
        {
          errorCode: "UNABLE_TO_LOCK_ROW",
          message: `unable to obtain exclusive access to this record or 1 records: ${CampaignId}`,
        },
      ],
    });
    release();
    const again = add(leads[0]);
    await org.clock.advance(100);
    expect((await again).status).toBe(201);
  });

  it("fails only the records of a collection that need it", async () => {
    const other = org.salesforce.insert("Campaign", { Name: "other" });
    org.salesforce.lock(CampaignId);
    const records = [CampaignId, other].map((campaign) => ({
      attributes: { type: "CampaignMember" },
      CampaignId: campaign,
      LeadId: leads[0],
    }));
    const answer = org.call("POST", "composite/sobjects", { records });
    await org.clock.advance(2000);
    expect((await answer).body).toMatchObject([
      { success: false, errors: [{ statusCode: "UNABLE_TO_LOCK_ROW" }] },
      { success: true },
    ]);
    expect(org.salesforce.state()["CampaignMember"]).toMatchObject([{ CampaignId: other }]);
  });

  it("is not needed to write the Lead of another campaign", async () => {
    org.salesforce.lock(CampaignId);
    const answer = org.call("PATCH", `sobjects/Lead/${leads[0]}`, { Title: "x" });
    await org.clock.advance(100);
    expect((await answer).status).toBe(204);
  });

  it("ends a deadlock of two collections by failing one record", async () => {
    const other = org.salesforce.insert("Campaign", { Name: "other" });
    const post = (campaigns: string[], LeadId: string | undefined) =>
      org.call("POST", "composite/sobjects", {
        records: campaigns.map((campaign) => ({
          attributes: { type: "CampaignMember" },
          CampaignId: campaign,
          LeadId,
        })),
      });
    const both = Promise.all([post([CampaignId, other], leads[0]), post([other, CampaignId], leads[1])]);
    await org.clock.advance(5000);
    const results: { success: boolean }[] = (await both).flatMap(({ body }) => body);
    expect(results.filter(({ success }) => !success).length).toBeGreaterThan(0);
    expect(org.salesforce.state()["CampaignMember"]).toHaveLength(results.filter(({ success }) => success).length);
  });

  it("costs nothing where transactions take no time", async () => {
    org.salesforce.configure({ lockHoldMs: 0 });
    expect(await Promise.all(leads.map(async (id) => (await add(id)).status))).toEqual([201, 201, 201]);
  });
});
