import { describe, expect, it } from "@jest/globals";
import type { SalesforceOptions } from "../../../local/salesforce/salesforce.ts";
import { lead, openOrg } from "./open-org.ts";

/** An org, and the life of a job in it. */
function openJobs(options: Partial<SalesforceOptions> = {}) {
  const org = openOrg(options);
  const { salesforce, clock } = org;
  const token = salesforce.openSession();
  const send = async (method: string, path: string, contentType: string, body?: string) => {
    const response = await salesforce.fetch(
      new Request(`http://salesforce.test/services/data/v67.0/jobs/ingest${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": contentType },
        ...(body === undefined ? {} : { body }),
      }),
    );
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  };
  const json = async (method: string, path: string, body?: object) => {
    const { status, text } = await send(method, path, "application/json", body && JSON.stringify(body));
    return { status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const csv = (path: string) => send("GET", path, "application/json");
  const open = async (job: object) => String((await json("POST", "", job)).body.id);
  const upload = (id: string, text: string) => send("PUT", `/${id}/batches`, "text/csv", text);
  const close = (id: string) => json("PATCH", `/${id}`, { state: "UploadComplete" });
  return {
    ...org,
    json,
    csv,
    open,
    upload,
    close,
    /** Runs a job to its end. */
    async run(job: object, text: string) {
      const id = await open(job);
      await upload(id, text);
      await close(id);
      await clock.advance(60_000);
      const [success, failed, left] = await Promise.all(
        ["successfulResults", "failedResults", "unprocessedrecords"].map((results) => csv(`/${id}/${results}`)),
      );
      const { body } = await json("GET", `/${id}`);
      return { id, job: body, success: success?.text, failed: failed?.text, left: left?.text };
    },
  };
}

const INSERT = { object: "Lead", operation: "insert" };

describe("a bulk job", () => {
  it("goes from Open to JobComplete, each row with its own result", async () => {
    const { json, open, upload, close, clock, csv, salesforce } = openJobs({ jobDelayMs: 1000 });
    expect(await json("POST", "", INSERT)).toMatchObject({
      status: 200,
      body: {
        state: "Open",
        apiVersion: 67,
        contentUrl: expect.stringMatching(/^services\/data\/v67.0\/jobs\/ingest/),
      },
    });
    const id = await open(INSERT);
    expect(await upload(id, 'LastName,Company,Email\n"Doe, J.",Acme,jo@acme.example\nRoe,,ro@acme.example\n')).toEqual({
      status: 201,
      type: null,
      text: "",
    });
    expect(await close(id)).toMatchObject({ status: 200, body: { state: "UploadComplete" } });
    expect((await json("GET", `/${id}`)).body).toMatchObject({ state: "UploadComplete", numberRecordsProcessed: 0 });
    await clock.advance(1000);
    expect((await json("GET", `/${id}`)).body).toMatchObject({
      state: "JobComplete",
      numberRecordsProcessed: 2,
      numberRecordsFailed: 1,
    });
    const [{ Id }] = salesforce.state()["Lead"] as [{ Id: string }];
    expect(await csv(`/${id}/successfulResults`)).toEqual({
      status: 200,
      type: "text/csv",
      text: `"sf__Id","sf__Created","LastName","Company","Email"\n"${Id}","true","Doe, J.","Acme","jo@acme.example"\n`,
    });
    expect((await csv(`/${id}/failedResults`)).text).toBe(
      '"sf__Id","sf__Error","LastName","Company","Email"\n' +
        '"","REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --","Roe","","ro@acme.example"\n',
    );
    expect((await csv(`/${id}/unprocessedrecords`)).text).toBe('"LastName","Company","Email"\n');
  });

  it("updates: an empty cell says nothing, and #N/A empties", async () => {
    const { run, salesforce } = openJobs();
    const id = salesforce.insert("Lead", { ...lead, Title: "Boss", Phone: "1", HasOptedOutOfEmail: false });
    const { success, failed } = await run(
      { object: "Lead", operation: "update" },
      `Id,Title,Phone,HasOptedOutOfEmail\n${id},#N/A,,true\n00Q000000000000AAA,x,,\nnonsense,x,,\n`,
    );
    expect(salesforce.state()["Lead"]).toEqual([
      expect.objectContaining({ Phone: "1", HasOptedOutOfEmail: true, LastName: "Doe" }),
    ]);
    expect(salesforce.state()["Lead"]?.[0]).not.toHaveProperty("Title");
    expect(success).toContain(`"${id}","false"`);
    expect(failed).toMatch(
      /"(?:INVALID_CROSS_REFERENCE_KEY|MALFORMED_ID):.*\n.*"MALFORMED_ID:malformed id nonsense:Id --"/,
    );
  });

  it("upserts by an external id, and deletes", async () => {
    const { run, salesforce } = openJobs();
    const upsert = { object: "Lead", operation: "upsert", externalIdFieldName: "Person_Key__c" };
    const rows = "Person_Key__c,LastName,Company\nk1,Doe,Acme\nk2,Roe,Acme\n";
    expect((await run(upsert, rows)).job).toMatchObject({
      numberRecordsFailed: 0,
      externalIdFieldName: "Person_Key__c",
    });
    const { success } = await run(upsert, "Person_Key__c,LastName\nk1,Dove\n");
    expect(success).toContain('"false","k1","Dove"');
    expect(salesforce.state()["Lead"]).toMatchObject([{ LastName: "Dove" }, { LastName: "Roe" }]);
    const ids = (salesforce.state()["Lead"] as { Id: string }[]).map(({ Id }) => Id);
    await run({ object: "Lead", operation: "delete" }, `Id\n${ids.join("\n")}\n`);
    expect(salesforce.state()["Lead"]).toEqual([]);
  });

  it("fails as a whole for a column that there is not", async () => {
    const { run, salesforce } = openJobs();
    const { job, left } = await run(INSERT, "LastName,Company,Nope\nDoe,Acme,x\n");
    expect(job).toMatchObject({ state: "Failed", errorMessage: "InvalidBatch : Field name not found : Nope" });
    expect(left).toBe('"LastName","Company","Nope"\n"Doe","Acme","x"\n');
    expect(salesforce.state()["Lead"]).toEqual([]);
  });

  it("is done where nothing was uploaded", async () => {
    const { run } = openJobs();
    expect((await run(INSERT, "")).job).toMatchObject({ state: "JobComplete", numberRecordsProcessed: 0 });
  });

  it.each([
    [{ object: "Nope", operation: "insert" }, "INVALIDENTITY"],
    [{ object: "Lead", operation: "merge" }, "INVALIDJOB"],
    [{ object: "Lead", operation: "upsert" }, "INVALIDJOB"],
  ])("is not opened for %j", async (job, errorCode) => {
    expect(await openJobs().json("POST", "", job)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it("takes one upload, ends once, and is deleted only when nobody works on it", async () => {
    const { json, open, upload, close, clock } = openJobs();
    const id = await open(INSERT);
    await upload(id, "LastName,Company\nDoe,Acme\n");
    expect(await upload(id, "LastName,Company\nRoe,Acme\n")).toMatchObject({ status: 400 });
    expect(await json("DELETE", `/${id}`)).toMatchObject({ status: 400, body: [{ errorCode: "INVALIDJOBSTATE" }] });
    await close(id);
    expect(await close(id)).toMatchObject({ status: 400 });
    expect(await upload(id, "")).toMatchObject({ status: 400 });
    await clock.advance(0);
    expect(await json("PATCH", `/${id}`, { state: "Aborted" })).toMatchObject({ status: 400 });
    expect((await json("GET", "")).body.records).toMatchObject([{ id, state: "JobComplete" }]);
    expect(await json("DELETE", `/${id}`)).toMatchObject({ status: 204 });
    expect(await json("GET", `/${id}`)).toMatchObject({ status: 404 });
  });

  it("writes nothing more once it is aborted", async () => {
    const { open, upload, close, json, clock, salesforce } = openJobs({ lockHoldMs: 10 });
    const id = await open(INSERT);
    const rows = Array.from({ length: 600 }, (_, index) => `L${index},Acme`);
    await upload(id, `LastName,Company\n${rows.join("\n")}\n`);
    await close(id);
    await clock.advance(2500); // 200 rows take 2 s
    expect(await json("PATCH", `/${id}`, { state: "Aborted" })).toMatchObject({ status: 200 });
    await clock.advance(60_000);
    expect(salesforce.state()["Lead"]).toHaveLength(400);
    expect((await json("GET", `/${id}`)).body).toMatchObject({ state: "Aborted", numberRecordsProcessed: 400 });
  });
});

describe("a bulk job's chunks", () => {
  it("wait for others' locks, and lose the rows that wait too long", async () => {
    const { open, upload, close, csv, clock, salesforce } = openJobs({
      transactionMs: 50,
      lockHoldMs: 0.2,
      lockWaitMs: 60,
    });
    const campaign = salesforce.insert("Campaign", { Name: "c" });
    const ids = await Promise.all([0, 1].map(() => open({ object: "CampaignMember", operation: "insert" })));
    for (const id of ids) {
      const rows = Array.from({ length: 200 }, () => `${campaign},${salesforce.insert("Lead", lead)}`);
      await upload(id, `CampaignId,LeadId\n${rows.join("\n")}\n`);
      await close(id);
    }
    await clock.advance(1000);
    // The first holds the campaign for 90 ms.
    const [first, second] = await Promise.all(ids.map((id) => csv(`/${id}/failedResults`)));
    expect(first?.text).toBe('"sf__Id","sf__Error","CampaignId","LeadId"\n');
    expect(second?.text).toContain(
      `"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: ${campaign}:--"`,
    );
  });

  it("are struck row by row", async () => {
    const { run, faults } = openJobs();
    faults.add({ system: "salesforce", fault: "lock", match: "PATCH /jobs/ingest/{id}", rows: 1 });
    const { job } = await run(INSERT, "LastName,Company\nDoe,Acme\nRoe,Acme\n");
    expect(job).toMatchObject({ state: "JobComplete", numberRecordsFailed: 1, numberRecordsProcessed: 2 });
  });

  it.each([
    [{ fault: "bulk-failed" }, { state: "Failed", numberRecordsProcessed: 0 }],
    [{ fault: "bulk-stuck" }, { state: "InProgress", numberRecordsProcessed: 0 }],
    [
      { fault: "bulk-stuck", milliseconds: 5000 },
      { state: "JobComplete", numberRecordsProcessed: 1 },
    ],
  ])("%j", async (rule, expected) => {
    const { run, faults } = openJobs();
    faults.add({ system: "salesforce", match: "PATCH /jobs/ingest/{id}", ...rule });
    expect((await run(INSERT, "LastName,Company\nDoe,Acme\n")).job).toMatchObject(expected);
  });
});
