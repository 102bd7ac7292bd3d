import { generateKeyPairSync, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createSalesforce } from "../../../local/salesforce/salesforce.ts";
import { openOrg } from "./open-org.ts";

const ours = generateKeyPairSync("rsa", { modulusLength: 2048 });
const others = generateKeyPairSync("rsa", { modulusLength: 2048 });
const now = Date.parse("2026-01-01T00:00:00Z") / 1000;
const claims = { iss: "consumer", sub: "ycat@acme.example", aud: "https://login.salesforce.com", exp: now + 120 };

function assertion(
  changes: object = {},
  { key = ours.privateKey, alg = "RS256" }: { key?: KeyObject; alg?: string } = {},
): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode({ alg })}.${encode({ ...claims, ...changes })}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
}

async function logIn(form: Record<string, string>): Promise<{ status: number; body: Record<string, string> }> {
  const publicKey = ours.publicKey.export({ type: "spki", format: "pem" }).toString();
  const salesforce = createSalesforce({
    clock: new VirtualClock(),
    publicKey,
    clientId: "consumer",
    clientSecret: "secret",
    username: claims.sub,
  });
  const body = new URLSearchParams(form);
  const response = await salesforce.fetch(
    new Request("http://org.test/services/oauth2/token", { method: "POST", body }),
  );
  return { status: response.status, body: { ...Object(await response.json()) } };
}

const bearer = (token: string) =>
  logIn({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: token });

describe("a login", () => {
  it.each(["https://login.salesforce.com", "https://test.salesforce.com/", "http://org.test"])(
    "by an assertion for %s gives a session",
    async (aud) => {
      expect(await bearer(assertion({ aud }))).toMatchObject({
        status: 200,
        body: {
          access_token: expect.any(String),
          instance_url: "http://org.test",
          token_type: "Bearer",
          id: expect.stringMatching(/^http:\/\/org\.test\/id\/00D\w{15}\/005\w{15}$/),
        },
      });
    },
  );

  it.each<[string, string, string]>([
    ["another key", assertion({}, { key: others.privateKey }), "invalid_grant"],
    ["no signature", assertion({}, { alg: "none" }).replace(/[^.]*$/, ""), "invalid_grant"],
    [
      "changed claims",
      assertion().replace(
        /\.[^.]*\./,
        `.${Buffer.from(JSON.stringify({ ...claims, sub: "x" })).toString("base64url")}.`,
      ),
      "invalid_grant",
    ],
    ["an end in the past", assertion({ exp: now }), "invalid_grant"],
    ["another audience", assertion({ aud: "https://example.com" }), "invalid_grant"],
    ["another consumer", assertion({ iss: "other" }), "invalid_client_id"],
    ["a user who hasn't approved", assertion({ sub: "x@y.zz" }), "invalid_grant"],
    ["no JSON", "a.b.c", "invalid_grant"],
  ])("by an assertion with %s is refused", async (_, token, error) => {
    expect(await bearer(token)).toEqual({ status: 400, body: { error, error_description: expect.any(String) } });
  });

  it.each<[Record<string, string>, object]>([
    [{ client_id: "consumer", client_secret: "secret" }, { status: 200 }],
    [
      { client_id: "consumer", client_secret: "other" },
      { status: 400, body: { error: "invalid_client" } },
    ],
    [
      { client_id: "other", client_secret: "secret" },
      { status: 400, body: { error: "invalid_client_id" } },
    ],
    [{}, { status: 400 }],
  ])("by client credentials %j", async (form, expected) => {
    expect(await logIn({ grant_type: "client_credentials", ...form })).toMatchObject(expected);
  });

  it("of another kind is refused", async () => {
    expect(await logIn({ grant_type: "password" })).toMatchObject({
      status: 400,
      body: { error: "unsupported_grant_type" },
    });
  });
});

describe("a session", () => {
  const expired = { status: 401, body: [{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }] };

  it("is needed for every call", async () => {
    const { call } = openOrg();
    for (const authorization of ["", "Bearer nonsense", "Basic abc"]) {
      expect(await call("GET", "query?q=SELECT+Id+FROM+Lead", undefined, { authorization })).toMatchObject(expired);
    }
  });

  it("ends so long after its last call", async () => {
    const { query, clock } = openOrg({ sessionTtlMs: 1000 });
    for (let calls = 0; calls < 3; calls += 1) {
      expect((await query("SELECT Id FROM Lead")).status).toBe(200);
      await clock.advance(600);
    }
    await clock.advance(1000);
    expect(await query("SELECT Id FROM Lead")).toMatchObject(expired);
  });

  it("ends when an administrator ends all", async () => {
    const { query, salesforce } = openOrg();
    salesforce.endSessions();
    expect(await query("SELECT Id FROM Lead")).toMatchObject(expired);
  });
});

describe("an API version", () => {
  it.each([
    [30, 410],
    [31, 200],
    [60, 200],
    [999, 404],
  ])("%s is answered with %s", async (version, status) => {
    const { call } = openOrg();
    expect((await call("GET", `/services/data/v${version}.0/query/?q=SELECT+Id+FROM+Lead`)).status).toBe(status);
  });
});

describe("the day's calls", () => {
  it("are counted in every answer and end", async () => {
    const { query, clock, salesforce, call } = openOrg({ dailyRequests: 2 });
    expect((await query("SELECT Id FROM Lead")).headers.get("sforce-limit-info")).toBe("api-usage=1/2");
    expect((await query("SELECT Id FROM Nope")).headers.get("sforce-limit-info")).toBe("api-usage=2/2");
    expect(await query("SELECT Id FROM Lead")).toMatchObject({
      status: 403,
      body: [{ errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." }],
    });
    await clock.advance(24 * 3600 * 1000);
    expect(salesforce.allowance()).toEqual({ "API calls of the day": { used: 0, max: 2 } });
    const authorization = `Bearer ${salesforce.openSession()}`;
    expect((await call("GET", "query?q=SELECT+Id+FROM+Lead", undefined, { authorization })).status).toBe(200);
  });
});

describe("an address", () => {
  it("of more than 16 KiB is refused", async () => {
    const { query } = openOrg();
    expect((await query(`SELECT Id FROM Lead WHERE Email = '${"x".repeat(16_384)}'`)).status).toBe(414);
  });
});

describe("a body", () => {
  it("that is no JSON is refused", async () => {
    const { salesforce } = openOrg();
    const headers = { authorization: `Bearer ${salesforce.openSession()}` };
    for (const body of ["{", "[]", '"x"', ""]) {
      const response = await salesforce.fetch(
        new Request("http://org.test/services/data/v60.0/sobjects/Lead", { method: "POST", headers, body }),
      );
      expect([response.status, await response.json()]).toMatchObject([400, [{ errorCode: "JSON_PARSER_ERROR" }]]);
    }
  });
});
