import { describe, expect, it } from "@jest/globals";
import { readRefusal } from "../../../functions/clients/salesforce/api/refusal.ts";
import { isOpen, PAUSES_MS, settle, timesLocked } from "../../../functions/clients/salesforce/people/one-raise.ts";
import type { OneRaise } from "../../../functions/clients/salesforce/people/one-raise.ts";
import { readPresent } from "../../../functions/clients/salesforce/people/present-members.ts";
import { CAMPAIGN, idle, lead, startOrg } from "./org.ts";

const STAND = "FIELD_CUSTOM_VALIDATION_EXCEPTION";
const [LOCK, DUPLICATE, GONE] = ["UNABLE_TO_LOCK_ROW", "DUPLICATE_VALUE", "ENTITY_IS_DELETED"];
const refused = (errorCode: string) =>
  readRefusal({ status: 400, operation: "PATCH /composite/sobjects", data: [{ errorCode }] });

function raiseThatMet(...codes: readonly string[]): OneRaise {
  const record = { type: "Lead", id: "00Q000000000001AAA" } as const;
  const person = { record, leadIds: [record.id], contactIds: [] } as unknown as OneRaise["person"];
  const wanted = [{ label: "Responded", tell: () => {} }];
  return { person, wanted, met: codes.map(refused), refusals: [], unanswered: 1 };
}

describe("a raise that was refused", () => {
  it.each([
    [LOCK, PAUSES_MS.slice(1).map(() => LOCK), true],
    [LOCK, PAUSES_MS.map(() => LOCK), false],
    [LOCK, [DUPLICATE, ...PAUSES_MS.slice(1).map(() => LOCK)], true],
    [DUPLICATE, [LOCK], true],
    [DUPLICATE, [DUPLICATE], false],
    [GONE, [LOCK, DUPLICATE], true],
    [GONE, [GONE], false],
  ])("for %s after %j is tried again: %s", (code, met, isTried) => {
    const raise = raiseThatMet(...met);
    settle([{ raise }], [refused(code)]);
    expect(isOpen(raise)).toBe(isTried);
  });

  it.each([
    [[DUPLICATE, LOCK], 1],
    [[LOCK, LOCK], 2],
    [[LOCK, DUPLICATE], 0],
  ])("for %j waits as one that was locked %i times", (met, times) => {
    expect(timesLocked(raiseThatMet(...met))).toBe(times);
  });

  it.each([[[STAND, LOCK]], [[LOCK, STAND]]])("for %j has the error that lets it come again", (codes) => {
    const errors: unknown[] = [];
    const all = raiseThatMet(...PAUSES_MS.map(() => LOCK));
    const raise = { ...all, unanswered: 2, wanted: [{ label: "Sent", tell: (error: unknown) => errors.push(error) }] };
    settle([{ raise }, { raise }], codes.map(refused));
    expect(errors).toMatchObject([{ name: "UnavailableError", reason: { code: LOCK } }]);
  });

  it("looks somebody up once, and not again when it is done with them", async () => {
    const { client, org, addFault, calls, clock } = startOrg();
    const emails = ["ada@example.com", "bea@example.com"];
    for (const Email of emails) org.insert("Lead", lead({ Email }));
    const wanted = [...(await client.findPeople(emails)).values()].map((person) => ({ person, status: "Sent" }));
    for (const codes of [
      [GONE, LOCK],
      [STAND, LOCK],
    ]) {
      const body = codes.map((statusCode) => ({ success: false, errors: [{ statusCode, message: "m", fields: [] }] }));
      addFault({ match: "POST /composite/sobjects", fault: "reject-before", status: 200, body, times: 1 });
    }
    calls.length = 0;
    const ends: unknown[] = [];
    const raising = (async () => {
      for await (const { error } of client.raiseCampaignMembers(CAMPAIGN, wanted, { order: ["Sent"] }))
        ends.push(error?.reason.code);
    })();
    for (let pauses = 0; pauses < 2; pauses += 1) {
      await idle();
      await clock.advance(1_000);
    }
    await raising;
    expect(ends).toEqual([STAND, undefined]);
    const [read, write] = ["POST /composite", "POST /composite/sobjects"];
    expect(calls).toEqual([read, write, read, read, write, read, write]);
  });
});

describe("a call whose rows are too many for the org's automation", () => {
  it("is written again by halves, whatever else was said of them", async () => {
    const { client, org, addFault, calls, records } = startOrg();
    const emails = Array.from({ length: 5 }, (_, index) => `person${index}@example.com`);
    for (const Email of emails) org.insert("Lead", lead({ Email }));
    const wanted = [...(await client.findPeople(emails)).values()].map((person) => ({ person, status: "Sent" }));
    const message = "LeadTrigger: System.LimitException: Too many SOQL queries: 101";
    const errors = [
      { statusCode: "SOME_NEW_CODE", message: "m", fields: [] },
      { statusCode: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message, fields: [] },
    ];
    const body = emails.map(() => ({ success: false, errors }));
    addFault({ match: "POST /composite/sobjects", fault: "other-200", body, times: 1 });
    const ends: unknown[] = [];
    for await (const { error } of client.raiseCampaignMembers(CAMPAIGN, wanted, { order: ["Sent"] })) ends.push(error);
    expect(ends).toEqual(emails.map(() => undefined));
    expect(records("CampaignMember")).toHaveLength(5);
    expect(calls.filter((call) => call.includes("/composite/sobjects"))).toHaveLength(3);
  });
});

describe("readPresent", () => {
  // [U] what becomes of a converted Lead's membership where the Contact has one: it may get the Contact, too.
  it("finds both memberships that a Contact has by a Lead that was converted into it", async () => {
    const LeadId = "00Q000000000001AAA";
    const fields = { ContactId: "003000000000001AAA", LeadId, Status: "Sent", HasResponded: false };
    const rows = ["00v000000000001AAA", "00v000000000002AAA"].map((id) => ({ id, fields }));
    const records = { ask: async () => [[], rows] } as unknown as Parameters<typeof readPresent>[0];
    const person = { contactIds: [fields.ContactId], leadIds: [] } as unknown as OneRaise["person"];
    expect((await readPresent(records, CAMPAIGN, [{ person }])).of(person)).toEqual(rows);
  });
});
