import { beforeEach, describe, expect, it } from "@jest/globals";
import type { Person, RaiseOptions } from "../../../functions/clients/salesforce/salesforce.ts";
import { keepLines } from "../connect.ts";
import { CAMPAIGN, contact, idle, lead, startOrg } from "./org.ts";

const ORDER = ["Sent", "Bounced", "Opened", "Clicked"];
const STATUSES = [
  { Label: "Bounced", HasResponded: false, SortOrder: 5 },
  { Label: "Opened", HasResponded: false, SortOrder: 6 },
  { Label: "Clicked", HasResponded: true, SortOrder: 7 },
  { Label: "Registered", HasResponded: true, SortOrder: 8 },
].map((status) => ({ CampaignId: CAMPAIGN, IsDefault: false, ...status }));

let org: ReturnType<typeof startOrg>;

beforeEach(() => {
  org = startOrg();
  org.org.seed({ CampaignMemberStatus: STATUSES });
});

const emailOf = (index: number) => `person${index}@example.com`;

/** So many Leads, found. */
async function people(count: number): Promise<readonly Person[]> {
  const emails = Array.from({ length: count }, (_, index) => emailOf(index));
  for (const email of emails) org.org.insert("Lead", lead({ Email: email }));
  return [...(await org.client.findPeople(emails)).values()];
}

type Raising = Partial<RaiseOptions> & { readonly campaignId?: string };

/** The codes of those that were refused, in the order of their results. */
async function raise(
  all: readonly { readonly person: Person; readonly status: string }[],
  { campaignId = CAMPAIGN, ...options }: Raising = {},
) {
  const codes = new Map<object, string | undefined>();
  for await (const { of, error } of org.client.raiseCampaignMembers(campaignId, all, { order: ORDER, ...options }))
    codes.set(of, error?.reason.code);
  expect(codes.size).toBe(all.length); // each has its own result
  return [...codes.values()];
}

const raiseTo = (status: string, all: readonly Person[], options?: Raising) =>
  raise(
    all.map((person) => ({ person, status })),
    options,
  );

/** What raise() comes to, however long it pauses. */
async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  const ends = [promise.then((value) => ({ value }))];
  for (;;) {
    const end = await Promise.race([...ends, idle()]);
    if (end !== undefined) return end.value;
    await org.clock.advance(500);
  }
}

const statuses = () => org.records("CampaignMember").map((row) => (row as { Status: string }).Status);
const refusedWith = (statusCode: string) => ({ success: false, errors: [{ statusCode, message: "m", fields: [] }] });
const writes = () => org.calls.filter((call) => call.includes("/composite/sobjects"));
/** How many rows each of them has. */
const sizes = () => org.bodies.flatMap((body) => (body as { records?: unknown[] }).records?.length ?? []);
const none = (count: number) => Array.from({ length: count }, () => undefined);

describe("raiseCampaignMembers", () => {
  it("makes people members, 200 in a call, and writes nothing for who is one already", async () => {
    const all = await people(450);
    expect(await raiseTo("sent", all)).toEqual(none(450));
    expect(writes()).toEqual(Array.from({ length: 3 }, () => "POST /composite/sobjects"));
    expect(await raiseTo("Sent", all)).toEqual(none(450));
    expect(writes()).toHaveLength(3);
    expect(statuses()).toEqual(Array.from({ length: 450 }, () => "Sent"));
  });

  it.each([
    ["Sent", "Opened", "Opened"],
    ["Opened", "Sent", "Opened"],
    ["Opened", "Bounced", "Opened"],
    ["Opened", "Clicked", "Clicked"],
    ["Clicked", "Opened", "Clicked"],
    ["Registered", "Clicked", "Registered"],
    ["Responded", "Opened", "Responded"],
    ["Opened", "OPENED", "Opened"],
    ["Opened", "clicked", "Clicked"],
  ])("makes of who is %s and is to be %s who is %s", async (present, wanted, expected) => {
    const all = await people(1);
    org.org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId: all[0]?.record.id, Status: present });
    expect(await raiseTo(wanted, all)).toEqual([undefined]);
    expect(statuses()).toEqual([expected]);
  });

  it.each([
    ["never gives who has responded a status that is no response", ["Sent", "Clicked", "Opened"], "Opened", "Clicked"],
    ["gives them a better response, as the campaign spells it", ["Clicked", "Registered"], "REGISTERED", "Registered"],
  ])("%s", async (_, order, wanted, expected) => {
    const all = await people(1);
    org.org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId: all[0]?.record.id, Status: "Clicked" });
    expect(await raiseTo(wanted, all, { order })).toEqual([undefined]);
    expect(statuses()).toEqual([expected]);
  });

  it("gives somebody whose 200 reports come at once the best of them, in one write", async () => {
    const [person] = await people(1);
    if (person === undefined) throw new Error("there is nobody");
    const reports = Array.from({ length: 200 }, (_, index) => ({
      person,
      status: index === 77 ? "Clicked" : "Opened",
    }));
    expect(await raise(reports)).toEqual(none(200));
    expect(writes()).toHaveLength(1);
    expect(statuses()).toEqual(["Clicked"]);
  });

  it("raises all memberships of a person, as a Lead and as a Contact", async () => {
    const email = emailOf(0);
    const LeadId = org.org.insert("Lead", lead({ Email: email }));
    const ContactId = org.org.insert("Contact", contact({ Email: email }));
    for (const whose of [{ LeadId }, { ContactId }])
      org.org.insert("CampaignMember", { CampaignId: CAMPAIGN, Status: "Sent", ...whose });
    const found = [...(await org.client.findPeople([email])).values()];
    await raiseTo("Opened", found);
    expect(statuses()).toEqual(["Opened", "Opened"]);

    const [, first] = org.records("CampaignMember") as { Id: string }[]; // Contacts' come first
    const body = [{ id: first?.Id, success: true, errors: [] }, refusedWith("FIELD_CUSTOM_VALIDATION_EXCEPTION")];
    org.addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    expect(await raiseTo("Clicked", found)).toEqual(["FIELD_CUSTOM_VALIDATION_EXCEPTION"]);
  });

  it("refuses what needs a status that the campaign has not got, and nothing else", async () => {
    const [first, second] = await people(2);
    if (first === undefined || second === undefined) throw new Error("there is nobody");
    const wanted = [
      { person: first, status: "Sent" },
      { person: second, status: "Sent" },
      { person: second, status: "Forwarded" },
    ];
    expect(await raise(wanted, { order: [...ORDER, "Forwarded"] })).toEqual(["NO_SUCH_STATUS", undefined, undefined]);
    expect(statuses()).toEqual(["Sent", "Sent"]);
    const refused = org.client.raiseCampaignMembers(CAMPAIGN, wanted.slice(2), { order: [...ORDER, "Forwarded"] });
    for await (const { error } of refused) expect(error).toMatchObject({ reach: "settings" });
    expect(await raise(wanted, { order: [...ORDER, "Forwarded"], isCreated: true })).toEqual(none(3));
    expect(org.records("CampaignMemberStatus")).toContainEqual(
      expect.objectContaining({ CampaignId: CAMPAIGN, Label: "Forwarded", HasResponded: false }),
    );
    expect(statuses()).toEqual(["Sent", "Forwarded"]);
  });

  it("adds a status once for all who are to have it", async () => {
    const all = await people(3);
    expect(await raiseTo("Forwarded", all, { order: [...ORDER, "Forwarded"], isCreated: true })).toEqual(none(3));
    expect(org.calls.filter((call) => call === "POST /sobjects/CampaignMemberStatus")).toHaveLength(1);
  });

  it("says of a campaign that is gone what Salesforce says", async () => {
    const refused = await raiseTo("Sent", await people(2), { campaignId: "701000000000009AAA" });
    expect(refused).toEqual(["INVALID_CROSS_REFERENCE_KEY", "INVALID_CROSS_REFERENCE_KEY"]);
    expect(org.lines.filter(({ message }) => message === "record written")).toEqual([]);
  });

  it.each(["lock", "partial"])("writes rows again that others have locked (%s), and those alone", async (fault) => {
    const all = await people(250);
    org.addFault({ match: "POST /composite/sobjects", fault, rows: 3 });
    expect(await inTime(raiseTo("Sent", all))).toEqual(none(250));
    expect(org.records("CampaignMember")).toHaveLength(250);
    expect(sizes()).toEqual([200, 50, 3]);
    expect(org.lines).toContainEqual(expect.objectContaining({ reason: "UNABLE_TO_LOCK_ROW", count: 3 }));
  });

  it("gives up rows that stay locked, and writes the others", async () => {
    const all = await people(5);
    org.addFault({ match: "POST /composite/sobjects", fault: "lock", rows: 2, times: 100 });
    const result = await inTime(raiseTo("Sent", all));
    expect(result).toEqual([...none(3), "UNABLE_TO_LOCK_ROW", "UNABLE_TO_LOCK_ROW"]);
    expect(org.records("CampaignMember")).toHaveLength(3);
    expect(org.calls.filter((call) => call === "POST /composite/sobjects")).toHaveLength(6);
  });

  it("leaves rows that others have locked alone for half a second first, and twice as long each time", async () => {
    const all = await people(2);
    org.addFault({ match: "POST /composite/sobjects", fault: "lock", rows: 1, times: 2 });
    const result = raiseTo("Sent", all);
    const counts: number[] = [];
    for (const milliseconds of [0, 400, 200, 800, 200]) {
      await org.clock.advance(milliseconds);
      for (let turn = 0; turn < 20; turn += 1) await idle();
      counts.push(org.calls.filter((call) => call === "POST /composite/sobjects").length);
    }
    expect(counts).toEqual([1, 1, 2, 2, 3]);
    expect(await inTime(result)).toEqual(none(2));
  });

  it("pauses though another row is to be written at once", async () => {
    const all = await people(2);
    const body = ["UNABLE_TO_LOCK_ROW", "DUPLICATE_VALUE"].map(refusedWith);
    org.addFault({ match: "POST /composite/sobjects", fault: "reject-before", status: 200, body, times: 1 });
    const result = raiseTo("Sent", all);
    await org.clock.advance(400);
    for (let turn = 0; turn < 20; turn += 1) await idle();
    expect(org.calls.filter((call) => call === "POST /composite")).toHaveLength(2);
    expect(await inTime(result)).toEqual(["NOT_YET_VISIBLE", undefined]);
  });

  it("reads after a pause, and writes nothing that others have written in it", async () => {
    const [person] = await people(1);
    if (person === undefined) throw new Error("nobody is found");
    org.addFault({ match: "POST /composite/sobjects", fault: "lock", rows: 1 });
    const result = raiseTo("Sent", [person]);
    for (let turn = 0; turn < 20; turn += 1) await idle();
    org.org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId: person.record.id, Status: "Sent" });
    expect(await inTime(result)).toEqual([undefined]);
    expect(writes()).toHaveLength(1);
  });

  it.each([
    ["that no query shows yet", [{}], "NOT_YET_VISIBLE"],
    ["that no query shows yet, after a lock", [{ statusCode: "UNABLE_TO_LOCK_ROW" }, {}], "NOT_YET_VISIBLE"],
    ["by another unique field, which is one of the org's own", [{ fields: ["Badge__c"] }], "DUPLICATE_VALUE"],
  ])("is told of a member that is there already %s", async (_, errors, code) => {
    const all = await people(1);
    for (const error of errors) {
      const body = [
        { success: false, errors: [{ statusCode: "DUPLICATE_VALUE", message: "m", fields: [], ...error }] },
      ];
      org.addFault({ match: "POST /composite/sobjects", fault: "reject-before", status: 200, body, times: 1 });
    }
    expect(await inTime(raiseTo("Sent", all))).toEqual([code]);
  });

  it.each([1, 201])("refuses one that is alone where its whole call is refused for good, of %i", async (count) => {
    const body = [{ errorCode: "STRING_TOO_LONG", message: "m" }];
    const all = await people(count);
    const from = count === 1 ? 1 : 2;
    org.addFault({ match: "POST /composite/sobjects", fault: "reject-before", status: 400, body, from });
    expect(await raiseTo("Sent", all)).toEqual([...none(count - 1), "STRING_TOO_LONG"]);
  });

  it("ends a pause at the deadline", async () => {
    const all = await people(5);
    org.addFault({ match: "POST /composite/sobjects", fault: "lock", rows: 2, times: 100 });
    const result = raiseTo("Sent", all);
    await idle();
    org.deadline.abort(new Error("over"));
    expect(await result).toEqual([undefined, undefined, undefined, "DEADLINE", "DEADLINE"]);
  });

  it.each([
    ["waits where the org requires a field that no member is given: that is no row's fault", "Tier__c"],
    ["refuses rows that lack a status for good: in a batch no other campaign's wait", "Status"],
  ])("%s", async (_, field) => {
    const all = await people(2);
    const errors = [{ statusCode: "REQUIRED_FIELD_MISSING", message: "Required fields are missing", fields: [field] }];
    const body = all.map(() => ({ success: false, errors }));
    org.addFault({ match: "POST /composite/sobjects", fault: "other-200", body });
    const wanted = all.map((person) => ({ person, status: "Sent" }));
    const ends: unknown[] = [];
    for await (const { error } of org.client.raiseCampaignMembers(CAMPAIGN, wanted, { order: ORDER })) ends.push(error);
    const [waiting, lasting] = [{ name: "UnavailableError" }, { name: "PermanentError", concerns: undefined }];
    expect(ends).toMatchObject(all.map(() => (field === "Status" ? lasting : waiting)));
    expect(String(ends[0]).includes("the org requires Tier__c")).toBe(field === "Tier__c");
  });

  it("refuses half the rows by their own errors, and writes the others", async () => {
    const all = await people(200);
    const body = { statusCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION" };
    org.addFault({ match: "POST /composite/sobjects", fault: "partial", rows: 100, body });
    const result = await raiseTo("Sent", all);
    expect(result.filter((code) => code === "FIELD_CUSTOM_VALIDATION_EXCEPTION")).toHaveLength(100);
    expect(result.filter((code) => code === undefined)).toHaveLength(100);
    expect(org.records("CampaignMember")).toHaveLength(100);
  });

  it.each([
    ["apply-then-drop", "ECONNRESET"],
    ["5xx-json", "HTTP_503"],
    ["truncated-200", "MALFORMED_ANSWER"],
    ["other-200", "MALFORMED_ANSWER"],
    ["403-daily", "REQUEST_LIMIT_EXCEEDED"],
  ])("fails by a call's %s what is in it and what comes after, and nothing before", async (fault, code) => {
    const all = await people(600);
    org.addFault({ match: "POST /composite/sobjects", fault, from: 2, times: 1 });
    const result = await inTime(raiseTo("Sent", all));
    expect(result).toEqual([...none(200), ...Array.from({ length: 400 }, () => code)]);
    expect(await raiseTo("Sent", all)).toEqual(none(600));
    expect(org.records("CampaignMember")).toHaveLength(600);
  });

  it.each([
    ["stall-headers", "TIMEOUT"],
    ["5xx-html", "HTTP_502"],
  ])(
    "throws at a call's %s, of which one record may be why, and leaves the halving to the runtime",
    async (fault, code) => {
      const all = await people(202);
      org.addFault({ match: "POST /composite/sobjects", fault, from: 2, times: 1 });
      await expect(inTime(raiseTo("Sent", all))).rejects.toMatchObject({ reason: { code } });
      expect(org.records("CampaignMember")).toHaveLength(200);
    },
  );

  it.each([
    ["of another object", [{ id: "00Q000000000001AAA", success: true, errors: [] }]],
    ["without an id", [{ success: true, errors: [] }]],
    ["of one too many", [{ success: false, errors: [] }, {}]],
  ])("does not take an answer %s for a member", async (_what, body) => {
    org.addFault({ match: "POST /composite/sobjects", fault: "other-200", body, times: 1 });
    expect(await raiseTo("Sent", await people(1))).toEqual(["MALFORMED_ANSWER"]);
  });

  it("raises whom somebody else has made a member since", async () => {
    const all = await people(1);
    org.org.configure({ lockHoldMs: 100 });
    const result = inTime(raiseTo("Clicked", all));
    await idle();
    org.org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId: all[0]?.record.id, Status: "Sent" });
    expect(await result).toEqual([undefined]);
    expect(statuses()).toEqual(["Clicked"]);
  });

  it("says that a member is there that no query shows yet", async () => {
    const all = await people(1);
    org.org.configure({ indexLagMs: 60_000 });
    expect(await raiseTo("Sent", all)).toEqual([undefined]);
    expect(await raiseTo("Opened", all)).toEqual(["NOT_YET_VISIBLE"]);
  });

  it("writes once to a member who is found by a converted Lead and by its Contact", async () => {
    const [person] = await people(1);
    if (person === undefined) throw new Error("nobody is there");
    await raiseTo("Sent", [person]);
    org.org.convertLead(person.record.id);
    await raiseTo("Opened", [...(await org.client.findPeople([person.email])).values()]);
    expect(org.bodies.at(-1)).toMatchObject({ records: [{ Status: "Opened" }] });
  });

  it("looks people up again who were converted, merged or deleted meanwhile, once", async () => {
    const [converted, merged, deleted, same] = await people(4);
    if (converted === undefined || merged === undefined || deleted === undefined || same === undefined)
      throw new Error("there is nobody");
    const { contactId } = org.org.convertLead(converted.record.id);
    org.org.update(merged.record.id, { MasterRecordId: same.record.id });
    org.org.remove(merged.record.id);
    org.org.remove(deleted.record.id);
    const result = await raiseTo("Sent", [converted, merged, deleted, same]);
    expect(result).toHaveLength(4);
    expect(result.filter((code) => code !== undefined)).toEqual(["PERSON_GONE"]);
    expect(org.records("CampaignMember")).toMatchObject([{ LeadId: same.record.id }, { ContactId: contactId }]);
    expect(sizes()).toEqual([4, 1]);
  });

  it.each([
    ["before", ["UNABLE_TO_LOCK_ROW", "ENTITY_IS_DELETED"]],
    ["after", ["ENTITY_IS_DELETED", "UNABLE_TO_LOCK_ROW"]],
  ])("looks at once for whom one row has gone, %s another that is locked", async (_, codes) => {
    org.org.insert("Lead", lead({ Email: emailOf(0) }));
    org.org.insert("Contact", contact({ Email: emailOf(0) }));
    const [person] = (await org.client.findPeople([emailOf(0)])).values();
    if (person === undefined) throw new Error("nobody is found");
    for (const [field, [id]] of Object.entries({ LeadId: person.leadIds, ContactId: person.contactIds }))
      org.org.insert("CampaignMember", { CampaignId: CAMPAIGN, [field]: id, Status: "Sent" });
    const body = codes.map(refusedWith);
    org.addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    let result: unknown = "it pauses";
    void raiseTo("Clicked", [person]).then((ended) => (result = ended));
    for (let turn = 0; turn < 10; turn += 1) await idle(); // and no time passes
    expect(result).toEqual([undefined]);
    expect(statuses()).toEqual(["Clicked", "Clicked"]);
  });

  it("looks nobody up whose row was but locked", async () => {
    const all = await people(2);
    org.addFault({ match: "POST /composite/sobjects", fault: "lock", rows: 1 });
    const before = org.calls.length;
    await inTime(raiseTo("Sent", all));
    const read = "POST /composite";
    const write = "POST /composite/sobjects";
    expect(org.calls.slice(before)).toEqual([read, write, read, write]);
  });

  it("writes a record once that two addresses are found for", async () => {
    const all = (await people(1)).flatMap((person) => [person, { ...person, email: "earlier@example.com" }]);
    expect(await raiseTo("Sent", all)).toEqual(none(2));
    expect(sizes()).toEqual([1]);
  });

  it("has one writer on a campaign for all events of an instance, however they write its id", async () => {
    const all = await people(20);
    org.org.configure({ transactionMs: 1000, lockWaitMs: 10 });
    const raising = async (client: typeof org.client, campaignId: string, status: string) => {
      const raises = all.map((person) => ({ person, status }));
      const codes: unknown[] = [];
      for await (const { error } of client.raiseCampaignMembers(campaignId, raises, { order: ORDER }))
        codes.push(error);
      return codes;
    };
    const { log, lines } = keepLines();
    const other = org.forEvent({ log });
    const both = [raising(org.client, CAMPAIGN, "Clicked"), raising(other, CAMPAIGN.slice(0, 15), "Opened")];
    expect(await inTime(Promise.all(both))).toEqual([none(20), none(20)]);
    expect([...org.lines, ...lines].map(({ message }) => message)).not.toContain("rows locked: to be written again");
  });

  it("has one writer on a campaign, who reads what the one before has written", async () => {
    const all = await people(300);
    org.org.configure({ transactionMs: 1000, lockWaitMs: 10 });
    const both = Promise.all([raiseTo("Clicked", all), raiseTo("Opened", all)]);
    expect(await inTime(both)).toEqual([none(300), none(300)]);
    expect(statuses()).toEqual(Array.from({ length: 300 }, () => "Clicked"));
  });

  it.each([
    ["Clicked", "Opened"],
    ["Opened", "Clicked"],
  ])("never has the lesser of %s and %s overwrite the better, whichever comes first", async (first, second) => {
    const all = await people(20);
    await raiseTo("Sent", all);
    org.org.configure({ transactionMs: 1000, lockWaitMs: 10 });
    await inTime(Promise.all([raiseTo(first, all), raiseTo(second, all.slice(10))]));
    expect(statuses().filter((status) => status === "Clicked")).toHaveLength(first === "Clicked" ? 20 : 10);
  });

  it("reads members while others are written", async () => {
    const all = await people(20);
    org.org.configure({ transactionMs: 1000 });
    org.calls.length = 0;
    const both = Promise.all([raiseTo("Sent", all.slice(0, 10)), raiseTo("Sent", all.slice(10))]);
    await idle();
    expect(org.calls).toEqual(["POST /composite", "POST /composite", "POST /composite/sobjects"]);
    expect(await inTime(both)).toEqual([none(10), none(10)]);
    expect(org.calls).toHaveLength(4);
  });

  it("writes on, and lets the next one write, where nobody listens", async () => {
    const all = await people(300);
    for await (const { error } of org.client.raiseCampaignMembers(
      CAMPAIGN,
      all.map((person) => ({ person, status: "Sent" })),
      { order: ORDER },
    )) {
      expect(error).toBeUndefined();
      break;
    }
    expect(await raiseTo("Opened", all)).toEqual(none(300));
    expect(new Set(statuses())).toEqual(new Set(["Opened"]));
  });
});
