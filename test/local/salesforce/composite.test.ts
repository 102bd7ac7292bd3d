import { describe, expect, it } from "@jest/globals";
import specification from "../../../local/salesforce/stand-in.ts";
import { lead, openOrg } from "./open-org.ts";

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

  it("asks several queries in one call, deleted records too, and refuses the wrong ones alone", async () => {
    const { call, salesforce } = openOrg();
    const gone = salesforce.insert("Lead", lead);
    salesforce.remove(gone);
    const { body, headers } = await call("POST", "composite", {
      compositeRequest: [
        part("leads", "GET", "query?q=SELECT+Id+FROM+Lead"),
        part("all", "GET", "queryAll/?q=SELECT+Id,IsDeleted+FROM+Lead+WHERE+Email='JO@acme.example'"),
        part("wrong", "GET", "query/?q=SELECT+Nope+FROM+Lead"),
        part("contacts", "GET", "query?q=SELECT+Id+FROM+Contact"),
      ],
    });
    expect(body.compositeResponse).toMatchObject([
      { referenceId: "leads", httpStatusCode: 200, body: { totalSize: 0, records: [] } },
      { referenceId: "all", httpStatusCode: 200, body: { records: [{ Id: gone, IsDeleted: true }] } },
      { referenceId: "wrong", httpStatusCode: 400, body: [{ errorCode: "INVALID_FIELD" }] },
      { referenceId: "contacts", httpStatusCode: 200, body: { totalSize: 0 } },
    ]);
    expect(headers.get("sforce-limit-info")).toBe("api-usage=1/1000000");
  });

  it("has at most 5 queries", async () => {
    const { call } = openOrg();
    const query = (count: number) => ({
      compositeRequest: Array.from({ length: count }, (_, index) =>
        part(`r${index}`, "GET", "query?q=SELECT+Id+FROM+Lead"),
      ),
    });
    expect((await call("POST", "composite", query(5))).body.compositeResponse).toHaveLength(5);
    expect((await call("POST", "composite", query(6))).body.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: "LIMIT_EXCEEDED" }], referenceId: null },
    ]);
  });

  it("of queries is named by their objects, and harmless", () => {
    const composite = (...parts: object[]) => ({
      method: "POST",
      url: new URL("https://org.test/services/data/v67.0/composite"),
      body: JSON.stringify({ compositeRequest: parts }),
    });
    const queries = composite(
      part("a", "GET", "query/?q=SELECT+Id+FROM+Lead"),
      part("b", "GET", "queryAll?q=SELECT+Id+FROM+Contact"),
    );
    const mixed = composite(part("a", "GET", "query/?q=SELECT+Id+FROM+Lead"), part("b", "POST", "sobjects/Lead", lead));
    const { operationOf, isHarmless } = specification;
    expect([queries, mixed].map(operationOf)).toEqual(["POST /composite Lead Contact", "POST /composite"]);
    expect([queries, mixed, composite()].map((request) => isHarmless(request))).toEqual([true, false, false]);
  });

  it("has the first of its queries refused by the fault partial", async () => {
    const { call, faults } = openOrg();
    faults.add({ system: "salesforce", fault: "partial", match: "POST /composite" });
    const { body } = await call("POST", "composite", {
      compositeRequest: [
        part("a", "GET", "query?q=SELECT+Id+FROM+Lead"),
        part("b", "GET", "query?q=SELECT+Id+FROM+Lead"),
      ],
    });
    expect(body.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: "QUERY_TIMEOUT" }] },
      { httpStatusCode: 200 },
    ]);
  });
});

describe("composite/graph", () => {
  const node = (referenceId: string, body: object) => ({
    referenceId,
    method: "POST",
    url: "/services/data/v60.0/sobjects/Lead",
    body,
  });

  it("takes back the graph that fails, and no other", async () => {
    const { call, salesforce } = openOrg();
    const { status, body } = await call("POST", "composite/graph", {
      graphs: [
        { graphId: "good", compositeRequest: [node("a", lead)] },
        { graphId: "bad", compositeRequest: [node("b", { ...lead, LastName: "Lost" }), node("c", {})] },
      ],
    });
    expect(status).toBe(200);
    expect(body.graphs).toMatchObject([
      { graphId: "good", isSuccessful: true, graphResponse: { compositeResponse: [{ httpStatusCode: 201 }] } },
      {
        graphId: "bad",
        isSuccessful: false,
        graphResponse: {
          compositeResponse: [
            { referenceId: "b", body: [{ errorCode: "PROCESSING_HALTED" }] },
            { referenceId: "c", body: [{ errorCode: "REQUIRED_FIELD_MISSING" }] },
          ],
        },
      },
    ]);
    expect(salesforce.state()["Lead"]).toMatchObject([lead]);
  });
});

describe("composite/batch", () => {
  const good = { method: "POST", url: "v60.0/sobjects/Lead", richInput: lead };
  const bad = { ...good, richInput: {} };

  it("answers each by itself, and counts each", async () => {
    const { call, salesforce } = openOrg();
    const { body, headers } = await call("POST", "composite/batch", { batchRequests: [bad, good] });
    expect(body).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 400, result: [{ errorCode: "REQUIRED_FIELD_MISSING" }] },
        { statusCode: 201, result: { success: true } },
      ],
    });
    expect(salesforce.state()["Lead"]).toHaveLength(1);
    expect(headers.get("sforce-limit-info")).toBe("api-usage=3/1000000");
  });

  it("halts where it is to", async () => {
    const { call, salesforce } = openOrg();
    const { body } = await call("POST", "composite/batch", { batchRequests: [bad, good], haltOnError: true });
    expect(body.results[1]).toMatchObject({ statusCode: 412, result: [{ errorCode: "BATCH_PROCESSING_HALTED" }] });
    expect(salesforce.state()["Lead"]).toEqual([]);
  });
});

describe("composite/tree", () => {
  const account = (referenceId: string, Contacts: readonly object[]) => ({
    attributes: { type: "Account", referenceId },
    Name: referenceId,
    Contacts: { records: Contacts },
  });
  const contact = (referenceId: string, fields: object = { LastName: referenceId }) => ({
    attributes: { type: "Contact", referenceId },
    ...fields,
  });

  it("creates records with their children", async () => {
    const { call, salesforce } = openOrg();
    const { status, body } = await call("POST", "composite/tree/Account", { records: [account("a", [contact("c")])] });
    const { Account: [one] = [], Contact = [] } = salesforce.state() as Record<string, { Id: string }[]>;
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        hasErrors: false,
        results: [
          { referenceId: "a", id: one?.Id },
          { referenceId: "c", id: Contact[0]?.Id },
        ],
      },
    });
    expect(Contact).toMatchObject([{ LastName: "c", AccountId: one?.Id }]);
  });

  it.each([
    ["a child that lacks what it needs", [account("a", [contact("c", {})])], { referenceId: "c" }],
    ["one reference id twice", [account("a", []), account("a", [])], undefined],
  ])("creates nothing of %s", async (_, records, failed) => {
    const { call, salesforce } = openOrg();
    const { status, body } = await call("POST", "composite/tree/Account", { records });
    expect(status).toBe(400);
    if (failed !== undefined)
      expect(body).toMatchObject({
        hasErrors: true,
        results: [{ ...failed, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] }],
      });
    expect(salesforce.state()["Account"]).toEqual([]);
  });
});
