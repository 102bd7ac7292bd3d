import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { loadJsforce } from "../../../functions/clients/salesforce/jsforce.ts";
import type { JsforceRequest, JsforceResponse } from "../../../functions/clients/salesforce/jsforce.ts";

const session = { accessToken: "token", instanceUrl: "https://acme.my.salesforce.com" };
const connect = await loadJsforce();

const json = (statusCode: number, body: unknown): JsforceResponse => ({
  statusCode,
  headers: { "content-type": "application/json;charset=UTF-8" },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

async function ask(request: Partial<JsforceRequest>, response: JsforceResponse) {
  const sent: JsforceRequest[] = [];
  const connection = connect(session, async (outgoing) => {
    sent.push(outgoing);
    return response;
  });
  const outcome = await connection.request({ method: "GET", url: "/query", ...request }).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { sent, outcome };
}

/** What functions/clients/salesforce relies on in jsforce's private parts: read its changes before you move the version. */
describe("jsforce", () => {
  it("is the version that these tests were written for", () => {
    const { version } = JSON.parse(readFileSync("node_modules/jsforce/package.json", "utf8"));
    expect(version).toBe("3.10.26");
  });

  it("hands its one transport a whole request, with our token and API version", async () => {
    const { sent } = await ask(
      { method: "POST", url: "/sobjects/Lead", body: "{}", headers: { "x-own": "1" } },
      json(201, {}),
    );
    expect(sent).toEqual([
      {
        method: "POST",
        url: "https://acme.my.salesforce.com/services/data/v64.0/sobjects/Lead",
        headers: { "x-own": "1", Authorization: "Bearer token", "content-length": "2" },
        body: "{}",
      },
    ]);
  });

  it("parses what was answered", async () => {
    expect(await ask({}, json(200, { done: true }))).toMatchObject({ outcome: { value: { done: true } } });
  });

  it("neither renews a session nor sends again by itself", async () => {
    const { sent, outcome } = await ask({}, json(401, [{ errorCode: "INVALID_SESSION_ID", message: "expired" }]));
    expect(sent).toHaveLength(1);
    expect(outcome).toMatchObject({ error: { errorCode: "INVALID_SESSION_ID" } });
  });

  it("keeps the error items as data", async () => {
    const item = { errorCode: "DUPLICATES_DETECTED", message: "m", duplicateResut: { matchResults: [] } };
    expect((await ask({}, json(400, [item]))).outcome).toMatchObject({ error: { data: item } });
    expect((await ask({}, json(400, [item, item]))).outcome).toMatchObject({ error: { data: [item, item] } });
  });

  it("takes cut JSON and redirects for a result, which is why every result's shape is checked", async () => {
    expect(await ask({}, json(200, '{"done":tr'))).toMatchObject({ outcome: { value: '{"done":tr' } });
    expect(await ask({}, json(302, "elsewhere"))).toMatchObject({ outcome: { value: "elsewhere" } });
  });

  it("passes our transport's errors on as they are", async () => {
    const error = new Error("ours");
    const connection = connect(session, () => Promise.reject(error));
    await expect(connection.request("/query")).rejects.toBe(error);
  });
});
