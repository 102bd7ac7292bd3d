import { describe, expect, it } from "@jest/globals";
import { rejection } from "../connect.ts";
import { contact, EMAIL, idle, lead, startOrg } from "./org.ts";

type Decision = readonly [what: "out" | "in", at: string];

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 26, 10, 0, seconds)).toISOString();
const decide = (client: ReturnType<typeof startOrg>["client"], [what, time]: Decision) =>
  what === "out" ? client.optOutOfEmail(EMAIL, { at: time }) : client.optInToEmail(EMAIL, { at: time });

function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((others) => [item, ...others]));
}

describe("decisions about e-mail", () => {
  const histories: readonly (readonly [Decision[], isOut: boolean])[] = [
    [
      [
        ["out", at(1)],
        ["in", at(2)],
      ],
      false,
    ],
    [
      [
        ["out", at(1)],
        ["in", at(2)],
        ["out", at(3)],
      ],
      true,
    ],
    [
      [
        ["out", at(1)],
        ["out", at(3)],
        ["in", at(2)],
      ],
      true,
    ],
    [
      [
        ["in", at(1)],
        ["in", at(3)],
        ["out", at(2)],
      ],
      false,
    ],
    [
      [
        ["out", "2026-11-26T10:00:00.2Z"],
        ["in", "2026-11-26T10:00:00.8Z"],
      ],
      true,
    ],
  ];
  const cases = histories.flatMap(([history, isOut]) =>
    orders(history).map((order) => [order.map((one) => one.join(" at ")).join(", "), order, isOut] as const),
  );

  it.each(cases)("leave the latest one's, in any order: %s", async (_, order, isOut) => {
    const { client, org, records } = startOrg();
    org.insert("Lead", lead());
    org.insert("Contact", contact());
    for (const decision of order) await decide(client, decision);
    for (const kind of ["Lead", "Contact"]) expect(records(kind)).toMatchObject([{ HasOptedOutOfEmail: isOut }]);
  });

  it.each([
    [
      ["out", at(1)],
      ["in", at(2)],
    ],
    [
      ["in", at(2)],
      ["out", at(1)],
    ],
  ] as const)(
    "leave the later one's where both have read before either writes: the first to write is %j",
    async (...both) => {
      const { clock, forEvent, org, addFault, records } = startOrg();
      org.insert("Lead", lead());
      for (const milliseconds of [1_000, 2_000])
        addFault({ match: "PATCH /composite/sobjects", fault: "slow", milliseconds });
      const done = both.map((decision) => decide(forEvent(), decision));
      await idle();
      await clock.advance(2_000);
      await Promise.all(done);
      expect(records("Lead")).toMatchObject([
        { HasOptedOutOfEmail: false, Email_Consent_At__c: "2026-11-26T10:00:02.000+0000" },
      ]);
    },
  );

  it.each(["out", "in"] as const)("that are known already (%s) write nothing", async (what) => {
    const { client, org, calls } = startOrg();
    org.insert("Lead", lead());
    for (let delivery = 0; delivery < 2; delivery += 1) await decide(client, [what, at(1)]);
    expect(calls.filter((call) => call.startsWith("PATCH"))).toHaveLength(1);
  });

  it("leave a Lead with whom it belongs to, and pass a rule that warns of somebody alike", async () => {
    const { client, org, records } = startOrg({ duplicateRule: "alert" });
    const [own, assigned] = ["Own", "Assigned"].map((LastName) => org.insert("User", { LastName, IsActive: true }));
    for (let one = 0; one < 2; one += 1) org.insert("Lead", lead({ OwnerId: own }));
    org.configure({ defaultOwners: { Lead: String(assigned) } });
    await decide(client, ["out", at(1)]);
    const decided = { HasOptedOutOfEmail: true, OwnerId: own };
    expect(records("Lead")).toMatchObject([decided, decided]);
  });

  it("go by arrival in an org without the field", async () => {
    const { client, org, records, calls } = startOrg({}, { SALESFORCE_CONSENT_TIME_FIELD: "none" });
    org.insert("Lead", lead());
    for (let delivery = 0; delivery < 2; delivery += 1) await decide(client, ["out", at(2)]);
    expect(calls.filter((call) => call.startsWith("PATCH"))).toHaveLength(1);
    expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: true }]);
    await decide(client, ["in", at(1)]);
    expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: false }]);
  });

  it.each([
    ["", ["Email_Consent_At__c"]],
    [", a person account's too", ["Email_Consent_At__pc"]],
  ])("are done where the field's rule says that a newer one stands%s", async (_what, fields) => {
    const { client, org, addFault } = startOrg();
    org.insert("Lead", lead());
    const errors = [{ statusCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "m", fields }];
    const body = [{ success: false, errors }];
    addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    await decide(client, ["out", at(1)]);
  });

  it.each([0, 200])(
    "are written to the Account of a Contact that is a person account, after %i others",
    async (count) => {
      const { client, org, records } = startOrg({ personAccounts: true });
      for (let one = 0; one < count; one += 1) org.insert("Contact", contact());
      org.insert("Account", { LastName: "Hopper", PersonEmail: EMAIL });
      await decide(client, ["out", at(1)]);
      expect(records("Contact")).toMatchObject(Array.from({ length: count + 1 }, () => ({ HasOptedOutOfEmail: true })));
      const at1 = at(1).replace("Z", "+0000");
      expect(records("Account")).toMatchObject([{ PersonHasOptedOutOfEmail: true, Email_Consent_At__pc: at1 }]);
    },
  );

  it("are written to it also where no search shows that Contact yet", async () => {
    const { client, org, records } = startOrg({ personAccounts: true, indexLagMs: 60_000 });
    org.insert("Account", { LastName: "Hopper", PersonEmail: EMAIL });
    const [{ Id: id = "" } = {}] = records("Contact") as { Id?: string }[];
    const record = { type: "Contact" as const, id };
    const person = { email: EMAIL, record, createdAt: at(0), contactIds: [id], leadIds: [] };
    await client.optOutOfEmail(EMAIL, { at: at(1), person });
    expect(records("Account")).toMatchObject([{ PersonHasOptedOutOfEmail: true }]);
  });

  it("are sent one call after another: records of one Account lock each other out", async () => {
    const { client, org, clock, addFault, calls } = startOrg();
    for (let one = 0; one < 201; one += 1) org.insert("Contact", contact());
    addFault({ match: "PATCH /composite/sobjects", fault: "slow", milliseconds: 1_000, times: 2 });
    const done = decide(client, ["out", at(1)]);
    const counts: number[] = [];
    for (let second = 0; second < 2; second += 1) {
      await clock.advance(second === 0 ? 500 : 1_000);
      counts.push(calls.filter((call) => call.startsWith("PATCH")).length);
    }
    await clock.advance(1_000);
    await done;
    expect(counts).toEqual([1, 2]);
  });

  it("are dated to the second in which they were made", async () => {
    const { client, org, records } = startOrg();
    org.insert("Lead", lead());
    await decide(client, ["out", "2026-01-01T00:00:01.900Z"]);
    expect(records("Lead")).toMatchObject([{ Email_Consent_At__c: "2026-01-01T00:00:01.000+0000" }]);
  });

  it("fail where one person account's Account is not known, whatever another's has taken", async () => {
    const { client, org, addFault, records } = startOrg({ personAccounts: true });
    org.insert("Account", { LastName: "Hopper", PersonEmail: EMAIL });
    org.insert("Contact", contact());
    const errors = [{ statusCode: "INVALID_PERSON_ACCOUNT_OPERATION", message: "m", fields: [] }];
    const body = Array.from({ length: 2 }, () => ({ success: false, errors }));
    addFault({ match: "PATCH /composite/sobjects", fault: "reject-before", status: 200, body });
    expect(await rejection(client.optOutOfEmail(EMAIL, { at: at(1) }))).toMatchObject({
      reason: { code: "INVALID_PERSON_ACCOUNT_OPERATION" },
    });
    expect(records("Account")).toMatchObject([{ PersonHasOptedOutOfEmail: true }]);
  });

  it("reach the record that another was merged into, and that one which a Lead with the key has become", async () => {
    const { client, org, records } = startOrg();
    for (const [kind, person] of [["Lead", lead] as const, ["Contact", contact] as const]) {
      const winner = org.insert(kind, person({ Email: "new@example.com" }));
      const loser = org.insert(kind, person());
      org.update(loser, { MasterRecordId: winner });
      org.remove(loser);
    }
    await decide(client, ["out", at(1)]);
    expect(records("Lead")).toMatchObject([{ Email: "new@example.com", HasOptedOutOfEmail: true }]);
    expect(records("Contact")).toMatchObject([{ Email: "new@example.com", HasOptedOutOfEmail: true }]);
  });

  it("wait where the field of their time is hidden, and say where to grant or to do without it", async () => {
    const { client, addFault } = startOrg();
    const message =
      "\nSELECT Id\n          ^\nERROR at Row:1:Column:9\nNo such column 'Email_Consent_At__c' on entity 'Lead'.";
    const body = [{ errorCode: "INVALID_FIELD", message }];
    addFault({ match: "POST /composite", fault: "reject-before", status: 400, body });
    const error = await rejection(client.optOutOfEmail(EMAIL, { at: at(1) }));
    expect(error).toMatchObject({ name: "UnavailableError", reason: { field: "Email_Consent_At__c" } });
    for (const words of ["permission set", "SALESFORCE_CONSENT_TIME_FIELD"]) expect(String(error)).toContain(words);
  });

  it("need a time", async () => {
    const { client } = startOrg();
    expect(String(await rejection(client.optOutOfEmail(EMAIL, { at: "soon" })))).toContain("time");
  });
});
