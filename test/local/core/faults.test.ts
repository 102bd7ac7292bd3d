import { canHit, matchRequest } from "../../../local/core/fault-match.ts";
import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { applyFault } from "../../../local/core/apply-fault.ts";
import { commonFaults, createFaults } from "../../../local/core/faults.ts";
import type { FaultRule } from "../../../local/core/faults.ts";

const createRules = () =>
  createFaults([
    { name: "salesforce", faults: { lock: "Locks rows." }, operations: ["POST /a", "PUT /b/{id}"] },
    { name: "customerio", faults: {}, operations: [] },
  ]);
const post = (path: string) => ({ method: "POST", path });

describe("createFaults", () => {
  it("strikes the first matching request once unless told otherwise", () => {
    const faults = createRules();
    faults.add({ system: "salesforce", fault: "slow" });
    expect(faults.take("customerio", post("/a"))).toBeUndefined();
    expect(faults.take("salesforce", post("/a"))?.fault).toBe("slow");
    expect(faults.take("salesforce", post("/a"))).toBeUndefined();
  });

  it("strikes from the nth on, so many times, and counts its hits", () => {
    const faults = createRules();
    faults.add({ system: "salesforce", match: "/a", fault: "slow", from: 2, times: 2 });
    const struck = ["/a", "/b", "/a", "/a", "/a"].map((path) => faults.take("salesforce", post(path)) !== undefined);
    expect(struck).toEqual([false, false, true, true, false]);
    expect(faults.list()).toEqual([
      { system: "salesforce", match: "/a", fault: "slow", from: 2, times: 2, hits: 2, spent: 2 },
    ]);
  });

  it("strikes for ever when times is 0, until it is cleared", () => {
    const faults = createRules();
    faults.add({ system: "salesforce", fault: "slow", times: 0 });
    for (let call = 0; call < 50; call += 1) expect(faults.take("salesforce", post("/a"))).toBeDefined();
    faults.clear();
    expect(faults.take("salesforce", post("/a"))).toBeUndefined();
    expect(faults.list()).toEqual([]);
  });

  it("keeps a rule due that another one came before, and counts from for each by itself", () => {
    const faults = createRules();
    faults.add({ system: "salesforce", fault: "slow" });
    faults.add({ system: "salesforce", fault: "429" });
    faults.add({ system: "salesforce", fault: "3xx", from: 4 });
    const struck = [1, 2, 3, 4].map(() => faults.take("salesforce", post("/a"))?.fault);
    expect(struck).toEqual(["slow", "429", undefined, "3xx"]);
  });

  const created = "/services/data/v60.0/sobjects/CampaignMember";
  it.each([
    ["POST /sobjects/CampaignMember", "POST", created, true],
    ["post /sobjects/CampaignMember", "POST", created, true],
    ["/sobjects/CampaignMember", "GET", created, true],
    ["POST /sobjects/CampaignMember", "PATCH", created, false],
    ["/sobjects/CampaignMember", "PATCH", `${created}/00v000000000001AAA`, false],
    ["/sobjects/CampaignMember/*", "PATCH", `${created}/00v000000000001AAA`, true],
    ["/sobjects/*", "PATCH", `${created}/00v000000000001AAA`, true],
    ["/sobjects/CampaignMember/*", "POST", created, false],
    ["/sobjects/Campaign", "POST", created, false],
    ["/objects/CampaignMember", "POST", created, false],
    ["/customers/*/events", "POST", "/api/v1/customers/ada%40example.com/events", true],
    ["/customers/*/events", "POST", "/api/v1/customers/a/b/events", false],
    ["PUT /customers/{id}", "PUT", "/api/v1/customers/ada%40example.com", true],
    ["PUT /customers/{id}", "PUT", "/api/v1/customers/ada%40example.com/events", false],
    ["POST /customers/{id}/events", "POST", "/api/v1/customers/ada%40example.com/events", true],
    ["/query", "GET", "/services/data/v60.0/query/", true],
    ["/v60.0/query", "GET", "/services/data/v60x0/query", false],
    [undefined, "PUT", "/api/v1/customers/1", true],
    [undefined, "DELETE", "/api/v1/customers/1", true],
    [undefined, "GET", created, false],
    [undefined, "POST", "/services/oauth2/token", false],
    ["/oauth2/token", "POST", "/services/oauth2/token", true],
  ])("takes %s as a match of %s %s: %s", (match, method, path, isHit) => {
    expect(matchRequest(match)({ method, path })).toBe(isHit);
  });

  it.each<[string, Record<string, unknown>]>([
    ['no known system: "sap" is none of salesforce, customerio', { system: "sap" }],
    ['no known fault of customerio: "lock"', { system: "customerio", fault: "lock" }],
    ["no known fault of salesforce: undefined", { fault: undefined }],
    ['no known fault of salesforce: "toString"', { fault: "toString" }],
    ['no known field: "form"', { form: 2 }],
    ["from must be a whole number from 1, not 0", { from: 0 }],
    ['from must be a whole number from 1, not "2"', { from: "2" }],
    ["times must be a whole number from 0, where 0 means every request, not -1", { times: -1 }],
    ["status must be a whole number from 200 to 599, not 99", { status: 99 }],
    ["milliseconds must be", { milliseconds: Number.NaN }],
    ["rows must be a whole number from 1, not 0.5", { rows: 0.5 }],
    ["match must be a string", { match: 1 }],
    ['match "POST /b" fits no operation of salesforce; most like it: POST /a, PUT /b/{id}.', { match: "POST /b" }],
    ['match "/nothing" fits no operation of salesforce; most like it: POST /a, PUT /b/{id}.', { match: "/nothing" }],
    ['match must read "METHOD /path" or "/path", not "sobjects"', { match: "sobjects" }],
  ])("refuses a rule that names %s", (sentence, change) => {
    const rule = { system: "salesforce", fault: "slow", ...change };
    const faults = createRules();
    expect(() => faults.add(rule)).toThrow(sentence);
    expect(faults.list()).toEqual([]);
  });

  it.each([
    ["PUT /customers/{id}", "PUT /customers/{id}", true],
    ["PUT /api/v1/customers/*", "PUT /customers/{id}", true],
    ["/customers/ada%40example.com", "PUT /customers/{id}", true],
    ["/customers/*", "POST /customers/{id}/events", true],
    ["POST /customers/*", "PUT /customers/{id}", false],
    ["PUT /customers", "PUT /customers/{id}", false],
    ["/customers/*/event", "POST /customers/{id}/events", false],
    ["POST /services/data/v60.0/sobjects/Lead", "POST /sobjects/Lead", true],
    ["POST /sobjects/Leda", "POST /sobjects/Lead", false],
  ])("tells whether %s can ever hit %s: %s", (match, operation, isPossible) => {
    expect(canHit(match, operation)).toBe(isPossible);
  });

  it("takes a system's own fault for that system", () => {
    const faults = createRules();
    faults.add({ system: "salesforce", fault: "lock", rows: 3 });
    expect(faults.take("salesforce", post("/a"))).toEqual({ system: "salesforce", fault: "lock", rows: 3 });
  });
});

/** A system with one counter as its state. */
function strike(
  change: Partial<FaultRule> & { fault: string },
  answer: () => Response = () => Response.json({ done: true }),
) {
  const clock = new VirtualClock();
  const caller = new AbortController();
  let applied = 0;
  const request = new Request("http://vendor.test/a", { method: "POST", body: "{}", signal: caller.signal });
  const rule = { system: "salesforce", ...change };
  const response = applyFault(
    rule,
    request,
    async () => {
      applied += 1;
      return answer();
    },
    clock,
  );
  response.catch(() => {});
  return { response, clock, caller, applied: () => applied };
}

const resets = { name: "TypeError", message: "fetch failed", cause: { code: "ECONNRESET" } };

describe("applyFault", () => {
  it.each([
    ["reject-before", 500, null, ""],
    ["5xx-json", 503, "application/json", '{"error":"service unavailable"}'],
    ["5xx-html", 502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>\n"],
    ["5xx-html-charset", 502, "text/html; charset=utf-8", "<html><body><h1>502 Bad Gateway</h1></body></html>\n"],
    ["429", 429, null, ""],
    ["429-retry-after", 429, null, ""],
    ["3xx", 302, null, ""],
  ])("answers %s with %i and leaves the state alone", async (fault, status, contentType, body) => {
    const { response, applied } = strike({ fault });
    const answered = await response;
    expect(answered.status).toBe(status);
    expect(answered.headers.get("content-type")).toBe(contentType);
    await expect(answered.text()).resolves.toBe(body);
    expect(applied()).toBe(0);
  });

  it("gives a refusal the status and body of the rule", async () => {
    const answered = await strike({ fault: "reject-before", status: 403, body: [{ errorCode: "X" }] }).response;
    expect(answered.status).toBe(403);
    await expect(answered.json()).resolves.toEqual([{ errorCode: "X" }]);
  });

  it("says when to retry and where to go", async () => {
    const later = await strike({ fault: "429-retry-after", milliseconds: 2500 }).response;
    expect(later.headers.get("retry-after")).toBe("3");
    expect((await strike({ fault: "429" }).response).headers.has("retry-after")).toBe(false);
    expect((await strike({ fault: "3xx" }).response).headers.get("location")).toBe("http://vendor.test/maintenance");
  });

  it.each([
    ["apply-then-drop", 1],
    ["reset-before-headers", 0],
  ])("rejects %s as fetch does, applied %i times", async (fault, times) => {
    const { response, applied } = strike({ fault });
    await expect(response).rejects.toMatchObject(resets);
    expect(applied()).toBe(times);
  });

  it("cuts the body of reset-mid-body, applied", async () => {
    const { response, applied } = strike({ fault: "reset-mid-body" });
    const reader = (await response).body?.getReader();
    expect((await reader?.read())?.value).toHaveLength(7);
    await expect(reader?.read()).rejects.toMatchObject({ name: "TypeError", message: "terminated" });
    expect(applied()).toBe(1);
  });

  it.each(["reset-mid-body", "stall-body"])("drops the connection where %s finds no body to break", async (fault) => {
    const { response, applied } = strike({ fault }, () => new Response(null, { status: 204 }));
    await expect(response).rejects.toMatchObject(resets);
    expect(applied()).toBe(1);
  });

  it("stalls before the headers until the caller gives up, not applied", async () => {
    const { response, caller, applied } = strike({ fault: "stall-headers" });
    caller.abort(new Error("deadline"));
    await expect(response).rejects.toThrow("deadline");
    expect(applied()).toBe(0);
  });

  it("ends a stall at once for a caller that has already given up", async () => {
    const request = new Request("http://vendor.test/a", { signal: AbortSignal.abort(new Error("deadline")) });
    const rule = { system: "salesforce", fault: "stall-headers" };
    await expect(applyFault(rule, request, async () => new Response(), new VirtualClock())).rejects.toThrow("deadline");
  });

  it("stalls in the body until the caller gives up, applied", async () => {
    const { response, caller, applied } = strike({ fault: "stall-body" });
    const reader = (await response).body?.getReader();
    expect((await reader?.read())?.value).toHaveLength(7);
    const rest = reader?.read();
    caller.abort(new Error("deadline"));
    await expect(rest).rejects.toThrow("deadline");
    expect(applied()).toBe(1);
  });

  it("answers slow after its time on the clock, applied at once", async () => {
    const { response, clock, applied } = strike({ fault: "slow", milliseconds: 5000 });
    let isAnswered = false;
    void response.then(() => (isAnswered = true));
    await clock.advance(4999);
    expect([applied(), isAnswered]).toEqual([1, false]);
    await clock.advance(1);
    expect((await response).status).toBe(200);
  });

  it("lets the caller leave a slow answer, and its timer with it", async () => {
    const { response, clock, caller } = strike({ fault: "slow" });
    await clock.advance(1);
    caller.abort(new Error("deadline"));
    await expect(response).rejects.toThrow("deadline");
    await expect(clock.step()).resolves.toBe(false);
  });

  it("applies late-apply after the caller has left", async () => {
    const { response, clock, caller, applied } = strike({ fault: "late-apply", milliseconds: 60_000 });
    await clock.advance(5000);
    caller.abort(new Error("deadline"));
    await expect(response).rejects.toThrow("deadline");
    expect(applied()).toBe(0);
    await clock.advance(55_000);
    expect(applied()).toBe(1);
  });

  it.each([
    ["truncated-200", 200, '{"done'],
    ["empty-200", 200, ""],
  ])("answers %s, applied", async (fault, status, body) => {
    const { response, applied } = strike({ fault });
    expect((await response).status).toBe(status);
    await expect((await response).text()).resolves.toBe(body);
    expect(applied()).toBe(1);
  });

  it("refuses a fault that only its system can do", async () => {
    await expect(strike({ fault: "lock" }).response).rejects.toThrow('"lock" is not a common one');
  });

  it("does every fault that commonFaults lists", async () => {
    for (const fault of Object.keys(commonFaults)) {
      const { response, caller } = strike({ fault });
      caller.abort(new Error("deadline"));
      const outcome = await response.then(() => "answered", String);
      expect(outcome).not.toContain("is not a common one");
    }
  });
});
