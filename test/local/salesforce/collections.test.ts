import { describe, expect, it } from "@jest/globals";
import { lead, openOrg } from "./open-org.ts";

const typed = (type: string, fields: object) => ({ attributes: { type }, ...fields });

describe("a collection", () => {
  it("writes each record on its own, in order", async () => {
    const { call, salesforce } = openOrg();
    const records = [
      typed("Lead", lead),
      typed("Lead", { ...lead, Nope: 1 }),
      typed("Nope", {}),
      typed("Contact", { LastName: "x" }),
    ];
    const { status, body } = await call("POST", "composite/sobjects", { records });
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: expect.stringMatching(/^00Q/), success: true, errors: [] },
      {
        success: false,
        errors: [{ statusCode: "INVALID_FIELD", message: "No such column 'Nope' on sobject of type Lead", fields: [] }],
      },
      { success: false, errors: [{ statusCode: "INVALID_TYPE", message: expect.any(String), fields: [] }] },
      { id: expect.stringMatching(/^003/), success: true, errors: [] },
    ]);
    expect(salesforce.state()).toMatchObject({ Lead: [{}], Contact: [{}] });
  });

  it("writes all or none if asked to", async () => {
    const { call, salesforce } = openOrg();
    const id = salesforce.insert("Lead", { ...lead, Title: "before" });
    const before = salesforce.state();
    const created = await call("POST", "composite/sobjects", {
      allOrNone: true,
      records: [typed("Lead", lead), typed("Lead", {})],
    });
    expect(created).toMatchObject({
      status: 200,
      body: [
        { errors: [{ statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK" }] },
        { errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
      ],
    });
    const updated = await call("PATCH", "composite/sobjects", {
      allOrNone: true,
      records: [typed("Lead", { id, Title: "after" }), typed("Lead", { id, Nope: 1 })],
    });
    expect(updated.body).toMatchObject([{ success: false }, { success: false }]);
    expect(salesforce.state()).toEqual(before);
  });

  it("updates by id and tells unknown ones", async () => {
    const { call, salesforce } = openOrg();
    const [id, gone] = [salesforce.insert("Lead", lead), salesforce.insert("Lead", lead)];
    salesforce.remove(gone);
    const ids = [id, gone, "00QHp0000009999MAA", "nonsense", undefined];
    const { body } = await call("PATCH", "composite/sobjects", {
      records: ids.map((one) => typed("Lead", { id: one, Title: "x" })),
    });
    expect(body[0]).toEqual({ id, success: true, errors: [] });
    expect(body.slice(1).map(({ errors }: { errors: { statusCode: string }[] }) => errors[0]?.statusCode)).toEqual([
      "ENTITY_IS_DELETED",
      "INVALID_CROSS_REFERENCE_KEY",
      "MALFORMED_ID",
      "MISSING_ARGUMENT",
    ]);
  });

  it("upserts by external id, each key once", async () => {
    const { call, salesforce } = openOrg();
    salesforce.seed({
      Lead: [{ ...lead, Person_Key__c: "a" }],
      Contact: [
        { LastName: "x", Email: "a@b.cc" },
        { LastName: "y", Email: "a@b.cc" },
      ],
    });
    const records = ["a", "b", "B", undefined].map((key) => typed("Lead", { ...lead, person_key__c: key, Title: key }));
    const { body } = await call("PATCH", "composite/sobjects/Lead/Person_Key__c", { records });
    expect(body).toMatchObject([
      { success: true, created: false },
      { success: true, created: true },
      { success: false, errors: [{ statusCode: "DUPLICATE_VALUE" }] },
      { success: false, errors: [{ statusCode: "MISSING_ARGUMENT" }] },
    ]);
    expect(salesforce.state()["Lead"]).toMatchObject([{ Title: "a" }, { Title: "b" }]);
    const byEmail = await call("PATCH", "composite/sobjects/Contact/Email", {
      records: [typed("Contact", { LastName: "z", Email: "a@b.cc" })],
    });
    expect(byEmail.body).toMatchObject([{ success: false, errors: [{ statusCode: "DUPLICATE_EXTERNAL_ID" }] }]);
  });

  it("deletes by ids", async () => {
    const { call, salesforce } = openOrg();
    const ids = [salesforce.insert("Lead", lead), salesforce.insert("Contact", { LastName: "x" })];
    expect(
      (await call("DELETE", `composite/sobjects?ids=${ids.join(",")},00QHp0000009999MAA&allOrNone=true`)).body,
    ).toMatchObject([{ success: false }, { success: false }, { success: false }]);
    expect((await call("DELETE", `composite/sobjects?ids=${ids.join(",")}`)).body).toEqual(
      ids.map((id) => ({ id, success: true, errors: [] })),
    );
    expect(salesforce.state()).toMatchObject({ Lead: [], Contact: [] });
  });

  it.each<[string, object, string, unknown]>([
    ["no records", { records: [] }, "REQUIRED_FIELD_MISSING", "At least 1 record is required"],
    [
      "201 records",
      { records: Array.from({ length: 201 }, () => typed("Lead", lead)) },
      "EXCEEDED_ID_LIMIT",
      "record limit reached. cannot submit more than 200 records into this call",
    ],
    [
      "11 chunks",
      { records: Array.from({ length: 11 }, (_, index) => typed(index % 2 ? "Lead" : "Contact", lead)) },
      "LIMIT_EXCEEDED",
      expect.stringContaining("more than 10 chunks"),
    ],
  ])("is refused with %s", async (_, body, errorCode, message) => {
    const { call, salesforce } = openOrg();
    const answer = await call("POST", "composite/sobjects", body);
    expect([answer.status, answer.body]).toEqual([400, [{ errorCode, message }]]);
    expect(salesforce.state()["Lead"]).toEqual([]);
  });
});
