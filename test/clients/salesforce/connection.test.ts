import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "@jest/globals";
import type { Connection } from "jsforce/lib/core.js";
import { inProcessFetch } from "../../../local/core/in-process.ts";
import { keepLines, rejection, salesforceInstance } from "../connect.ts";
import { CAMPAIGN, contact, EMAIL, idle, lead, startOrg } from "./org.ts";

/** The org's answers, one after another, and what it was sent. */
function scripted(...answers: ((request: Request) => Response | Promise<Response>)[]) {
  const sent: Request[] = [];
  const fetch = inProcessFetch(async (request) => {
    if (request.url.endsWith("/oauth2/token"))
      return Response.json({ access_token: "token", instance_url: "http://127.0.0.1:1" });
    sent.push(request.clone());
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    if (answer === undefined) throw new Error("the org has nothing to answer");
    return answer(request);
  });
  const { log, lines } = keepLines();
  return { connect: () => salesforceInstance({ fetch })({ log }).connection(), sent, lines };
}

/** What functions/clients/salesforce relies on in jsforce's private parts: read its changes before you move the version. */
describe("connection", () => {
  it("is of the jsforce that these tests were written for", () => {
    const { version } = JSON.parse(readFileSync("node_modules/jsforce/package.json", "utf8"));
    expect(version).toBe("3.10.26");
  });

  it("sends what jsforce makes, with our token and API version", async () => {
    const { connect, sent } = scripted(() => Response.json({ id: "00Q000000000001AAA", success: true, errors: [] }));
    await (await connect()).sobject("Lead").create({ LastName: "Lovelace" });
    expect(sent).toMatchObject([
      { method: "POST", url: "http://127.0.0.1:1/services/data/v67.0/sobjects/Lead", redirect: "manual" },
    ]);
    expect(sent[0]?.headers.get("content-type")).toBe("application/json");
    expect(sent[0]?.headers.get("authorization")).toBe("Bearer token");
    expect(sent[0]?.headers.get("sforce-call-options")).toBe("client=ycat/form-submitted");
    expect(sent[0]?.headers.has("content-length")).toBe(false); // fetch's own is right for its body
    expect(await sent[0]?.json()).toEqual({ LastName: "Lovelace" });
  });

  it("reads every page of a query", async () => {
    const { client, org } = startOrg({ pageSize: 2 });
    for (let one = 0; one < 7; one += 1) org.insert("Lead", lead());
    const connection = await client.connection();
    const all = await connection.query("SELECT Id FROM Lead", { autoFetch: true, maxFetch: 100 });
    expect(all.records).toHaveLength(7);
    const first = await connection.query("SELECT Id FROM Lead");
    const second = await connection.queryMore(first.nextRecordsUrl ?? "");
    expect([first.records, second.records].map(({ length }) => length)).toEqual([2, 2]);
  });

  it("creates, reads, updates and deletes records of any object", async () => {
    const { client, records, lines } = startOrg();
    const contacts = (await client.connection()).sobject("Contact");
    const { id = "" } = await contacts.create({ ...contact() });
    await contacts.update({ Id: id, LastName: "Boole" });
    expect(await contacts.retrieve(id)).toMatchObject({ LastName: "Boole", Email: EMAIL });
    expect(records("Contact")).toHaveLength(1);
    await contacts.delete(id);
    expect(records("Contact")).toEqual([]);
    expect(lines.filter(({ message }) => message === "record written")).toMatchObject([
      { operation: "POST /sobjects/Contact", records: [id], fields: Object.keys(contact()) },
      { operation: "PATCH /sobjects/Contact/{id}", records: [id], fields: ["LastName"] },
      { operation: "DELETE /sobjects/Contact/{id}", records: [id], fields: [] },
    ]);
  });

  it("describes objects, and runs a bulk job to its results", async () => {
    const { client, clock, records } = startOrg();
    const connection = await client.connection();
    expect((await connection.describe("Lead")).fields).toContainEqual(
      expect.objectContaining({ name: "Email", length: 80 }),
    );
    const job = connection.bulk2.createJob({ object: "Lead", operation: "insert" });
    await job.open();
    await job.uploadData([lead(), lead({ Email: "nobody" })]);
    await job.close();
    await clock.advance(0);
    expect(await job.check()).toMatchObject({ state: "JobComplete", numberRecordsFailed: 1 });
    expect(await job.getAllResults()).toMatchObject({
      successfulResults: [{ Email: EMAIL, sf__Created: "true" }],
      failedResults: [
        { Email: "nobody", sf__Error: "INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --" },
      ],
      unprocessedRecords: [],
    });
    expect(records("Lead")).toMatchObject([lead()]);
  });

  it.each([
    [200, '{"done":true}'],
    [503, ""],
  ])("gives its answer as a stream too, which ends where there is none: HTTP %i", async (status, expected) => {
    const { connect } = scripted(() => Response.json({ done: true }, { status }));
    const { _transport: transport } = await connect();
    const url = "http://127.0.0.1:1/services/data/v67.0/x";
    const answered = transport.httpRequest({ method: "GET", url });
    answered.catch(() => {});
    expect(await text(answered.stream())).toBe(expected);
  });

  it("fails where a bulk upload does, and sends it once", async () => {
    const { connect, sent } = scripted(
      () => Response.json({ id: "750000000000001AAA", state: "Open" }),
      () => new Response("<html>", { status: 503 }),
    );
    const job = (await connect()).bulk2.createJob({ object: "Lead", operation: "insert" });
    await job.open();
    expect(await rejection(job.uploadData([{ Email: "ann@example.com" }]))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "HTTP_503", operation: "PUT /jobs/ingest/{id}/batches", status: 503 },
    });
    expect(sent).toHaveLength(2);
  });

  it("renews a session that is over, with the same body and for later calls too", async () => {
    const { client, addFault, calls, records } = startOrg();
    const connection = await client.connection();
    addFault({ match: "POST /sobjects/Lead", fault: "401-once" });
    await connection.sobject("Lead").create(lead());
    await connection.sobject("Lead").create(lead());
    expect(records("Lead")).toHaveLength(2);
    expect(calls.filter((call) => call.endsWith("/token"))).toHaveLength(2);
  });

  it("takes what an object says of itself for no record that was created", async () => {
    const { connect } = scripted(() => Response.json({ objectDescribe: { name: "Lead" } }));
    expect(await (await connect()).request("/sobjects/Lead")).toMatchObject({ objectDescribe: { name: "Lead" } });
  });

  it("does not renew for ever", async () => {
    const { client, addFault, calls } = startOrg();
    const connection = await client.connection();
    addFault({ match: "GET /query", fault: "401-forever" });
    expect(await rejection(connection.query("SELECT Id FROM Lead"))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "INVALID_SESSION_ID", operation: "GET /query", status: 401 },
    });
    expect(calls.filter((call) => call === "GET /query")).toHaveLength(2);
  });

  it.each([
    ["reject-before", "HTTP_500"],
    ["apply-then-drop", "ECONNRESET"],
    ["reset-mid-body", "UND_ERR_SOCKET"],
    ["stall-headers", "TIMEOUT"],
    ["stall-body", "TIMEOUT"],
    ["5xx-html", "HTTP_502"],
    ["429", "HTTP_429"],
    ["truncated-200", "MALFORMED_ANSWER"],
    ["empty-200", "MALFORMED_ANSWER"],
    ["403-daily", "REQUEST_LIMIT_EXCEEDED"],
    ["lock", "UNABLE_TO_LOCK_ROW"],
  ])("calls %s an outage, %s, and sends nothing again", async (fault, code) => {
    const { client, clock, addFault, calls, lines } = startOrg();
    const connection = await client.connection();
    addFault({ match: "POST /sobjects/Lead", fault });
    const failed = rejection(connection.sobject("Lead").create(lead()));
    await idle();
    await clock.advance(120_000);
    expect(await failed).toMatchObject({
      name: "UnavailableError",
      reason: { code, operation: "POST /sobjects/Lead" },
    });
    expect(calls.filter((call) => call === "POST /sobjects/Lead")).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain("example.com");
  });

  it("waits two minutes for an answer, longer than our own calls", async () => {
    const { client, clock, addFault } = startOrg();
    const connection = await client.connection();
    addFault({ match: "POST /sobjects/Lead", fault: "stall-headers" });
    let isOver = false;
    const failed = rejection(connection.sobject("Lead").create(lead())).finally(() => (isOver = true));
    await idle();
    await clock.advance(119_999);
    await idle();
    expect(isOver).toBe(false);
    await clock.advance(1);
    await failed;
  });

  const ofTasks = "SELECT Id, (SELECT Id FROM Notes WHERE Title != ':(') FROM Task WHERE Subject = 'call from Lead ('";
  const answered = (...types: readonly string[]) => ({
    done: true,
    records: types.map((type) => ({ attributes: { type }, Id: CAMPAIGN })),
  });

  it.each([
    ["a query", {}, (one: Connection) => one.query(ofTasks)],
    ["a query", { records: [] }, (one: Connection) => one.query(ofTasks)],
    ["a query", answered("Campaign"), (one: Connection) => one.query(ofTasks)],
    ["a query", answered("Task", "Campaign"), (one: Connection) => one.query(ofTasks)],
    ["a query", { id: CAMPAIGN, success: true, errors: [] }, (one: Connection) => one.query(ofTasks)],
    ["a create", answered("Task"), (one: Connection) => one.create("Task", {})],
    ["a create", { id: CAMPAIGN, success: true, errors: [] }, (one: Connection) => one.create("Task", {})],
  ])("takes no other call's answer for that to %s: %j", async (_, body, call) => {
    const { connect } = scripted(() => Response.json(body));
    expect(await rejection(call(await connect()))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER" },
    });
  });

  it.each([
    ["subqueries and quotes", answered("Task"), ofTasks],
    ["aggregates", answered("AggregateResult"), "SELECT COUNT(Id) FROM Task"],
    ["rows that do not say of what", { done: true, records: [{ Id: CAMPAIGN }] }, "SELECT Id FROM Task"],
  ])("takes the answer to a query with %s", async (_, body, soql) => {
    const { connect } = scripted(() => Response.json(body));
    expect((await (await connect()).query(soql)).records).toHaveLength(1);
  });

  it.each([
    ["PATCH", 200, "", true],
    ["PATCH", 200, '{"id":', false],
    ["GET", 200, "", false],
    ["POST", 200, "", false],
    ["POST", 204, null, true],
  ] as const)(
    "takes no empty body in JSON for an answer but to a change, or as HTTP says: %s, %i %j",
    async (method, status, body, isTaken) => {
      const headers = { "content-type": "application/json" };
      const { connect } = scripted(() => new Response(body, { status, headers }));
      const connection = await connect();
      const outcome = connection.request({ method, url: "/sobjects/Task/1" }).then(
        () => true,
        () => false,
      );
      expect(await outcome).toBe(isTaken);
    },
  );

  it("ends a call at the event's deadline", async () => {
    const { client, addFault, deadline } = startOrg();
    const connection = await client.connection();
    addFault({ match: "GET /query", fault: "stall-body" });
    const failed = rejection(connection.query("SELECT Id FROM Lead"));
    await idle();
    deadline.abort();
    expect(await failed).toMatchObject({ name: "UnavailableError", reason: { code: "DEADLINE" } });
  });

  it("refuses for ever what Salesforce does, by code and field", async () => {
    const { client } = startOrg();
    const connection = await client.connection();
    expect(await rejection(connection.sobject("Lead").create(lead({ Phone: "1".repeat(50) })))).toMatchObject({
      name: "PermanentError",
      reason: { code: "STRING_TOO_LONG", field: "Phone", operation: "POST /sobjects/Lead" },
    });
  });

  it("keeps ids and e-mails out of the log", async () => {
    const { connect, lines } = scripted(() => Response.json({}));
    const connection = await connect();
    await connection.sobject("Contact").upsert({ Email: EMAIL, LastName: "Boole" }, "Email");
    await connection.request("/sobjects/Lead/00Q000000000001AAA/Owner");
    await connection.request("/services/apexrest/acme/ann@example.com");
    await connection.request(`/parameterizedSearch/?q=${EMAIL}`);
    expect(JSON.stringify(lines)).not.toContain("@");
    const written = lines.filter(({ message }) => message === "record written");
    expect(written.map(({ operation }) => operation)).toEqual(["PATCH /sobjects/Contact/Email/{value}"]);
    const calls = lines.filter(({ callMs }) => callMs !== undefined);
    expect(calls.map(({ operation }) => operation).slice(1)).toEqual([
      "PATCH /sobjects/Contact/Email/{value}",
      "GET /sobjects/Lead/{id}/{value}",
      "GET /services/apexrest",
      "GET /parameterizedSearch/",
    ]);
  });

  it("sends text alone", async () => {
    const { connect, sent } = scripted(() => Response.json({}));
    const { _transport: transport } = await connect();
    const request = { method: "POST" as const, url: "http://127.0.0.1:1/services/data/v67.0/x" };
    expect(String(await rejection(transport.httpRequest({ ...request, body: Buffer.from("file") })))).toContain(
      "text alone",
    );
    await transport.httpRequest({ ...request, body: new URLSearchParams({ a: "b" }) });
    await transport.httpRequest({ ...request, body: null });
    expect(await Promise.all(sent.map((one) => one.text()))).toEqual(["a=b", ""]);
  });

  it.each([
    ["another host", (connection: Connection) => connection.request("https://elsewhere.example.com/services/data")],
    ["a login of its own", (connection: Connection) => connection.loginByOAuth2("ann", "secret")],
    ["a log-out", (connection: Connection) => connection.logout()],
  ])("sends no token to %s", async (_, call) => {
    const { connect, sent } = scripted();
    expect(await rejection(call(await connect()))).toBeInstanceOf(Error);
    expect(sent).toEqual([]);
  });
});
