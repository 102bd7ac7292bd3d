// needs functions/sources/customerio.ts
import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { campaigns } from "../../functions/configuration/campaigns.ts";
import type { FaultRule } from "../../local/core/faults.ts";
import type { OpenSystems } from "../../local/core/system.ts";
import type { FastLane } from "../local/runner/fast-lane.ts";
import { freshId, report } from "../local/runner/webhooks.ts";
import {
  expectWhole,
  formEvent,
  formOf,
  optOutEvent,
  outcome,
  push,
  pushUntilDone,
  refusal,
  startReports,
  submit,
} from "./reports.ts";

let lane: FastLane;
let org: OpenSystems["salesforce"];
beforeAll(async () => {
  lane = await startReports();
  org = lane.runner.world.systems.get("salesforce") as unknown as typeof org; // what its own stand-in.ts has opened
});
// A session, so that calls are those of the form.
beforeEach(() => submit(lane, { email: "somebody@example.com" }).then(() => clear()));
afterEach(() => lane.reset());
afterAll(() => lane.close());

const EMAIL = "grace@example.com";
const LEAD = "POST /sobjects/Lead";
const MEMBER = "POST /sobjects/CampaignMember";
const campaignIds = [...campaigns.values()].map(({ campaignId }) => campaignId);

/** Takes away what the session was for. */
async function clear() {
  const { Lead = [], CampaignMember = [] } = org.state() as Record<string, { Id: string }[]>;
  for (const { Id } of [...CampaignMember, ...Lead]) org.remove(Id);
}

/** Only what is about grace. */
const graces = async () => {
  const { leads, people, events, ...others } = await outcome(lane);
  const own = people.filter(({ email }) => email === EMAIL);
  return {
    ...others,
    leads: leads.filter(({ Email }) => Email === EMAIL),
    people: own,
    events: events.filter(({ cio_id: id }) => own.some((person) => person["cio_id"] === id)),
  };
};

/** The opt-out of that address, until its handler has acknowledged it. */
async function optOut(email = EMAIL) {
  const id = freshId();
  await lane.send("customerio", report("email.unsubscribed", email, id));
  const { attempt } = await lane.handled(id);
  return { attempt, deadLetters: (await lane.state()).pubsub.deadLetters };
}

const lead = (fields: object = {}) =>
  org.insert("Lead", { LastName: "Hopper", Company: "Navy", Email: EMAIL, ...fields });
const contact = (fields: object = {}) => org.insert("Contact", { LastName: "Hopper", Email: EMAIL, ...fields });
const keyOf = (email: string) => createHash("sha256").update(email).digest("hex");

describe("15: an app that finds doubles where we do not", () => {
  /** Does it to each new Lead of grace's within milliseconds; says how many it has met. */
  function onNewLead(act: (id: string) => void) {
    let met = 0;
    const timer = setInterval(() => {
      const { Lead = [] } = org.state() as Record<string, { Id: string; Email: string }[]>;
      for (const { Id } of Lead.filter(({ Email }) => Email === EMAIL)) {
        met += 1;
        act(Id);
      }
    }, 1);
    return () => {
      clearInterval(timer);
      return met;
    };
  }

  it("and deletes each: two Leads at most are made, and the mail goes out", async () => {
    contact({ Email: "elsewhere@example.com" });
    const stop = onNewLead((id) => org.remove(id));
    await submit(lane);
    const made = stop();
    const { people, events, deadLetters } = await graces();
    expect(made).toBeLessThanOrEqual(2);
    expect({ people: people.length, events: events.length }).toEqual({ people: 1, events: 1 });
    expect(deadLetters.length).toBeLessThanOrEqual(1);
  });

  it.each([
    ["with another e-mail", "elsewhere@example.com"],
    ["with none", null],
  ])("and merges each into a Lead %s: that one is the member", async (_what, Email) => {
    const master = lead({ Email });
    const stop = onNewLead((id) => org.merge(master, id));
    await submit(lane);
    await submit(lane);
    expect(stop()).toBeLessThanOrEqual(2);
    const { members, people, deadLetters } = await graces();
    expect({ members, people: people.length, deadLetters }).toMatchObject({
      members: [{ LeadId: master }],
      people: 1,
      deadLetters: [],
    });
    expect(members).toHaveLength(1);
  });
});

describe("16: somebody converted, whose Contact is gone", () => {
  it.each<[string, () => void]>([
    ["a Lead without our key", () => org.remove(org.convertLead(lead()).contactId)],
    ["a Lead with our key", () => org.remove(org.convertLead(lead({ Person_Key__c: keyOf(EMAIL) })).contactId)],
    [
      "two such Leads",
      () => {
        org.remove(org.convertLead(lead({ Person_Key__c: keyOf(EMAIL) })).contactId);
        org.remove(org.convertLead(lead()).contactId);
      },
    ],
  ])("gets a new Lead, in one delivery, and the next event finds it: %s", async (_what, arrange) => {
    arrange();
    const first = await submit(lane, { email: EMAIL });
    const second = await submit(lane, { email: EMAIL });
    const open = (await graces()).leads.filter(({ IsConverted }) => IsConverted !== true);
    expect({ attempts: [first.attempt, second.attempt], open: open.length, deadLetters: second.deadLetters }).toEqual({
      attempts: [1, 1],
      open: 1,
      deadLetters: [],
    });
    expect(await optOut()).toEqual({ attempt: 1, deadLetters: [] });
    expect((await graces()).leads.find(({ IsConverted }) => IsConverted !== true)).toMatchObject({
      HasOptedOutOfEmail: true,
    });
  });
});

describe("17: a Contact whose e-mail has changed since", () => {
  it.each([
    ["its Lead's old address", EMAIL],
    ["its new address", "elsewhere@example.com"],
  ])("is opted out by %s", async (_what, email) => {
    const { contactId } = org.convertLead(lead());
    org.update(contactId, { Email: "elsewhere@example.com" });
    expect(await optOut(email)).toEqual({ attempt: 1, deadLetters: [] });
    expect(org.state()["Contact"]).toMatchObject([{ Id: contactId, HasOptedOutOfEmail: true }]);
  });

  it("is still who it was for a form: no Lead is made", async () => {
    const { contactId } = org.convertLead(lead());
    org.update(contactId, { Email: "elsewhere@example.com" });
    await submit(lane);
    expect((await graces()).leads).toMatchObject([{ IsConverted: true }]);
    expect((await graces()).members).toMatchObject([{ ContactId: contactId }]);
  });
});

describe("18, 20, 24: what is the org's to mend", () => {
  const TIMES = 12; // more than any error of a message's gets

  it.each<[string, Parameters<typeof org.configure>[0]]>([
    ["Email Opt Out is hidden", { hiddenFields: ["Lead.HasOptedOutOfEmail", "Contact.HasOptedOutOfEmail"] }],
    ["of Leads alone", { hiddenFields: ["Lead.HasOptedOutOfEmail"] }],
    ["it can't be written", { readOnlyFields: ["Lead.HasOptedOutOfEmail"] }],
    ["the time of consent is hidden", { hiddenFields: ["Lead.Email_Consent_At__c"] }],
  ])("an opt-out waits, and is done once it is mended: %s", async (_what, settings) => {
    lead();
    org.configure(settings);
    const event = optOutEvent();
    for (let attempt = 1; attempt <= TIMES; attempt += 1) expect(await push(lane, event, attempt)).toBe(503);
    org.configure({ hiddenFields: [], readOnlyFields: [] });
    expect(await push(lane, event, TIMES + 1)).toBe(204);
    const { leads, deadLetters } = await graces();
    expect({ leads, deadLetters }).toMatchObject({ leads: [{ HasOptedOutOfEmail: true }], deadLetters: [] });
  });

  it.each<[string, FaultRule]>([
    [
      "the calls of the day are used up",
      refusal("POST /composite", "REQUEST_LIMIT_EXCEEDED", { status: 403, times: TIMES }),
    ],
    [
      "the password has expired",
      refusal("POST /composite", "INVALID_OPERATION_WITH_EXPIRED_PASSWORD", { status: 403, times: TIMES }),
    ],
    [
      "the user may no longer use the API",
      refusal("POST /composite", "API_CURRENTLY_DISABLED", { status: 403, times: TIMES }),
    ],
  ])("an opt-out waits while %s", async (_what, rule) => {
    lead();
    await lane.fault(rule);
    expect(await pushUntilDone(lane, optOutEvent())).toBeGreaterThan(TIMES / 2);
    const { leads, deadLetters } = await graces();
    expect({ leads, deadLetters }).toMatchObject({ leads: [{ HasOptedOutOfEmail: true }], deadLetters: [] });
  });

  it.each<[string, FaultRule]>([
    ["the owner has left", refusal(LEAD, "INACTIVE_OWNER_OR_USER", { message: "owner is inactive", times: TIMES })],
    ["a rule assigns to who has left", refusal(LEAD, "OPERATION_WITH_INACTIVE_USER_EXCEPTION", { times: TIMES })],
    ["an approval locks", refusal(LEAD, "ENTITY_IS_LOCKED", { times: TIMES })],
    ["the storage is full", refusal(LEAD, "STORAGE_LIMIT_EXCEEDED", { times: TIMES })],
    ["the calls of the day are used up", refusal(LEAD, "REQUEST_LIMIT_EXCEEDED", { status: 403, times: TIMES })],
  ])("a form waits, and becomes one Lead once it is mended: %s", async (_what, rule) => {
    await lane.fault(rule);
    const attempt = await pushUntilDone(lane, formEvent());
    const { leads, deadLetters } = await graces();
    expect({ waited: attempt > TIMES / 2, deadLetters, leads: leads.length }).toEqual({
      waited: true,
      deadLetters: [],
      leads: 1,
    });
  });
});

describe("19: a field that the org does not take from us", () => {
  it.each([
    ["LeadSource", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "bad value for restricted picklist field: Web"],
    ["Description", "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: Description."],
    ["LeadSource", "INVALID_FIELD", "No such column 'LeadSource' on sobject of type Lead"],
    ["Title", "STRING_TOO_LONG", "Title: data value too large: Rear Admiral (max length=5)"],
    ["Phone", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Please enter digits"],
  ])("costs no Lead: %s, %s", async (field, code, message) => {
    await lane.fault(refusal(LEAD, code, { fields: code === "INVALID_FIELD" ? [] : [field], message }));
    const { attempt } = await submit(lane, { title: "Rear Admiral", phone: "+1 212 555 0100", message: "Hello" });
    const { leads, members, deadLetters } = await graces();
    expect({ attempt, leads: leads.length, members: members.length, deadLetters }).toEqual({
      attempt: 1,
      leads: 1,
      members: 1,
      deadLetters: [],
    });
    expect(leads[0]?.[field] ?? null).toBe(null);
  });

  it.each(["Email", "Person_Key__c"])("stands where it is needed: %s", async (field) => {
    await lane.fault(refusal(LEAD, "INVALID_FIELD_FOR_INSERT_UPDATE", { fields: [field], times: 4 }));
    const { attempt } = await submit(lane);
    expect(attempt).toBeGreaterThan(1);
    expect((await graces()).leads).toMatchObject([{ [field]: field === "Email" ? EMAIL : keyOf(EMAIL) }]);
  });
});

describe("21: a lock, whichever code wraps it", () => {
  it.each([
    [
      "CANNOT_EXECUTE_FLOW_TRIGGER",
      "We can't save this record because the “Lead” process failed. UNABLE_TO_LOCK_ROW: unable to obtain exclusive access",
      400,
    ],
    [
      "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
      "execution of AfterInsert caused by: System.DmlException: first error: UNABLE_TO_LOCK_ROW, unable to obtain",
      400,
    ],
    ["UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", 500],
  ])("is tried again till it is gone: %s", async (code, message, status) => {
    await lane.fault(refusal(LEAD, code, { message, status, times: 12 }));
    expect(await pushUntilDone(lane, formEvent())).toBeGreaterThan(6);
    const { leads, deadLetters } = await graces();
    expect({ deadLetters, leads: leads.length }).toEqual({ deadLetters: [], leads: 1 });
  });
});

describe("22: a trigger on members that fails for good", () => {
  it.each([
    ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "execution of AfterInsert caused by: System.NullPointerException"],
    ["CANNOT_EXECUTE_FLOW_TRIGGER", "We can't save this record because the “Member” process failed."],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", "No more members, please"],
  ])("costs neither Lead nor mail, and is told once: %s", async (code, message) => {
    await lane.fault(refusal(MEMBER, code, { message, times: 0 }));
    const { events } = await submit(lane);
    const { leads, members, people, deadLetters } = await graces();
    expect({ leads: leads.length, members: members.length, people: people.length, events: events.length > 0 }).toEqual({
      leads: 1,
      members: 0,
      people: 1,
      events: true,
    });
    expect(deadLetters).toMatchObject([{ attributes: { "dead-letter-code": code } }]);
  });
});

describe("23: an org that has moved", () => {
  it.each<[string, FaultRule]>([
    ["URL_NOT_RESET", refusal("POST /composite", "URL_NOT_RESET", { status: 404 })],
    ["a redirect", { system: "salesforce", match: "POST /composite", fault: "3xx" }],
    ["a session that is over", refusal("POST /composite", "INVALID_SESSION_ID", { status: 401 })],
    [
      "a page of HTML",
      {
        system: "salesforce",
        match: "POST /composite",
        fault: "reject-before",
        status: 404,
        body: "<html>We moved</html>",
      },
    ],
  ])("is logged in to again, in the same delivery: %s", async (_what, rule) => {
    await lane.fault(rule);
    const { attempt } = await submit(lane);
    const { leads, deadLetters } = await graces();
    expect({ attempt, leads: leads.length, deadLetters }).toEqual({
      attempt: 1,
      leads: 1,
      deadLetters: [],
    });
  });
});

describe("25: an address that hundreds share", () => {
  it.each([
    ["200 converted and 200 more", 200, 200],
    ["450 open ones", 0, 450],
    ["300 converted", 300, 0],
  ])("%s", async (_what, converted, others) => {
    for (let index = 0; index < converted; index += 1) org.convertLead(lead());
    for (let index = 0; index < others; index += 1) contact();
    const { attempt, deadLetters } = await submit(lane);
    expect({ attempt, deadLetters, members: (await graces()).members.length }).toEqual({
      attempt: 1,
      deadLetters: [],
      members: 1,
    });
    expect(await optOut()).toMatchObject({ deadLetters: [] });
    const contacts = org.state()["Contact"] as { HasOptedOutOfEmail?: boolean }[];
    expect(contacts.filter(({ HasOptedOutOfEmail: isOut }) => isOut !== true)).toEqual([]);
  });
});

describe("26: a form's member", () => {
  const campaign = campaignIds[0] ?? "";
  it("has responded", async () => {
    const { members } = await submit(lane);
    expect(members).toMatchObject([{ CampaignId: campaign, HasResponded: true }]);
  });

  it("that was only sent something is raised", async () => {
    org.insert("CampaignMember", { CampaignId: campaign, ContactId: contact(), Status: "Sent" });
    expect((await submit(lane)).members).toMatchObject([{ HasResponded: true }]);
  });

  it("that has come further is left as it is", async () => {
    org.insert("CampaignMember", { CampaignId: campaign, LeadId: lead(), Status: "Responded" });
    const before = org.state()["CampaignMember"];
    await submit(lane);
    expect(org.state()["CampaignMember"]).toEqual(before);
  });
});

describe("a form that comes again", () => {
  it("changes nothing", async () => {
    const id = freshId();
    const body = formOf({});
    await lane.send("app", body, id);
    await lane.handled(id);
    const before = (await graces()).leads;
    lane.deliveries.clear();
    await lane.send("app", body, id);
    await lane.handled(id);
    expectWhole({ attempt: 1, ...(await graces()) });
    expect((await graces()).leads).toEqual(before);
  });
});
