import { describe, expect, it } from "@jest/globals";
import { personKey } from "../../../functions/clients/salesforce/people/person-key.ts";
import { rejection } from "../connect.ts";
import { AT, contact, EMAIL, idle, lead, startOrg } from "./org.ts";

describe("optOutOfEmail", () => {
  it("opts out every Contact and open Lead with the e-mail, and nobody else", async () => {
    const { client, org, records } = startOrg({ pageSize: 2 });
    const ids = ["Lead", "Lead", "Lead"].map((type) => org.insert(type, lead()));
    ids.push(org.insert("Contact", contact({ Email: EMAIL.toUpperCase() })));
    org.insert("Lead", lead({ Email: "other@example.com" }));
    await client.optOutOfEmail(EMAIL, { at: AT });
    const optedOut = [...records("Lead"), ...records("Contact")].filter((record) => isOptedOut(record));
    expect(optedOut).toHaveLength(ids.length);
    expect(records("Lead").filter((record) => !isOptedOut(record))).toMatchObject([{ Email: "other@example.com" }]);
  });

  it("writes nothing where it is so already, or where there is nobody", async () => {
    const { client, org, calls } = startOrg();
    org.insert("Contact", contact({ HasOptedOutOfEmail: true, Email_Consent_At__c: AT }));
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("opts out the Contact of a Lead that is converted meanwhile", async () => {
    const { clock, client, org, addFault, records } = startOrg();
    const id = org.insert("Lead", lead());
    addFault({ match: "POST /composite", fault: "slow", milliseconds: 1_000, times: 2 });
    const done = client.optOutOfEmail(EMAIL, { at: AT });
    await clock.advance(500);
    org.convertLead(id);
    await clock.advance(1_500);
    await done;
    expect(records("Contact")).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it.each(["the e-mail", "another e-mail"])(
    "opts out the Contact that a Lead was converted into, under %s",
    async (under) => {
      const { client, org, records } = startOrg();
      const { contactId } = org.convertLead(org.insert("Lead", lead()));
      if (under === "another e-mail") org.update(contactId, { Email: "new@example.com" });
      await client.optOutOfEmail(EMAIL, { at: AT });
      expect(records("Contact")).toMatchObject([{ Id: contactId, HasOptedOutOfEmail: true }]);
    },
  );

  it("asks for nothing again that the search has shown, and writes it once", async () => {
    const { client, org, calls, bodies } = startOrg();
    org.convertLead(org.insert("Lead", lead()));
    const [loser, winner] = [org.insert("Lead", lead()), org.insert("Lead", lead())];
    org.update(loser, { MasterRecordId: winner });
    org.remove(loser);
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect(calls.slice(1)).toEqual(["POST /composite", "PATCH /composite/sobjects"]);
    expect(bodies.at(-1)).toMatchObject({ records: [{}, {}] });
  });

  it.each([
    ["Lead", lead],
    ["Contact", contact],
  ] as const)(
    "writes once to the %s that two were merged into, one of them by way of another",
    async (type, person) => {
      const { client, org, bodies } = startOrg();
      const [end, between] = [1, 2].map((one) => org.insert(type, person({ Email: `${one}@example.com` })));
      const [one, other] = [org.insert(type, person()), org.insert(type, person())];
      for (const [loser, winner] of [[one, end] as const, [other, between] as const, [String(between), end] as const]) {
        org.update(loser, { MasterRecordId: winner });
        org.remove(loser);
      }
      await client.optOutOfEmail(EMAIL, { at: AT });
      expect(bodies.at(-1)).toMatchObject({ records: [{ attributes: { type }, id: end }] });
    },
  );

  it("needs three calls for 300 Leads and Contacts, and no long URL for 300 that were converted", async () => {
    const { client, org, calls, urls, records } = startOrg();
    for (let one = 0; one < 300; one += 1) {
      org.insert("Lead", lead());
      org.update(org.convertLead(org.insert("Lead", lead())).contactId, { Email: "new@example.com" });
    }
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect([...records("Contact"), ...records("Lead")].filter(isOptedOut)).toHaveLength(600);
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual(Array(3).fill("PATCH /composite/sobjects"));
    expect(Math.max(...urls.map(({ length }) => length))).toBeLessThan(8_000);
  });

  it("ends for an address of 4,500 Leads, however often it is cut off in the middle", async () => {
    const { clock, forEvent, org, addFault, records } = startOrg();
    for (let one = 0; one < 4_500; one += 1) org.insert("Lead", lead());
    const left = () => records("Lead").filter((record) => !isOptedOut(record)).length;
    addFault({ match: "PATCH /composite/sobjects", fault: "stall-headers", from: 11 });
    const failed = rejection(forEvent().optOutOfEmail(EMAIL, { at: AT }));
    await settle(() => left() === 2_500);
    await clock.advance(30_000);
    expect(await failed).toMatchObject({ name: "UnavailableError", reason: { code: "TIMEOUT" } });
    await forEvent().optOutOfEmail(EMAIL, { at: AT });
    expect(left()).toBe(0);
  });

  it("opts out all the others where some refuse for ever, and fails with their reason", async () => {
    const { client, org, addFault, records } = startOrg();
    for (let one = 0; one < 201; one += 1) org.insert("Lead", lead());
    const body = Array(200).fill(refusedItem("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Phone"));
    addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    await expect(client.optOutOfEmail(EMAIL, { at: AT })).rejects.toMatchObject({
      name: "PermanentError",
      reason: {
        code: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        field: "Phone",
        operation: "PATCH /composite/sobjects",
        status: 200,
      },
    });
    expect(records("Lead").filter(isOptedOut)).toHaveLength(1);
  });

  it.each([
    ["another collection is answered", () => ({ id: "00Q000000000999AAA", success: true, errors: [] })],
    ["a record's answer does not say success", (id: string) => ({ id, errors: [] })],
  ])("is an outage where %s", async (_what, answerOf) => {
    const { client, org, addFault } = startOrg();
    const body = [answerOf(org.insert("Lead", lead()))];
    addFault({ match: "PATCH /composite/sobjects", fault: "other-200", body });
    expect(await rejection(client.optOutOfEmail(EMAIL, { at: AT }))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER", operation: "PATCH /composite/sobjects" },
    });
  });

  it("is an outage where each of several records has another's answer", async () => {
    const { client, org, addFault } = startOrg();
    const ids = [org.insert("Lead", lead()), org.insert("Lead", lead())];
    const body = ids.toReversed().map((id) => ({ id, success: true, errors: [] }));
    addFault({ match: "PATCH /composite/sobjects", fault: "other-200", body });
    expect(await rejection(client.optOutOfEmail(EMAIL, { at: AT }))).toMatchObject({
      reason: { code: "MALFORMED_ANSWER" },
    });
  });

  it("is done where records are answered by the 15 characters that their ids are told by", async () => {
    const { client, org, addFault, records } = startOrg();
    org.seed({ Lead: [lead()] });
    const body = (records("Lead") as { Id: string }[]).map(({ Id }) => ({
      id: Id.slice(0, 15),
      success: true,
      errors: [],
    }));
    addFault({ match: "PATCH /composite/sobjects", fault: "other-200", body });
    await expect(client.optOutOfEmail(EMAIL, { at: AT })).resolves.toBeUndefined();
  });

  it.each([
    ["refuses for ever", "FIELD_CUSTOM_VALIDATION_EXCEPTION"],
    ["refuses with a code that no table has", "SOME_NEW_CODE"],
  ])("is delivered again where one record is locked and another %s", async (_what, code) => {
    const both = [refusedItem(code), refusedItem("UNABLE_TO_LOCK_ROW")];
    for (const body of [both, both.toReversed()]) {
      const { client, org, addFault } = startOrg();
      org.insert("Contact", contact());
      org.insert("Lead", lead());
      addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
      await expect(client.optOutOfEmail(EMAIL, { at: AT })).rejects.toMatchObject({
        name: "UnavailableError",
        reason: { code: "UNABLE_TO_LOCK_ROW" },
      });
    }
  });

  it.each(["lock", "partial"])(
    "opts out all but those that others hold (%s), and these with the next delivery",
    async (fault) => {
      const { client, org, addFault, records } = startOrg();
      for (let one = 0; one < 3; one += 1) org.insert("Lead", lead());
      addFault({ match: "PATCH /composite/sobjects", fault, rows: 1 });
      await expect(client.optOutOfEmail(EMAIL, { at: AT })).rejects.toMatchObject({
        name: "UnavailableError",
        reason: { code: "UNABLE_TO_LOCK_ROW" },
      });
      expect(records("Lead").filter(isOptedOut)).toHaveLength(2);
      await client.optOutOfEmail(EMAIL, { at: AT });
      expect(records("Lead").filter(isOptedOut)).toHaveLength(3);
    },
  );

  it.each([
    ["no list", {}],
    ["fewer items", []],
    ["items that say nothing", [{}, {}]],
    ["one that says nothing, beside a refusal", [{ success: false, errors: [] }, {}]],
  ])("that is answered with %s may have taken effect: an outage", async (_, body) => {
    const { client, org, addFault } = startOrg();
    org.insert("Lead", lead());
    org.insert("Lead", lead());
    addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    await expect(client.optOutOfEmail(EMAIL, { at: AT })).rejects.toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER", operation: "PATCH /composite/sobjects" },
    });
  });

  it("calls it the org's fault where its user can't see the field, and names it", async () => {
    const { client, addFault } = startOrg();
    const message =
      "\nSELECT Id\nFROM Lead WHERE HasOptedOutOfEmail = false\n                ^\nERROR at Row:1:Column:9\nNo such column 'HasOptedOutOfEmail' on entity 'Lead'.";
    addFault({
      match: "POST /composite",
      fault: "reject-before",
      status: 400,
      body: [{ errorCode: "INVALID_FIELD", message }],
    });
    await expect(client.optOutOfEmail(EMAIL, { at: AT })).rejects.toMatchObject({
      name: "UnavailableError",
      reason: { code: "INVALID_FIELD", field: "HasOptedOutOfEmail" },
    });
  });

  it("tells of no record as written that was refused, though the answer has its id", async () => {
    const { client, org, addFault, lines } = startOrg();
    const [one, other] = [org.insert("Lead", lead()), org.insert("Lead", lead())];
    const body = [
      { ...refusedItem("UNABLE_TO_LOCK_ROW"), id: one },
      { id: other, success: true, errors: [] },
    ];
    addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    await rejection(client.optOutOfEmail(EMAIL, { at: AT }));
    expect(lines.filter(({ message }) => message === "record written")).toMatchObject([{ records: [other] }]);
  });

  it("looks again where one of several is gone, whatever the others are refused with", async () => {
    const { client, org, addFault, records } = startOrg();
    for (let one = 0; one < 2; one += 1) org.insert("Lead", lead());
    const body = [refusedItem("SOME_NEW_CODE"), refusedItem("ENTITY_IS_DELETED")];
    addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect(records("Lead").filter(isOptedOut)).toHaveLength(2);
  });

  it("writes to the Account of the one whose place in the answer is refused", async () => {
    const { client, org, addFault, bodies } = startOrg();
    const accounts = ["Acme", "Byron"].map((Name) => org.insert("Account", { Name }));
    const [first] = accounts.map((AccountId) => org.insert("Contact", contact({ AccountId })));
    const body = [{ id: first, success: true, errors: [] }, refusedItem("INVALID_PERSON_ACCOUNT_OPERATION")];
    addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    await rejection(client.optOutOfEmail(EMAIL, { at: AT }));
    expect(bodies.at(-1)).toMatchObject({ records: [{ attributes: { type: "Account" }, id: accounts[1] }] });
  });

  it("writes to no Account of a Contact that is refused for another reason", async () => {
    const { client, org, addFault, calls } = startOrg();
    org.insert("Contact", contact({ AccountId: org.insert("Account", { Name: "Acme" }) }));
    const body = [refusedItem("SOME_NEW_CODE")];
    addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    expect(await rejection(client.optOutOfEmail(EMAIL, { at: AT }))).toMatchObject({
      reason: { code: "SOME_NEW_CODE" },
    });
    expect(calls.filter((call) => call.startsWith("PATCH"))).toHaveLength(1);
  });

  it("leaves a later decision alone on the Contact that a Lead was converted into", async () => {
    const { client, org, calls } = startOrg();
    const { contactId } = org.convertLead(org.insert("Lead", lead()));
    org.update(contactId, { Email: "new@example.com", Email_Consent_At__c: "2026-11-26T10:00:01.000+0000" });
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("waits half a minute for 200 records, at each of which the org's automation works", async () => {
    const { clock, client, org, addFault, records } = startOrg();
    org.insert("Lead", lead());
    addFault({ match: "PATCH /composite/sobjects", fault: "slow", milliseconds: 29_999 });
    const done = client.optOutOfEmail(EMAIL, { at: AT });
    await clock.advance(29_999);
    await done;
    expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it("lets a record go that is deleted meanwhile", async () => {
    const { clock, client, org, addFault, records } = startOrg();
    const id = org.insert("Lead", lead());
    org.insert("Lead", lead());
    addFault({ match: "POST /composite", fault: "slow", milliseconds: 1_000, times: 2 });
    const done = client.optOutOfEmail(EMAIL, { at: AT });
    await clock.advance(500);
    org.remove(id);
    await clock.advance(1_500);
    await done;
    expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });
});

const LATER = "2026-11-26T10:00:01Z";

describe("optOutOfEmail, of a record that no search shows yet", () => {
  const FIELDS = { Lead: lead(), Contact: contact() };

  function startWithUnseen(type: "Lead" | "Contact") {
    const started = startOrg({ indexLagMs: 60_000 });
    const id = started.org.insert(type, FIELDS[type]);
    const person = { email: EMAIL, record: { type, id }, createdAt: AT, contactIds: [], leadIds: [] };
    return { ...started, id, person };
  }

  it.each(["Lead", "Contact"] as const)("opts it out by its id: a %s", async (type) => {
    const { client, records, person } = startWithUnseen(type);
    await client.optOutOfEmail(EMAIL, { at: AT, person });
    expect(records(type)).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it("opts out by the person's key the Lead that a form has just made", async () => {
    const { client, records } = startOrg({ indexLagMs: 60_000 });
    await client.createLead(EMAIL, { LastName: "Lovelace", Company: "Analytical Engines" });
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it("asks for no record by the key where a search shows one", async () => {
    const { client, org, calls } = startOrg();
    org.insert("Contact", contact());
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect(calls.slice(1)).toEqual(["POST /composite", "PATCH /composite/sobjects"]);
  });

  it.each(["its id", "its key"])("leaves a later decision alone that is found by %s", async (by) => {
    const { client, org, calls, id, person } = startWithUnseen("Lead");
    const later = { Email_Consent_At__c: "2026-11-26T10:00:01.000+0000" };
    org.update(id, by === "its id" ? later : { ...later, Person_Key__c: personKey(EMAIL) });
    await client.optOutOfEmail(EMAIL, by === "its id" ? { at: AT, person } : { at: AT });
    expect(calls.filter((call) => /^(GET|PATCH)/.test(call))).toMatchObject([expect.stringMatching(/^GET/)]);
  });

  it("opts it out beside those that are seen, each once", async () => {
    const { client, org, clock, records, bodies, calls, person } = startWithUnseen("Lead");
    await clock.advance(60_000);
    org.insert("Lead", lead());
    const second = { ...person, record: { type: "Lead" as const, id: org.insert("Lead", lead()) } };
    await client.optOutOfEmail(EMAIL, { at: AT, person: second });
    expect(records("Lead").map(isOptedOut)).toEqual([true, false, true]);
    await clock.advance(60_000);
    calls.length = 0;
    await client.optOutOfEmail(EMAIL, { at: LATER, person: second });
    expect(records("Lead").map(isOptedOut)).toEqual([true, true, true]);
    expect(bodies.at(-1)).toMatchObject({ records: [{}, {}, {}] });
    expect(calls).toEqual(["POST /composite", "PATCH /composite/sobjects"]);
  });

  it("opts it out by its id though what the search has shown is gone meanwhile", async () => {
    const { client, org, clock, addFault, records } = startOrg({ indexLagMs: 60_000 });
    org.insert("Lead", lead());
    await clock.advance(60_000);
    const id = org.insert("Lead", lead());
    const person = { email: EMAIL, record: { type: "Lead" as const, id }, createdAt: AT, contactIds: [], leadIds: [] };
    const body = Array.from({ length: 2 }, () => refusedItem("ENTITY_IS_DELETED"));
    addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    await client.optOutOfEmail(EMAIL, { at: AT, person });
    expect(records("Lead").map(isOptedOut)).toEqual([true, true]);
  });

  it("lets one go that its key leads to and that is converted meanwhile", async () => {
    const { client, org, calls } = startOrg({ indexLagMs: 60_000 });
    const { record } = await client.createLead(EMAIL, { LastName: "Lovelace", Company: "Analytical Engines" });
    org.convertLead(record.id);
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it.each(["deleted", "converted"])("lets one go that is %s meanwhile", async (what) => {
    const { client, org, calls, lines, id, person } = startWithUnseen("Lead");
    if (what === "deleted") org.remove(id);
    else org.convertLead(id);
    await client.optOutOfEmail(EMAIL, { at: AT, person });
    expect(lines.filter(({ level }) => level !== "info")).toEqual([]);
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });
});

function refusedItem(statusCode: string, ...fields: string[]): object {
  return { success: false, errors: [{ statusCode, message: "m", fields }] };
}

/** Until it is so, or it never will be. */
async function settle(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100 && !isSo(); turn += 1) await idle();
}

function isOptedOut(record: unknown): boolean {
  return (
    typeof record === "object" &&
    record !== null &&
    "HasOptedOutOfEmail" in record &&
    record.HasOptedOutOfEmail === true
  );
}
