import { describe, expect, it } from "@jest/globals";
import { AT, CAMPAIGN, contact, deliver, EMAIL, lead, startOrg } from "./org.ts";

/** Of the day's allowance; a login takes nothing of it. */
const costs = ({ calls }: ReturnType<typeof startOrg>) => calls.filter((call) => !call.includes("oauth2")).length;

describe("a form", () => {
  it("costs four calls of somebody new", async () => {
    const org = startOrg();
    await deliver(org.client);
    expect(costs(org)).toBe(4);
  });

  it.each(["Lead", "Contact"])("costs three calls of somebody known, a %s, and then two", async (type) => {
    const org = startOrg();
    org.org.insert(type, type === "Lead" ? lead() : contact());
    await deliver(org.client);
    expect(costs(org)).toBe(3);
    await deliver(org.client);
    expect(costs(org)).toBe(5);
  });
});

describe("a registration", () => {
  const seconds = (after: number) => new Date(Date.parse(AT) + after * 1000).toISOString();
  async function register({ client }: ReturnType<typeof startOrg>, at = AT) {
    const person = (await client.findPerson(EMAIL)) ?? (await client.createLead(EMAIL, lead()));
    const change = { status: "Registered", order: ["Registered"], isCreated: true, at };
    await (await client.compareCampaignMember(CAMPAIGN, person, change)).make();
  }

  it("costs four calls of somebody new, and one the campaign's first of a status", async () => {
    const org = startOrg();
    await register(org);
    expect(costs(org)).toBe(4 + 1);
  });

  it.each(["Lead", "Contact"])("costs three calls of somebody known, a %s, and two where it is known", async (type) => {
    const org = startOrg();
    org.org.seed({ CampaignMemberStatus: [{ CampaignId: CAMPAIGN, Label: "Registered", HasResponded: true }] });
    org.org.insert(type, type === "Lead" ? lead() : contact());
    await register(org);
    expect(costs(org)).toBe(3);
    await register(org);
    expect(costs(org)).toBe(5);
    await register(org, seconds(60));
    expect(costs(org)).toBe(8);
  });
});

describe("a thousand reports of one mailing", () => {
  it("cost nine calls of people who are known and no members yet, and four where all is so", async () => {
    const org = startOrg();
    const emails = Array.from({ length: 1000 }, (_, index) => `somebody.number${index}@example.com`);
    for (const email of emails) org.org.insert("Contact", contact({ Email: email }));
    const deliverAll = async () => {
      const people = await org.client.findPeople(emails);
      const all = [...people.values()].map((person) => ({ person, status: "Sent" }));
      for await (const { error } of org.client.raiseCampaignMembers(CAMPAIGN, all, { order: ["Sent"] }))
        expect(error).toBeUndefined();
    };
    await deliverAll();
    expect(costs(org)).toBe(9);
    await deliverAll();
    expect(costs(org)).toBe(9 + 4);
  });
});
