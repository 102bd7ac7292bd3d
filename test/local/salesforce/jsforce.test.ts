import specification from "../../../local/salesforce/stand-in.ts";
import { generateKeyPairSync, sign } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Connection } from "jsforce/lib/core.js";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createFaults } from "../../../local/core/faults.ts";
import type { Faults } from "../../../local/core/faults.ts";
import { createSalesforce } from "../../../local/salesforce/salesforce.ts";
import type { Salesforce } from "../../../local/salesforce/salesforce.ts";
import { serve } from "../../../local/core/serve.ts";
import { lead } from "./open-org.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKey = keys.publicKey.export({ type: "spki", format: "pem" }).toString();
const clock = new VirtualClock();

let faults: Faults;
let salesforce: Salesforce;
let server: { url: string; close(): Promise<void> };
let connection: Connection;

beforeEach(async () => {
  faults = createFaults([specification]);
  salesforce = createSalesforce({
    clock,
    faults,
    publicKey,
    clientId: "consumer",
    clientSecret: "secret",
    pageSize: 3,
  });
  server = await serve(salesforce.fetch);
  connection = new Connection({ instanceUrl: server.url, accessToken: salesforce.openSession(), version: "60.0" });
});

afterEach(() => server.close());

function assertion(): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = {
    iss: "consumer",
    sub: "ycat@acme.example",
    aud: "https://login.salesforce.com",
    exp: clock.now() / 1000 + 120,
  };
  const signed = `${encode({ alg: "RS256" })}.${encode(claims)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), keys.privateKey).toString("base64url")}`;
}

describe("jsforce on the stand-in", () => {
  it("logs in with a signed assertion", async () => {
    const fresh = new Connection({ loginUrl: server.url, version: "60.0" });
    await fresh.authorize({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: assertion() });
    expect(fresh.instanceUrl).toBe(server.url);
    expect((await fresh.query("SELECT Id FROM Lead")).totalSize).toBe(0);
  });

  it("logs in with client credentials, and learns of a wrong secret", async () => {
    const oauth2 = { loginUrl: server.url, clientId: "consumer", clientSecret: "secret" };
    const fresh = new Connection({ oauth2, version: "60.0" });
    await fresh.authorize({ grant_type: "client_credentials" });
    expect(fresh.accessToken).toBeTruthy();
    const wrong = new Connection({ oauth2: { ...oauth2, clientSecret: "other" } });
    await expect(wrong.authorize({ grant_type: "client_credentials" })).rejects.toMatchObject({
      name: "invalid_client",
    });
  });

  it("creates, reads, updates and deletes", async () => {
    const { id } = await connection.sobject("Lead").create(lead);
    if (id === undefined) throw new Error("no id");
    expect(await connection.sobject("Lead").retrieve(id)).toMatchObject({
      Id: id,
      Name: "Doe",
      IsConverted: false,
      Title: null,
    });
    expect(await connection.sobject("Lead").update({ Id: id, FirstName: "Jo" })).toMatchObject({ id, success: true });
    expect(salesforce.state()["Lead"]).toMatchObject([{ Id: id, Name: "Jo Doe" }]);
    await connection.sobject("Lead").destroy(id);
    expect(salesforce.state()["Lead"]).toEqual([]);
    await expect(connection.sobject("Lead").retrieve(id)).rejects.toMatchObject({ errorCode: "ENTITY_IS_DELETED" });
  });

  it("upserts by external id", async () => {
    const record = { ...lead, Person_Key__c: "a+b" };
    const first = await connection.sobject("Lead").upsert(record, "Person_Key__c");
    expect(first).toMatchObject({ success: true, created: true });
    expect(await connection.sobject("Lead").upsert({ ...record, LastName: "Roe" }, "Person_Key__c")).toMatchObject({
      id: first.id,
      created: false,
    });
    expect(salesforce.state()["Lead"]).toMatchObject([{ LastName: "Roe", Person_Key__c: "a+b" }]);
  });

  it("meets 300 when an e-mail is not unique", async () => {
    salesforce.seed({
      Contact: [
        { LastName: "A", Email: "x@y.zz" },
        { LastName: "B", Email: "X@Y.zz" },
      ],
    });
    await expect(
      connection.sobject("Contact").upsert({ LastName: "C", Email: "x@y.zz" }, "Email"),
    ).rejects.toMatchObject({ errorCode: "MULTIPLE_CHOICES" });
  });

  it("reads a query page by page", async () => {
    salesforce.seed({ Contact: [1, 2, 3, 4, 5, 6, 7].map((n) => ({ LastName: `C${n}` })) });
    const first = await connection.query("SELECT LastName FROM Contact ORDER BY LastName");
    expect(first).toMatchObject({ totalSize: 7, done: false });
    const all = await connection.query("SELECT LastName FROM Contact ORDER BY LastName", { autoFetch: true });
    expect(all.records.map((record) => record["LastName"])).toEqual(["C1", "C2", "C3", "C4", "C5", "C6", "C7"]);
  });

  it("creates many, with results of their own", async () => {
    const results = await connection.sobject("Lead").create([lead, { LastName: "no company" }]);
    expect(results).toMatchObject([
      { success: true, errors: [] },
      { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING", fields: ["Company"] }] },
    ]);
    expect(results[1]).not.toHaveProperty("id");
  });

  it("updates, upserts and deletes many", async () => {
    const keyed = [1, 2].map((n) => ({ ...lead, Person_Key__c: `k${n}` }));
    const created = await connection.sobject("Lead").upsert(keyed, "Person_Key__c");
    expect(created).toHaveLength(2);
    const ids = created.map(({ id }) => id ?? "");
    expect(await connection.sobject("Lead").update(ids.map((Id) => ({ Id, Title: "CTO" })))).toMatchObject([
      { success: true },
      { success: true },
    ]);
    expect(salesforce.state()["Lead"]).toMatchObject([{ Title: "CTO" }, { Title: "CTO" }]);
    expect(await connection.sobject("Lead").destroy(ids)).toMatchObject([{ success: true }, { success: true }]);
    expect(salesforce.state()["Lead"]).toEqual([]);
  });

  it("refuses 201 records in one call, which jsforce sends", async () => {
    const many = Array.from({ length: 201 }, () => lead);
    await expect(connection.sobject("Lead").create(many)).rejects.toMatchObject({ errorCode: "EXCEEDED_ID_LIMIT" });
    expect(salesforce.state()["Lead"]).toEqual([]);
  });

  it("sees the misspelled duplicateResut", async () => {
    salesforce.configure({ duplicateRule: "alert" });
    const id = salesforce.insert("Contact", { LastName: "Doe", Email: lead.Email });
    const error: unknown = await connection
      .sobject("Lead")
      .create(lead)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      errorCode: "DUPLICATES_DETECTED",
      data: {
        duplicateResut: {
          allowSave: true,
          matchResults: [{ entityType: "Contact", matchRecords: [{ record: { Id: id } }] }],
        },
      },
    });
    await connection.sobject("Lead").create(lead, { headers: { "Sforce-Duplicate-Rule-Header": "allowSave=true" } });
    expect(salesforce.state()["Lead"]).toHaveLength(1);
  });

  it("refreshes once when the session has ended", async () => {
    faults.add({ system: "salesforce", fault: "401-once", match: "POST /sobjects/Lead" });
    let refreshed = 0;
    const refreshing = new Connection({
      instanceUrl: server.url,
      accessToken: salesforce.openSession(),
      version: "60.0",
      refreshFn: (_, callback) => {
        refreshed += 1;
        callback(null, salesforce.openSession());
      },
    });
    expect(await refreshing.sobject("Lead").create(lead)).toMatchObject({ success: true });
    expect(refreshed).toBe(1);
    expect(refreshing.limitInfo.apiUsage).toEqual({ used: 1, limit: 1_000_000 });
  });

  it("sees an INVALID_FIELD of a query with the vendor's pointer", async () => {
    await expect(connection.query("SELECT Id, Nope FROM Lead")).rejects.toMatchObject({
      errorCode: "INVALID_FIELD",
      message: expect.stringContaining(
        "\nSELECT Id, Nope FROM Lead\n           ^\nERROR at Row:1:Column:12\nNo such column 'Nope' on entity 'Lead'.",
      ),
    });
  });
});
