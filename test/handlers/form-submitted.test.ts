import { beforeEach, describe, expect, it } from "@jest/globals";
import campaigns from "../../functions/configuration/campaigns.json" with { type: "json" };
import handler from "../../functions/handlers/form-submitted.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { createLane, formSubmitted } from "../harness/lane.ts";

const campaignId = campaigns["contact-sales"];
const email = "ada@example.com";

let lane: ReturnType<typeof createLane>;
let event: Event<"form.submitted">;

beforeEach(() => {
  lane = createLane(handler);
  lane.salesforce.seed({ Campaign: [{ Id: campaignId, Name: "contact-sales" }] });
  event = formSubmitted(lane, { email });
});

/** What stands in Salesforce and customer.io, without the vendors' ids and times. */
function effect() {
  const {
    Lead = [],
    Contact = [],
    CampaignMember = [],
  } = lane.salesforce.state() as Record<string, Record<string, unknown>[]>;
  const { people = [], events = [] } = lane.customerio.state() as Record<string, Record<string, unknown>[]>;
  return {
    leads: Lead.map(({ Email }) => Email),
    contacts: Contact.map(({ Email }) => Email),
    members: CampaignMember.map(({ CampaignId, Type }) => ({ CampaignId, Type })),
    people: people.map(({ email: address }) => address),
    events: events.map(({ name }) => name),
  };
}

const whole = {
  leads: [email],
  contacts: [],
  members: [{ CampaignId: campaignId, Type: "Lead" }],
  people: [email],
  events: ["form_submitted"],
};

describe("form.submitted", () => {
  it("makes a Lead, a campaign member, a person and an event of a stranger's form", async () => {
    expect(await lane.deliver(event)).toBe(204);
    expect(effect()).toEqual(whole);
    expect(lane.salesforce.state()["Lead"]).toMatchObject([
      { FirstName: "Ada", LastName: "Lovelace", Company: "Analytical Engines", LeadSource: "Web" },
    ]);
  });

  it("changes nothing when it is delivered again, and writes nothing to Salesforce", async () => {
    await lane.deliver(event);
    lane.forgetCalls();
    expect(await lane.deliver(event, 2)).toBe(204);
    expect(effect()).toEqual(whole);
    expect(lane.calls().filter((call) => call.includes("/sobjects/"))).toEqual([]);
  });

  it("records a second form of the same person as a second event, and nothing else", async () => {
    await lane.deliver(event);
    await lane.deliver({ ...event, id: "msg_2" });
    expect(effect()).toEqual({ ...whole, events: ["form_submitted", "form_submitted"] });
  });

  it("makes a Contact the campaign's member, and no Lead", async () => {
    lane.salesforce.seed({ Contact: [{ LastName: "Lovelace", Email: email }] });
    expect(await lane.deliver(event)).toBe(204);
    expect(effect()).toEqual({
      ...whole,
      leads: [],
      contacts: [email],
      members: [{ CampaignId: campaignId, Type: "Contact" }],
    });
  });

  it("leaves a Lead's own fields alone", async () => {
    lane.salesforce.seed({ Lead: [{ LastName: "Byron", Company: "Entered by sales", Email: "ADA@example.com" }] });
    expect(await lane.deliver(event)).toBe(204);
    expect(lane.salesforce.state()["Lead"]).toMatchObject([{ LastName: "Byron", Company: "Entered by sales" }]);
    expect(effect().members).toHaveLength(1);
  });

  it("takes the oldest of two Leads", async () => {
    lane.salesforce.seed({
      Lead: [
        {
          Id: "00QHp0000000AAA",
          LastName: "New",
          Company: "A",
          Email: email,
          CreatedDate: "2025-06-01T00:00:00.000+0000",
        },
        {
          Id: "00QHp0000000BBB",
          LastName: "Old",
          Company: "A",
          Email: email,
          CreatedDate: "2024-06-01T00:00:00.000+0000",
        },
      ],
    });
    await lane.deliver(event);
    expect(lane.salesforce.state()["CampaignMember"]).toMatchObject([
      { LeadId: expect.stringContaining("00QHp0000000BBB") },
    ]);
  });

  it("makes no second member of a person who is one as a Lead and has become a Contact too", async () => {
    await lane.deliver(event);
    lane.salesforce.seed({ Contact: [{ LastName: "Lovelace", Email: email }] });
    await lane.deliver({ ...event, id: "msg_2" });
    expect(effect().members).toHaveLength(1);
  });

  it("goes on with the Contact of a converted Lead", async () => {
    await lane.deliver(event);
    const [lead] = lane.salesforce.state()["Lead"] as { Id: string }[];
    lane.salesforce.convertLead(lead?.Id ?? "");
    await lane.deliver({ ...event, id: "msg_2" });
    expect(effect()).toMatchObject({
      members: [{ CampaignId: campaignId }],
      contacts: [email],
      events: ["form_submitted", "form_submitted"],
    });
  });

  it("does everything but the membership for a form without a campaign, and warns so that an alert can see", async () => {
    const data = { ...event.data, formId: "constructor" };
    expect(await lane.deliver({ ...event, data })).toBe(204);
    expect(effect()).toEqual({ ...whole, members: [] });
    expect(lane.lines).toContainEqual(expect.objectContaining({ level: "warning", reason: "FORM_WITHOUT_CAMPAIGN" }));
  });

  it("dead-letters at once what Salesforce refuses for ever", async () => {
    const body = [{ errorCode: "INVALID_EMAIL_ADDRESS", message: "m", fields: ["Email"] }];
    lane.faults.add({ system: "salesforce", match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    expect(await lane.deliver(event)).toBe(204);
    expect(lane.deadLetters).toMatchObject([
      {
        attributes: {
          "ce-id": "msg_1",
          "dead-letter-system": "salesforce",
          "dead-letter-operation": "POST /sobjects/Lead",
        },
      },
    ]);
  });

  it.each(["apply-then-drop", "reset-before-headers", "5xx-json", "truncated-200", "lock"])(
    "comes to the same end after %s on any call",
    async (fault) => {
      await lane.deliver(event);
      const calls = lane.calls().filter((call) => !call.includes("oauth2"));
      for (const [index, call] of calls.entries()) {
        lane = createLane(handler);
        lane.salesforce.seed({ Campaign: [{ Id: campaignId, Name: "contact-sales" }] });
        const system = call.includes("/customers/") ? "customerio" : "salesforce";
        if (fault === "lock" && system === "customerio") continue;
        const nth = calls.slice(0, index + 1).filter((other) => other === call).length;
        lane.faults.add({ system, match: call, fault, from: nth });
        const first = await lane.deliver(event);
        if (first !== 204) expect(await lane.deliver(event, 2)).toBe(204);
        expect({ call, ...effect() }).toEqual({ call, ...whole });
      }
    },
  );
});
