import { describe, expect, it } from "@jest/globals";
import type { FaultRule } from "../../../local/core/faults.ts";
import { salesforceFaults } from "../../../local/salesforce/proof/faults.ts";
import { lead, openOrg } from "./open-org.ts";

const create = (org: ReturnType<typeof openOrg>, fields: object = lead) => org.call("POST", "sobjects/Lead", fields);

function openWith(rule: Omit<FaultRule, "system">) {
  const org = openOrg();
  org.faults.add({ system: "salesforce", ...rule });
  return org;
}

describe("a fault that any vendor has", () => {
  it("apply-then-drop leaves the record and no answer", async () => {
    const org = openWith({ fault: "apply-then-drop", match: "POST /sobjects/Lead" });
    await expect(create(org)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(org.salesforce.state()["Lead"]).toHaveLength(1);
    expect((await create(org)).status).toBe(201);
  });

  it("reset-before-headers leaves nothing", async () => {
    const org = openWith({ fault: "reset-before-headers" });
    await expect(create(org)).rejects.toThrow("fetch failed");
    expect(org.salesforce.state()["Lead"]).toEqual([]);
  });
});

describe("a fault of Salesforce's own", () => {
  it.each([
    ["403-daily", 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."],
    ["403-concurrent", 403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded."],
    ["401-once", 401, "INVALID_SESSION_ID", "Session expired or invalid"],
    ["token-400", 401, "INVALID_SESSION_ID", "Session expired or invalid"],
    ["lock", 500, "UNABLE_TO_LOCK_ROW", expect.stringMatching(/^unable to obtain exclusive access to this record/)],
    ["partial", 400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", expect.stringContaining("UNABLE_TO_LOCK_ROW")],
    [
      "dup-rule",
      400,
      "DUPLICATES_DETECTED",
      "You're creating a duplicate record. We recommend you use an existing record instead.",
    ],
  ])("%s answers %s %s", async (fault, status, errorCode, message) => {
    const org = openWith({ fault });
    expect(await create(org)).toMatchObject({ status, body: [{ errorCode, message }] });
    expect(org.faults.list()).toMatchObject([{ hits: 1 }]);
  });

  it.each(["403-daily", "403-concurrent", "lock", "partial"])("%s leaves nothing and passes", async (fault) => {
    const org = openWith({ fault });
    await create(org);
    expect(org.salesforce.state()["Lead"]).toEqual([]);
    expect((await create(org)).status).toBe(201);
  });

  it("401-once ends the session for good", async () => {
    const org = openWith({ fault: "401-once" });
    await create(org);
    expect((await create(org)).status).toBe(401);
    expect(
      (await org.call("POST", "sobjects/Lead", lead, { authorization: `Bearer ${org.salesforce.openSession()}` }))
        .status,
    ).toBe(201);
  });

  it("401-forever refuses fresh sessions too, until the faults are cleared", async () => {
    const org = openWith({ fault: "401-forever" });
    expect((await org.query("SELECT Id FROM Lead")).status).toBe(200);
    for (let calls = 0; calls < 3; calls += 1) expect((await create(org)).status).toBe(401);
    expect((await org.query("SELECT Id FROM Lead")).status).toBe(401);
    org.faults.clear();
    expect((await create(org)).status).toBe(201);
  });

  it("401-forever with a number strikes so many calls", async () => {
    const org = openWith({ fault: "401-forever", times: 2 });
    expect([await create(org), await create(org), await create(org)].map(({ status }) => status)).toEqual([
      401, 401, 201,
    ]);
  });

  it("token-400 refuses a login, or a call's session and the next login", async () => {
    const logIn = async (org: ReturnType<typeof openOrg>) => {
      const body = new URLSearchParams({ grant_type: "client_credentials", client_id: "x", client_secret: "y" });
      const response = await org.salesforce.fetch(
        new Request("http://org.test/services/oauth2/token", { method: "POST", body }),
      );
      return [response.status, Object(await response.json()).error];
    };
    const direct = openWith({ fault: "token-400", match: "POST /services/oauth2/token", times: 2 });
    expect([await logIn(direct), await logIn(direct)]).toEqual([
      [400, "invalid_grant"],
      [400, "invalid_grant"],
    ]);
    expect((await logIn(direct))[0]).toBe(200);
    const onCall = openWith({ fault: "token-400" });
    await create(onCall);
    expect((await logIn(onCall))[0]).toBe(400);
    expect((await logIn(onCall))[0]).toBe(200);
  });

  it("lock and partial strike so many records of a collection", async () => {
    const records = [1, 2, 3].map(() => ({ attributes: { type: "Lead" }, ...lead }));
    const failures = async (rule: Omit<FaultRule, "system">) => {
      const { body } = await openWith(rule).call("POST", "composite/sobjects", { records });
      return body.map(({ errors }: { errors: { statusCode: string }[] }) => errors[0]?.statusCode);
    };
    expect(await failures({ fault: "lock" })).toEqual([
      "UNABLE_TO_LOCK_ROW",
      "UNABLE_TO_LOCK_ROW",
      "UNABLE_TO_LOCK_ROW",
    ]);
    expect(await failures({ fault: "lock", rows: 2 })).toEqual(["UNABLE_TO_LOCK_ROW", "UNABLE_TO_LOCK_ROW", undefined]);
    expect(await failures({ fault: "partial" })).toEqual([
      "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
      undefined,
      undefined,
    ]);
  });

  it("dup-rule names the person who is there, or one that has just been typed in", async () => {
    const org = openWith({ fault: "dup-rule", times: 2 });
    const matched = (body: [{ duplicateResut: { matchResults: [{ matchRecords: [{ record: { Id: string } }] }] } }]) =>
      body[0].duplicateResut.matchResults[0].matchRecords[0].record.Id;
    const first = await create(org, { ...lead, Person_Key__c: "k" });
    const second = await create(org);
    const people = org.salesforce.state()["Lead"];
    expect(people).toMatchObject([{ ...lead, Id: matched(first.body) }]);
    expect(people?.[0]).not.toHaveProperty("Person_Key__c");
    expect(matched(second.body)).toBe(matched(first.body));
  });

  it("delay-visibility hides a new record from the next query, or for a while, but not from its ids", async () => {
    const find = `SELECT Id FROM Lead WHERE Email = '${lead.Email}'`;
    const byQueries = openWith({ fault: "delay-visibility", rows: 2 });
    await create(byQueries, { ...lead, Person_Key__c: "k" });
    expect((await byQueries.call("GET", "sobjects/Lead/Person_Key__c/k")).status).toBe(200);
    const sizes = [await byQueries.query(find), await byQueries.query(find), await byQueries.query(find)].map(
      ({ body }) => body.totalSize,
    );
    expect(sizes).toEqual([0, 0, 1]);
    const byTime = openWith({ fault: "delay-visibility", milliseconds: 500 });
    await create(byTime);
    expect((await byTime.query(find)).body.totalSize).toBe(0);
    await byTime.clock.advance(500);
    expect((await byTime.query(find)).body.totalSize).toBe(1);
  });

  it.each(Object.keys(salesforceFaults))("%s is known to the stand-in", async (fault) => {
    const body = fault === "field-refused" ? { statusCode: "INVALID_FIELD", field: "Country" } : undefined;
    const org = openWith({ fault, ...(body && { body }) });
    const { status } = await create(org);
    const others = ["bulk-failed", "bulk-stuck", "delay-visibility", "field-refused"];
    expect(status === 201).toBe(others.includes(fault));
  });

  it.each([
    ["a value", { statusCode: "FIELD_INTEGRITY_EXCEPTION", value: "USA" }, { fields: ["Country"] }],
    [
      "whatever a field holds",
      { statusCode: "INVALID_FIELD" },
      { message: "No such column 'Country' on sobject of type Lead" },
    ],
  ])("field-refused refuses %s, and takes the record without it", async (_what, body, said) => {
    const org = openWith({ fault: "field-refused", times: 0, body: { ...body, field: "Country" } });
    const refused = await create(org, { ...lead, Country: "USA" });
    expect(refused).toMatchObject({ status: 400, body: [{ errorCode: body.statusCode, ...said }] });
    expect((await create(org)).status).toBe(201);
    expect((await create(org, { ...lead, Country: "Ireland" })).status).toBe("value" in body ? 201 : 400);
  });

  it.each([
    undefined,
    {},
    "Country",
    { statusCode: "INVALID_FIELD" },
    { field: "Country" },
    { statusCode: "X", field: 1 },
  ])("field-refused is refused with the body %j: no request would notice it", (body) => {
    const { faults } = openOrg();
    const add = () => faults.add({ system: "salesforce", fault: "field-refused", body });
    expect(add).toThrow("The fault field-refused of salesforce changes nothing without a body that names the code and");
    expect(faults.list()).toEqual([]);
  });

  it("ends with a reset", async () => {
    const org = openWith({ fault: "token-400" });
    await create(org);
    org.salesforce.reset();
    const body = new URLSearchParams({ grant_type: "client_credentials", client_id: "x", client_secret: "y" });
    expect(
      (await org.salesforce.fetch(new Request("http://org.test/services/oauth2/token", { method: "POST", body })))
        .status,
    ).toBe(200);
  });
});
