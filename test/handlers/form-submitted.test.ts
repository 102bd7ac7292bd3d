import { beforeEach, describe, expect, it } from "@jest/globals";
import { leadConstants, leadStandIns } from "../../functions/configuration/lead.ts";
import campaigns from "../../functions/configuration/campaigns.json" with { type: "json" };
import { personKey } from "../../functions/clients/salesforce/people/person-key.ts";
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
      {
        FirstName: "Ada",
        LastName: "Lovelace",
        Company: "Analytical Engines",
        LeadSource: "Web",
        HasOptedOutOfEmail: false,
      },
    ]);
  });

  it("tells Salesforce and customer.io all that it knows", async () => {
    const known = { firstName: "Ada", lastName: "Lovelace", company: "Analytical Engines", title: "Countess" };
    const data = {
      ...event.data,
      ...known,
      phone: "+44 20 7946 0000",
      country: "UK",
      message: "Hello",
      pageUrl: "https://acme.example/contact",
    };
    expect(await lane.deliver({ ...event, data })).toBe(204);
    expect(lane.customerio.state()).toMatchObject({
      people: [
        {
          attributes: {
            first_name: "Ada",
            last_name: "Lovelace",
            company: "Analytical Engines",
            title: "Countess",
            phone: "+44 20 7946 0000",
            country: "UK",
          },
        },
      ],
      events: [{ data: { form_id: event.data.formId, page_url: "https://acme.example/contact" } }],
    });
    const { phone: Phone, country: Country, title: Title, message: Description } = data;
    expect(lane.salesforce.state()["Lead"]).toMatchObject([{ Phone, Country, Title, Description }]);
  });

  it("gives a member the status that functions/configuration has for the form, not the first that is a response", async () => {
    const { campaignId: Id, status } = campaigns["demo-request"];
    lane.salesforce.seed({ Campaign: [{ Id, Name: "demo-request" }] });
    lane.salesforce.seed({
      CampaignMemberStatus: [{ CampaignId: Id, Label: "Seen", HasResponded: true, SortOrder: 0 }],
    });
    await lane.deliver(formSubmitted(lane, { email, formId: "demo-request" }));
    expect(lane.salesforce.state()["CampaignMember"]).toMatchObject([{ CampaignId: Id, Status: status }]);
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

  it.each(["constructor", "Contact-Sales"])(
    "does everything but the membership for the form %s without a campaign, and warns so that an alert can see",
    async (formId) => {
      expect(await lane.deliver({ ...event, data: { ...event.data, formId } })).toBe(204);
      expect(effect()).toEqual({ ...whole, members: [] });
      expect(lane.lines).toContainEqual(expect.objectContaining({ level: "warning", reason: "FORM_WITHOUT_CAMPAIGN" }));
    },
  );

  it("makes a member with the status that the form's campaign counts as a response", async () => {
    await lane.deliver(event);
    expect(lane.salesforce.state()["CampaignMember"]).toMatchObject([{ Status: "Responded", HasResponded: true }]);
  });

  it("has what stands in for a company that is left out, and nothing else", async () => {
    const { company: _, ...data } = event.data;
    expect(await lane.deliver({ ...event, data: { ...data, lastName: "Lovelace" } })).toBe(204);
    expect(lane.salesforce.state()["Lead"]).toMatchObject([{ LastName: "Lovelace", Company: leadStandIns.Company }]);
  });

  it.each([{}, { firstName: "Ada" }])(
    "makes a Lead of a form without a last name, with what stands in for what Salesforce requires: %j",
    async (said) => {
      const { formId } = event.data;
      expect(await lane.deliver({ ...event, data: { formId, email, ...said } })).toBe(204);
      expect(lane.salesforce.state()["Lead"]).toMatchObject([{ ...leadStandIns, ...leadConstants }]);
      expect(effect()).toEqual(whole);
    },
  );

  it("erases nothing that is known with a field that is empty", async () => {
    await lane.deliver({ ...event, data: { ...event.data, phone: "+44 20 7946 0000", country: "UK" } });
    const time = new Date(Date.parse(event.time) + 1000).toISOString();
    await lane.deliver({ ...event, id: "msg_2", time, data: { ...event.data, phone: "", country: " " } });
    expect(lane.customerio.state()["people"]).toMatchObject([
      { attributes: { phone: "+44 20 7946 0000", country: "UK" } },
    ]);
  });

  it("waits in neither system for the other", async () => {
    lane.faults.add({ system: "salesforce", match: "POST /sobjects/CampaignMember", fault: "5xx-json" });
    expect(await lane.deliver(event)).toBe(503);
    expect(effect()).toEqual({ ...whole, members: [] });
    lane = createLane(handler);
    lane.salesforce.seed({ Campaign: [{ Id: campaignId, Name: "contact-sales" }] });
    lane.faults.add({ system: "customerio", match: "PUT /customers/*", fault: "5xx-json" });
    expect(await lane.deliver(event)).toBe(503);
    expect(effect()).toEqual({ ...whole, people: [], events: [] });
    expect(await lane.deliver(event, 2)).toBe(204);
    expect(effect()).toEqual(whole);
  });

  it("dead-letters at once what Salesforce refuses for ever, with customer.io's part done", async () => {
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
    expect(effect()).toEqual({ ...whole, leads: [], members: [] });
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

describe("form.submitted, of somebody who has unsubscribed before", () => {
  const optedOutAt = "2025-12-01T00:00:00.000Z";
  const seedOptedOut = () => {
    const timestamps = { unsubscribed: Date.parse(optedOutAt) / 1000 };
    lane.customerio.seed({ people: [{ email, attributes: { unsubscribed: true }, timestamps }] });
  };
  beforeEach(seedOptedOut);
  const asked = () => lane.calls().filter((call) => call.endsWith("/attributes")).length;
  const leads = () => lane.salesforce.state()["Lead"];

  it("opts the new Lead out, as of when they said so", async () => {
    expect(await lane.deliver(event)).toBe(204);
    expect(leads()).toMatchObject([
      { HasOptedOutOfEmail: true, Email_Consent_At__c: expect.stringMatching(/^2025-12-01T00:00:00/) },
    ]);
  });

  it("opts it out as of the form where customer.io does not know when they said so", async () => {
    const body = { customer: { unsubscribed: true, timestamps: {} } };
    lane.faults.add({ system: "customerio", match: "GET /v1/customers/*/attributes", fault: "other-200", body });
    expect(await lane.deliver(event)).toBe(204);
    const at = new RegExp(`^${event.time.slice(0, 19)}`);
    expect(leads()).toMatchObject([{ HasOptedOutOfEmail: true, Email_Consent_At__c: expect.stringMatching(at) }]);
  });

  it.each([
    ["an org with keys", "Person_Key__c"],
    ["one without", "none"],
  ])("opts it out too where no search sees it yet, in %s", async (_what, SALESFORCE_PERSON_KEY_FIELD) => {
    lane = createLane(handler, { SALESFORCE_PERSON_KEY_FIELD });
    lane.salesforce.seed({ Campaign: [{ Id: campaignId, Name: "contact-sales" }] });
    seedOptedOut();
    lane.faults.add({
      system: "salesforce",
      match: "POST /sobjects/Lead",
      fault: "delay-visibility",
      milliseconds: 60_000,
    });
    expect(await lane.deliver(event)).toBe(204);
    expect(leads()).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it("opts it out under another key than the first, which a converted Lead has", async () => {
    const known = { LastName: "A", Company: "A", Email: email, Person_Key__c: personKey(email) };
    lane.salesforce.remove(lane.salesforce.convertLead(lane.salesforce.insert("Lead", known)).contactId);
    lane.faults.add({
      system: "salesforce",
      match: "POST /sobjects/Lead",
      fault: "delay-visibility",
      from: 2,
      milliseconds: 60_000,
    });
    expect(await lane.deliver(event)).toBe(204);
    expect(leads()).toMatchObject([{ IsConverted: true }, { IsConverted: false, HasOptedOutOfEmail: true }]);
  });

  it("comes again where the Lead can't be opted out", async () => {
    lane.faults.add({ system: "salesforce", match: "PATCH /composite/sobjects", fault: "5xx-json" });
    expect([await lane.deliver(event), await lane.deliver(event, 2)]).toEqual([503, 204]);
    expect(leads()).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it("has the Lead while customer.io can't be asked, and asks at each attempt", async () => {
    lane.faults.add({ system: "customerio", match: "GET /v1/customers/*/attributes", fault: "5xx-json", times: 2 });
    expect([await lane.deliver(event), await lane.deliver(event, 2)]).toEqual([503, 503]);
    expect(effect()).toMatchObject({ leads: [email], members: [{}], events: ["form_submitted"] });
    expect(leads()).toMatchObject([{ HasOptedOutOfEmail: false }]);
    expect(await lane.deliver(event, 3)).toBe(204);
    expect(leads()).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it.each([
    ["Lead", 17, 0],
    ["Lead", 16, 1],
    ["Lead", 15, 1],
    ["Contact", 15, 1],
  ])("asks of a %s that is %i hours old as long as an attempt may have made it: %i", async (kind, hours, times) => {
    const CreatedDate = new Date(Date.parse(event.time) - hours * 3_600_000).toISOString();
    const company = kind === "Lead" && { Company: "A" };
    lane.salesforce.seed({ [kind]: [{ LastName: "A", ...company, Email: email, CreatedDate }] });
    expect(await lane.deliver(event)).toBe(204);
    expect(asked()).toBe(times);
  });
});
