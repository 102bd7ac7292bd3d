import { createVerify, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { UnavailableError } from "../../../functions/runtime/define/errors.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { inProcessFetch } from "../../../local/core/in-process.ts";
import { answerParts } from "./composite.ts";
import { keepLines, rejection, salesforceInstance } from "../connect.ts";

const NO_ROWS = { totalSize: 0, done: true, records: [] };
const expired = () =>
  Response.json([{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }], { status: 401 });
const token = (name: string) => Response.json({ access_token: name, instance_url: "http://127.0.0.1:1" });

/** An org that gives out tokens t1, t2, … and takes those that `isValid` says. */
function org(
  isValid: (token: string) => boolean,
  logIn: (name: string, body: URLSearchParams) => Response | Promise<Response> = token,
) {
  const calls: string[] = [];
  let logins = 0;
  const fetch = inProcessFetch(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/services/oauth2/token") {
      logins += 1;
      calls.push(`login ${logins}`);
      return logIn(`t${logins}`, new URLSearchParams(await request.text()));
    }
    const used = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    calls.push(used);
    return isValid(used) ? answerParts(request, NO_ROWS) : expired();
  });
  return { fetch, calls };
}

/** An org whose second login has another host than the first. */
function movedOrg(old: () => Response | Promise<Response>, fresh: (request: Request) => Response | Promise<Response>) {
  const hosts = ["https://old.my.salesforce.com", "https://new.my.salesforce.com"];
  let logins = 0;
  const fetch = inProcessFetch(async (request) => {
    const { origin, pathname } = new URL(request.url);
    if (pathname === "/services/oauth2/token")
      return Response.json({ access_token: "t", instance_url: hosts[(logins += 1) - 1] });
    return origin === hosts[0] ? old() : fresh(request);
  });
  return { fetch, logins: () => logins };
}

describe("a call", () => {
  it("names the handler to the org, in one version of the API", async () => {
    const { fetch } = org(() => true);
    const named: (string | undefined)[] = [];
    const seen = salesforceInstance({
      fetch: (url, init) => {
        if (url.includes("/services/data/v67.0/")) named.push(init.headers["sforce-call-options"]);
        return fetch(url, init);
      },
    });
    await seen({ handler: "contact-unsubscribed" }).findPerson("a@example.com");
    expect(new Set(named)).toEqual(new Set(["client=ycat/contact-unsubscribed"]));
  });
});

describe("a login", () => {
  it("is a form, to be answered in JSON, in the event's trace", async () => {
    const { fetch } = org(() => true);
    let headers: Readonly<Record<string, string>> = {};
    const forEvent = salesforceInstance({
      fetch: (url, init) => {
        if (url.endsWith("/services/oauth2/token")) ({ headers } = init);
        return fetch(url, init);
      },
    });
    const traceparent = "00-1-2-01";
    await forEvent({ traceparent }).findPerson("a@example.com");
    const form = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    expect(headers).toEqual({ ...form, traceparent });
  });
});

describe("an answer", () => {
  it.each([300, 400])("of HTTP %i is a refusal, told as a warning, in a new session too", async (status) => {
    const refused = Response.json([{ errorCode: "SOME_CODE", message: "m" }], { status });
    const { fetch } = org(() => false);
    const { log, lines } = keepLines();
    let calls = 0;
    const forEvent = salesforceInstance({
      fetch: async (url, init) => (url.includes("/services/data/") && (calls += 1) === 2 ? refused : fetch(url, init)),
    });
    expect(await rejection(forEvent({ log }).findPerson("a@example.com"))).toMatchObject({
      reason: { code: "SOME_CODE", status },
    });
    expect(lines.at(-1)).toMatchObject({ level: "warning", message: "call refused", reason: "SOME_CODE" });
  });
});

describe("an empty answer", () => {
  it.each([
    [500, "HTTP_500"],
    [503, "HTTP_503"],
  ])("of HTTP %i is judged by that, though it is declared as JSON", async (status, code) => {
    const { fetch } = org(() => true);
    const empty = () => new Response("", { status, headers: { "content-type": "application/json" } });
    const forEvent = salesforceInstance({
      fetch: async (url, init) => (url.includes("/services/data/") ? empty() : fetch(url, init)),
    });
    expect(await rejection(forEvent().findPerson("a@example.com"))).toMatchObject({ reason: { code, status } });
  });
});

describe("a session", () => {
  it("is made at the first call, and shared by all events of an instance", async () => {
    const { fetch, calls } = org(() => true);
    const forEvent = salesforceInstance({ fetch });
    expect(calls).toEqual([]);
    await Promise.all([forEvent().findPerson("a@example.com"), forEvent().findPerson("b@example.com")]);
    await forEvent().findPerson("c@example.com");
    expect(calls).toEqual(["login 1", ...Array.from({ length: 3 }, () => "t1")]);
  });

  it("is renewed once when it has expired, by many calls together", async () => {
    const { fetch, calls } = org((used) => used === "t2");
    const forEvent = salesforceInstance({ fetch });
    const { log, lines } = keepLines();
    await Promise.all([forEvent({ log }).findPerson("a@example.com"), forEvent({ log }).findPerson("b@example.com")]);
    expect(calls.filter((call) => call.startsWith("login"))).toEqual(["login 1", "login 2"]);
    expect(calls.filter((call) => call === "t2")).toHaveLength(2);
    expect(lines.filter(({ level }) => level !== "info")).toEqual([]);
  });

  it("that another event has renewed meanwhile is not renewed again", async () => {
    let isExpired = false;
    const late: (() => void)[] = [];
    const { fetch, calls } = org((used) => used === "t2" || !isExpired);
    const forEvent = salesforceInstance({
      fetch: async (url, init) => {
        const isLate =
          isExpired && init.body?.includes("late") === true && init.headers["authorization"] === "Bearer t1";
        const response = await fetch(url, init);
        if (isLate) await new Promise<void>((resolve) => late.push(resolve));
        return response;
      },
    });
    await forEvent().findPerson("a@example.com");
    isExpired = true;
    const second = forEvent().findPerson("late@example.com");
    await forEvent().findPerson("a@example.com");
    late.forEach((answer) => answer());
    await second;
    expect(calls.filter((call) => call.startsWith("login"))).toEqual(["login 1", "login 2"]);
  });

  it.each([
    ...["ENOTFOUND", "ECONNREFUSED", "EHOSTUNREACH", "ERR_TLS_CERT_ALTNAME_INVALID"].map(
      (code) => [code, () => Promise.reject(Object.assign(new Error("socket"), { code }))] as const,
    ),
    ["a page of its old host", () => new Response("<html>URL No Longer Exists", { status: 404 })],
    ["a host of others", () => new Response("", { status: 421 })],
    ["ORG_NOT_OWNED_BY_INSTANCE", () => Response.json([{ errorCode: "ORG_NOT_OWNED_BY_INSTANCE" }], { status: 400 })],
    ["a session that is refused with another code", () => Response.json([{ errorCode: "SOME_CODE" }], { status: 401 })],
    ["a session of another org", () => Response.json([{ errorCode: "INVALID_SESSION_ID" }], { status: 403 })],
    ["its host says so", () => Response.json([{ errorCode: "URL_NOT_RESET", message: "m" }], { status: 404 })],
    ...[301, 302, 307, 308].map((status) => {
      const headers = { location: "https://new.example.com" };
      return [`its host sends on (${status})`, () => new Response(null, { status, headers })] as const;
    }),
  ])("whose org has moved, for %s, is renewed within the delivery", async (_, old) => {
    const { fetch, logins } = movedOrg(old, (request) => answerParts(request, NO_ROWS));
    await expect(salesforceInstance({ fetch })().findPerson("a@example.com")).resolves.toBeUndefined();
    expect(logins()).toBe(2);
  });

  it("is kept where a trigger's own call has met the end of another, and nothing is written twice", async () => {
    const message = 'LeadTrigger: {"errorCode":"INVALID_SESSION_ID","message":"Session expired or invalid"}';
    const refusal = [{ errorCode: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message, fields: [] }];
    const asked: string[] = [];
    const fetch = inProcessFetch(async (request) => {
      const { origin, pathname } = new URL(request.url);
      asked.push(pathname.split("/").slice(-1).join(""));
      if (pathname === "/services/oauth2/token") return Response.json({ access_token: "t", instance_url: origin });
      return Response.json(refusal, { status: 400 });
    });
    const lead = { LastName: "Hopper", Company: "Navy" };
    const error = await rejection(salesforceInstance({ fetch })().createLead("a@example.com", lead));
    expect(error).toMatchObject({ name: "UnavailableError", reach: "record", reason: { code: "INVALID_SESSION_ID" } });
    expect(asked).toEqual(["token", "Lead"]);
  });

  it("is renewed at the org's new host for jsforce, too", async () => {
    const { fetch } = movedOrg(
      () => new Response("", { status: 421 }),
      () => Response.json(NO_ROWS),
    );
    const connection = await salesforceInstance({ fetch })().connection();
    await expect(connection.query("SELECT Id FROM Lead")).resolves.toMatchObject({ records: [] });
  });

  it("is asked for once more, and not for ever, where the org's name is gone", async () => {
    const { fetch, calls } = org(() => true);
    const gone = salesforceInstance({
      fetch: (url, init) =>
        url.includes("/composite")
          ? Promise.reject(Object.assign(new Error("dns"), { code: "ENOTFOUND" }))
          : fetch(url, init),
    });
    expect(await rejection(gone().findPerson("a@example.com"))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "ENOTFOUND", operation: "POST /composite" },
    });
    expect(calls).toEqual(["login 1", "login 2"]);
  });

  it("that is refused anew is not renewed again: the org's trouble, not the message's", async () => {
    const { fetch, calls } = org(() => false);
    const error = await rejection(
      salesforceInstance({ fetch })().optOutOfEmail("a@example.com", { at: "2026-11-26T10:00:00Z" }),
    );
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({
      reason: { code: "INVALID_SESSION_ID", system: "salesforce", operation: "POST /composite", status: 401 },
    });
    expect(calls).toEqual(["login 1", "t1", "login 2", "t2"]);
  });

  it.each([
    ["ip restricted", "relax IP restrictions"],
    ["inactive user", "deactivated"],
    ["inactive organization", "the org is locked or has ended"],
    ["user is locked", "frozen"],
    ["restricted login hours", "at this hour"],
    ["client identifier invalid", "no app's of this org"],
    ["app is blocked by admin", "has blocked the app"],
    ["app is not installed", "does not know the app"],
    ["app must be installed into org", "does not know the app"],
    ["login rate exceeded", "too many logins"],
    ["unsupported grant type", "flow switched on"],
    ["retry your request", "asked again"],
    ["user hasn't approved this consumer", "permission set"],
    ["user hasn't approved this consumer", "sandbox"],
    ["user is not admin approved to access this app", "permission set"],
    ["request not supported on this domain", "My Domain"],
    ["no client credentials user enabled", "Run As"],
    ["audience is invalid", "is not this org's"],
    ["Audience validation failed", "is not this org's"],
    ["invalid assertion", "clock"],
    ["authentication failure - invalid client credentials", "another app's"],
    ["ann@example.com", "check SALESFORCE_LOGIN_URL, _CLIENT_ID, _USERNAME and _CREDENTIAL"],
    [7, "check SALESFORCE_LOGIN_URL"],
  ])("that is refused says what to do, by Salesforce's words, and not these: %s", async (described, advice) => {
    const refuse = () => Response.json({ error: "invalid_grant", error_description: described }, { status: 400 });
    const { fetch } = org(() => true, refuse);
    const error = await rejection(salesforceInstance({ fetch })().findPerson("a@example.com"));
    expect(error).toMatchObject({ reason: { code: "INVALID_GRANT" }, message: expect.stringContaining(advice) });
    expect(String(error)).not.toContain("ann@example.com");
  });

  it.each([
    [
      "INVALID_GRANT",
      () => Response.json({ error: "invalid_grant", error_description: "user hasn't approved" }, { status: 400 }),
    ],
    ["HTTP_503", () => new Response("<html>", { status: 503 })],
    ["HTTP_403", () => Response.json({ error: "words of somebody" }, { status: 403 })],
    ["HTTP_400", () => Response.json({ access_token: "t", instance_url: "http://127.0.0.1:1" }, { status: 400 })],
    [
      "MALFORMED_ANSWER",
      () => Response.json({ access_token: "t", instance_url: "http://127.0.0.1:1" }, { status: 202 }),
    ],
    ["MALFORMED_ANSWER", () => Response.json({ access_token: 7, instance_url: "http://127.0.0.1:1" })],
    ["MALFORMED_ANSWER", () => Response.json({ access_token: "t", instance_url: "no address" })],
    ["MALFORMED_ANSWER", () => Response.json({ access_token: "t" })],
    ["HTTP_300", () => Response.json({ access_token: "t" }, { status: 300 })],
    ["HTTP_302", () => new Response(null, { status: 302, headers: { location: "/" } })],
    ["MALFORMED_ANSWER", () => new Response('{"access_token":"t')],
    ["MALFORMED_ANSWER", () => new Response("")],
    ["MALFORMED_ANSWER", () => Response.json({ access_token: "t", instance_url: "http://elsewhere.example.com" })],
    ["MALFORMED_ANSWER", () => Response.json({ access_token: "t\nx", instance_url: "https://acme.my.salesforce.com" })],
  ])("that can't be had is UnavailableError %s, and asked for again by the next event", async (code, refuse) => {
    let isRefused = true;
    const { fetch } = org(
      () => true,
      (name) => (isRefused ? refuse() : token(name)),
    );
    const forEvent = salesforceInstance({ fetch });
    const { log, lines } = keepLines();
    const error = await rejection(forEvent({ log }).findPerson("a@example.com"));
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({ reason: { code, operation: "POST /services/oauth2/token" } });
    expect(lines).toMatchObject([{ level: "warning", operation: "POST /services/oauth2/token", reason: code }]);
    isRefused = false;
    await expect(forEvent().findPerson("a@example.com")).resolves.toBeUndefined();
  });

  it("that comes late fails the event whose deadline is over, and not the others", async () => {
    const clock = new VirtualClock();
    const { fetch } = org(
      () => true,
      (name) => new Promise((resolve) => clock.after(8_000, () => resolve(token(name)))),
    );
    const forEvent = salesforceInstance({ fetch, clock });
    const deadline = new AbortController();
    clock.after(1_000, () => deadline.abort());
    const early = rejection(forEvent({ signal: deadline.signal }).findPerson("a@example.com"));
    const late = forEvent().findPerson("b@example.com");
    await clock.advance(8_000);
    expect(await early).toMatchObject({
      name: "UnavailableError",
      reason: { code: "DEADLINE" },
      cause: expect.anything(),
    });
    await expect(late).resolves.toBeUndefined();
  });

  it("is asked for with a client secret", async () => {
    const bodies: unknown[] = [];
    const { fetch } = org(
      () => true,
      (name, body) => {
        bodies.push(Object.fromEntries(body));
        return token(name);
      },
    );
    await salesforceInstance({ fetch })().findPerson("a@example.com");
    expect(bodies).toEqual([
      { grant_type: "client_credentials", client_id: "local-client", client_secret: "local-secret" },
    ]);
  });

  it.each([
    ["https://acme.my.salesforce.com", "https://login.salesforce.com"],
    ["https://login.salesforce.com", "https://login.salesforce.com"],
    ["https://acme-dev-ed.develop.my.salesforce.com", "https://login.salesforce.com"],
    ["https://sandbox.my.salesforce.com", "https://login.salesforce.com"],
    ["https://scratch-cs1.my.salesforce.com", "https://login.salesforce.com"],
    ["https://test.salesforce.com", "https://test.salesforce.com"],
    ["https://acme--dev.sandbox.my.salesforce.com", "https://test.salesforce.com"],
    ["https://acme--dev.my.salesforce.com", "https://test.salesforce.com"],
    ["https://acme--dev.cs87.my.salesforce.com", "https://test.salesforce.com"],
    ["https://cs87.salesforce.com", "https://test.salesforce.com"],
    ["https://power-speed-4711-dev-ed.scratch.my.salesforce.com", "https://test.salesforce.com"],
    ["https://power-speed-4711-dev-ed.cs87.my.salesforce.com", "https://test.salesforce.com"],
    ["https://login.acme.example", "https://login.acme.example"],
    ["http://127.0.0.1:1", "http://127.0.0.1:1"],
  ])("is asked for with a signed token: at %s for the audience %s", async (loginUrl, audience) => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const clock = new VirtualClock();
    const bodies: URLSearchParams[] = [];
    const { fetch } = org(
      () => true,
      (name, body) => {
        bodies.push(body);
        return token(name);
      },
    );
    const settings = {
      SALESFORCE_LOGIN_URL: loginUrl,
      SALESFORCE_USERNAME: "ycat@acme.com",
      SALESFORCE_CREDENTIAL: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    };
    await salesforceInstance({ fetch, clock, settings })().findPerson("a@example.com");
    expect(bodies[0]?.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    const [header = "", claims = "", signature = ""] = bodies[0]?.get("assertion")?.split(".") ?? [];
    expect(createVerify("RSA-SHA256").update(`${header}.${claims}`).verify(publicKey, signature, "base64url")).toBe(
      true,
    );
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({ alg: "RS256", typ: "JWT" });
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toEqual({
      iss: "local-client",
      sub: "ycat@acme.com",
      aud: audience,
      exp: clock.now() / 1000 + 180,
    });
  });
});
