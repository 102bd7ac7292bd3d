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

describe("a composite call", () => {
  const part = (referenceId: string, method: string, path: string, body?: object) => ({
    referenceId,
    method,
    url: `/services/data/v60.0/${path}`,
    body,
  });

  it("hands the answers of earlier parts to later ones, and counts as one call", async () => {
    const { call, salesforce } = openOrg();
    const campaign = salesforce.insert("Campaign", { Name: "c" });
    const { body, headers } = await call("POST", "composite", {
      compositeRequest: [
        part("person", "POST", "sobjects/Lead", lead),
        part("member", "POST", "sobjects/CampaignMember", { CampaignId: campaign, LeadId: "@{person.id}" }),
        part("found", "GET", "query?q=SELECT+Id+FROM+Lead+WHERE+Id='@{person.id}'"),
        part("change", "PATCH", "sobjects/Lead/@{found.records[0].Id}", { Title: "x" }),
      ],
    });
    const [{ Id: id }] = salesforce.state()["Lead"] as [{ Id: string }];
    expect(body.compositeResponse).toMatchObject([
      {
        referenceId: "person",
        httpStatusCode: 201,
        body: { id, success: true },
        httpHeaders: { Location: `/services/data/v60.0/sobjects/Lead/${id}` },
      },
      { referenceId: "member", httpStatusCode: 201, body: { success: true } },
      { referenceId: "found", httpStatusCode: 200, body: { records: [{ Id: id }] }, httpHeaders: {} },
      { referenceId: "change", httpStatusCode: 204, body: null },
    ]);
    expect(salesforce.state()).toMatchObject({ Lead: [{ Title: "x" }], CampaignMember: [{ LeadId: id }] });
    expect(headers.get("sforce-limit-info")).toBe("api-usage=1/1000000");
  });

  it("goes on after a failure, and fails what refers to it", async () => {
    const { call, salesforce } = openOrg();
    const { status, body } = await call("POST", "composite", {
      compositeRequest: [
        part("bad", "POST", "sobjects/Lead", {}),
        part("needs", "PATCH", "sobjects/Lead/@{bad.id}", {}),
        part("good", "POST", "sobjects/Lead", lead),
        part("lost", "GET", "nope"),
      ],
    });
    expect(status).toBe(200);
    expect(body.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: "REQUIRED_FIELD_MISSING" }], httpHeaders: {} },
      { httpStatusCode: 400, body: [{ errorCode: "PROCESSING_HALTED" }] },
      { httpStatusCode: 201 },
      { httpStatusCode: 404 },
    ]);
    expect(salesforce.state()["Lead"]).toHaveLength(1);
  });

  it("takes all back if one fails and it says allOrNone", async () => {
    const { call, salesforce } = openOrg();
    const { body } = await call("POST", "composite", {
      allOrNone: true,
      compositeRequest: [
        part("a", "POST", "sobjects/Lead", lead),
        part("b", "POST", "sobjects/Lead", {}),
        part("c", "POST", "sobjects/Lead", lead),
      ],
    });
    expect(body.compositeResponse).toMatchObject([
      { referenceId: "a", httpStatusCode: 400, body: [{ errorCode: "PROCESSING_HALTED" }] },
      { referenceId: "b", httpStatusCode: 400, body: [{ errorCode: "REQUIRED_FIELD_MISSING" }] },
      { referenceId: "c", httpStatusCode: 400, body: [{ errorCode: "PROCESSING_HALTED" }] },
    ]);
    expect(salesforce.state()["Lead"]).toEqual([]);
  });

  it("has at most 25 parts", async () => {
    const { call } = openOrg();
    const compositeRequest = Array.from({ length: 26 }, (_, index) => part(`r${index}`, "POST", "sobjects/Lead", lead));
    const { status, body } = await call("POST", "composite", { compositeRequest });
    expect(status).toBe(200);
    expect(body).toEqual({
      compositeResponse: [
        {
          httpStatusCode: 400,
          httpHeaders: {},
          referenceId: null,
          body: [{ errorCode: "LIMIT_EXCEEDED", message: "The request can’t contain more than 25 operations." }],
        },
      ],
    });
  });
});
