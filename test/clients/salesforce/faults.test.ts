import { describe, expect, it } from "@jest/globals";
import { personKey } from "../../../functions/clients/salesforce/people/person-key.ts";
import { commonFaults } from "../../../local/core/faults.ts";
import { salesforceFaults } from "../../../local/salesforce/proof/faults.ts";
import { rejection } from "../connect.ts";
import { AT, deliver, EMAIL, idle, lead, startOrg } from "./org.ts";

/** Of any call: whether the fault leaves it applied, and the code of the UnavailableError that it comes to. */
const OUTAGES: readonly (readonly [fault: string, isApplied: boolean, code: string])[] = [
  ["reject-before", false, "HTTP_500"],
  ["apply-then-drop", true, "ECONNRESET"],
  ["late-apply", false, "TIMEOUT"],
  ["reset-before-headers", false, "ECONNRESET"],
  ["reset-mid-body", true, "UND_ERR_SOCKET"],
  ["stall-headers", false, "TIMEOUT"],
  ["stall-body", true, "TIMEOUT"],
  ["5xx-json", false, "HTTP_503"],
  ["5xx-html", false, "HTTP_502"],
  ["5xx-html-charset", false, "HTTP_502"],
  ["429", false, "HTTP_429"],
  ["429-retry-after", false, "HTTP_429"],
  ["3xx", false, "HTTP_302"],
  ["truncated-200", true, "MALFORMED_ANSWER"],
  ["empty-200", true, "MALFORMED_ANSWER"],
  ["other-200", false, "MALFORMED_ANSWER"],
];

/** A redirect says that the org has moved: a new login tells where to. */
const REST_OUTAGES = [
  ...OUTAGES.filter(([fault]) => fault !== "3xx"),
  ["403-concurrent", false, "REQUEST_LIMIT_EXCEEDED"],
  ["403-daily", false, "REQUEST_LIMIT_EXCEEDED"],
  ["token-400", false, "INVALID_GRANT"],
] as const;

/** The calls of a delivery, and which of that kind each is. */
const CALLS = [
  ["POST /services/oauth2/token", 1],
  ["POST /composite", 1],
  ["POST /sobjects/Lead", 1],
  ["POST /composite", 2],
  ["POST /sobjects/CampaignMember", 1],
] as const;

const cases = CALLS.flatMap(([call, from]) =>
  (call.endsWith("token") ? OUTAGES : REST_OUTAGES).map(([fault, isApplied, code]) => ({
    call,
    from,
    fault,
    isApplied,
    code,
  })),
);

describe("salesforce under faults", () => {
  it.each(cases)(
    "calls $fault of $call ($from) an outage, $code, and the next delivery makes one Lead and member",
    async (rule) => {
      const { call, from, fault, isApplied, code } = rule;
      const { client, clock, addFault, records } = startOrg();
      addFault({ match: call, fault, from });
      const failed = rejection(deliver(client));
      await idle();
      await clock.advance(10_000);
      const error = await failed;
      expect(error).toMatchObject({ name: "UnavailableError", reason: { code, system: "salesforce" } });
      expect(String(error)).not.toContain("example.com");
      if (call.includes("/sobjects/"))
        expect(records(call.replace("POST /sobjects/", ""))).toHaveLength(isApplied ? 1 : 0);
      await deliver(client);
      await clock.advance(60_000);
      await idle();
      expect(records("Lead")).toMatchObject([{ Email: EMAIL }]);
      expect(records("CampaignMember")).toHaveLength(1);
    },
  );

  it.each(CALLS.slice(1).flatMap(([match, from]) => ["401-once", "3xx"].map((fault) => [fault, match, from] as const)))(
    "renews a session that ends by %s at %s (%i), once and without a word",
    async (fault, match, from) => {
      const { client, addFault, records, calls, lines } = startOrg();
      addFault({ match, from, fault });
      await deliver(client);
      expect(records("CampaignMember")).toHaveLength(1);
      expect(calls.filter((call) => call.endsWith("/token"))).toHaveLength(2);
      expect(lines.filter(({ level }) => level !== "info")).toEqual([]);
    },
  );

  it("does not try for ever to log in to an org that takes no session", async () => {
    const { client, addFault, calls } = startOrg();
    addFault({ match: "POST /sobjects/Lead", fault: "401-forever" });
    expect(await rejection(deliver(client))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "INVALID_SESSION_ID", operation: "POST /sobjects/Lead", status: 401 },
    });
    expect(calls.filter((call) => call === "POST /sobjects/Lead")).toHaveLength(2);
    expect(calls.filter((call) => call.endsWith("/token"))).toHaveLength(2);
  });

  it.each(["POST /sobjects/Lead", "POST /sobjects/CampaignMember"])(
    "waits for a lock met by %s, which says nothing of other records",
    async (match) => {
      const { client, addFault, records } = startOrg();
      addFault({ match, fault: "lock" });
      expect(await rejection(deliver(client))).toMatchObject({
        name: "UnavailableError",
        reach: "record",
        reason: { code: "UNABLE_TO_LOCK_ROW", operation: match },
      });
      await deliver(client);
      expect(records("Lead")).toHaveLength(1);
      expect(records("CampaignMember")).toHaveLength(1);
    },
  );

  it("calls a lock met inside the org's own automation an outage", async () => {
    const { client, addFault } = startOrg();
    const message = "LeadFlow: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record";
    const body = [{ errorCode: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message, fields: [] }];
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    expect(await rejection(deliver(client))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "UNABLE_TO_LOCK_ROW" },
    });
  });

  it("makes one Lead of two deliveries though the second cannot find the first one's", async () => {
    const { client, addFault, records } = startOrg();
    addFault({ match: "POST /sobjects/Lead", fault: "delay-visibility" });
    await deliver(client);
    await deliver(client);
    expect(records("Lead")).toHaveLength(1);
    expect(records("CampaignMember")).toHaveLength(1);
  });

  it("makes one Lead where a human types the same in at the same moment", async () => {
    const { client, addFault, records } = startOrg();
    addFault({ match: "POST /sobjects/Lead", fault: "dup-rule" });
    await deliver(client);
    expect(records("Lead")).toHaveLength(1);
    expect(records("CampaignMember")).toHaveLength(1);
  });

  it("takes slow answers within the time-out for nothing but slow", async () => {
    const { client, clock, addFault, lines } = startOrg();
    addFault({ match: "POST /sobjects/Lead", fault: "slow", milliseconds: 9_999 });
    const done = deliver(client);
    await idle();
    await clock.advance(9_999);
    await done;
    expect(lines).toContainEqual(
      expect.objectContaining({ operation: "POST /sobjects/Lead", status: 201, callMs: 9_999 }),
    );
  });

  it.each(CALLS)("stops %s (%i) at the event's deadline", async (match, from) => {
    const { client, addFault, deadline } = startOrg();
    addFault({ match, from, fault: "stall-headers" });
    const failed = rejection(deliver(client));
    await idle();
    deadline.abort();
    expect(await failed).toMatchObject({
      name: "UnavailableError",
      reason: { code: "DEADLINE", system: "salesforce" },
    });
  });

  it.each(cases)(
    "makes one Lead and member of two deliveries at the same moment, when $fault strikes $call ($from)",
    async ({ call, from, fault }) => {
      const { forEvent, clock, addFault, records } = startOrg();
      addFault({ match: call, fault, from });
      const both = Promise.allSettled([deliver(forEvent()), deliver(forEvent())]);
      await idle();
      await clock.advance(10_000);
      await both;
      await Promise.all([deliver(forEvent()), deliver(forEvent())]);
      await clock.advance(60_000);
      await idle();
      expect(records("Lead")).toHaveLength(1);
      expect(records("CampaignMember")).toHaveLength(1);
    },
  );

  it.each(REST_OUTAGES)(
    "calls %s of a read by the person's key an outage (applied: %s), %s",
    async (fault, _, code) => {
      const { client, org, clock, addFault, records } = startOrg({ indexLagMs: 60_000 });
      // Created a moment ago: the person can be found by the key alone.
      org.insert("Lead", lead({ Person_Key__c: personKey(EMAIL) }));
      addFault({ match: "GET /sobjects/Lead/Person_Key__c/*", fault });
      const failed = rejection(deliver(client));
      await idle();
      await clock.advance(10_000);
      expect(await failed).toMatchObject({ name: "UnavailableError", reason: { code } });
      await deliver(client);
      expect(records("Lead")).toHaveLength(1);
      expect(records("CampaignMember")).toHaveLength(1);
    },
  );

  it.each(REST_OUTAGES)(
    "calls %s of an opt-out (applied: %s) an outage, %s, and the next delivery makes it right",
    async (fault, isApplied, code) => {
      const { client, org, clock, addFault, records } = startOrg();
      org.insert("Lead", lead());
      addFault({ match: "PATCH /composite/sobjects", fault });
      const failed = rejection(client.optOutOfEmail(EMAIL, { at: AT }));
      await idle();
      await clock.advance(29_999);
      expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: isApplied }]);
      await clock.advance(1);
      expect(await failed).toMatchObject({ name: "UnavailableError", reason: { code } });
      await client.optOutOfEmail(EMAIL, { at: AT });
      expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: true }]);
    },
  );

  it("has a test for each fault that strikes it", () => {
    // `partial` strikes opt-outs: consent.test.ts. An unknown host is session.test.ts's, refused fields are the prover's,
    // and no verb of ours makes a bulk job.
    const elsewhere = ["unknown-host", "field-refused", "bulk-failed", "bulk-stuck"];
    const others = [
      ...elsewhere,
      "3xx",
      "401-once",
      "401-forever",
      "lock",
      "partial",
      "delay-visibility",
      "dup-rule",
      "slow",
    ];
    const covered = [...REST_OUTAGES.map(([fault]) => fault), ...others];
    const known = Object.keys({ ...commonFaults, ...salesforceFaults });
    expect(covered.sort()).toEqual(known.sort());
  });
});

describe("the probe", () => {
  it("takes no right to be answered, and says how much of the day's calls is used", async () => {
    const { probe, addFault, usage, calls } = startOrg();
    await probe();
    expect([usage(), calls.at(-1)]).toEqual([{ used: expect.any(Number), max: expect.any(Number) }, "GET /query"]);
    const body = [{ errorCode: "INVALID_TYPE", message: "sObject type 'Lead' is not supported." }];
    addFault({ match: "GET /query", fault: "reject-before", status: 400, body });
    await probe();
  });

  it.each(["5xx-json", "403-daily", "401-forever", "truncated-200", "empty-200"])(
    "says under %s that the org is out",
    async (fault) => {
      const { probe, addFault } = startOrg();
      addFault({ match: "GET /query", fault });
      expect(await rejection(probe())).toMatchObject({ name: "UnavailableError" });
    },
  );
});

describe("the log of a delivery", () => {
  it("has a line for each call, with what it cost, and nothing about the person", async () => {
    const { client, lines } = startOrg({ dailyRequests: 500 });
    await deliver(client);
    const calls = lines.filter(({ message }) => message === "call answered");
    expect(calls.map(({ level, operation, status }) => [level, operation, status])).toEqual([
      ["info", "POST /services/oauth2/token", 200],
      ["info", "POST /composite", 200],
      ["info", "POST /sobjects/Lead", 201],
      ["info", "POST /composite", 200],
      ["info", "POST /sobjects/CampaignMember", 201],
    ]);
    expect(calls.at(-1)).toMatchObject({ system: "salesforce", callMs: 0, quotaUsed: 4, quotaMax: 500 });
    expect(JSON.stringify(lines)).not.toMatch(/example\.com|O'Brien|Acme/);
  });

  it("warns of what was refused, and takes what was expected for no trouble", async () => {
    const { client, org, addFault, lines } = startOrg({ duplicateRule: "alert" });
    org.insert("Contact", { LastName: "O'Brien", Email: EMAIL });
    await client.createLead(EMAIL, { LastName: "O'Brien", Company: "Acme" });
    expect(lines.find(({ operation }) => operation === "POST /sobjects/Lead")).toMatchObject({
      level: "info",
      reason: "DUPLICATES_DETECTED",
    });
    addFault({ match: "POST /composite", fault: "403-daily" });
    expect(await rejection(client.findPerson(EMAIL))).toMatchObject({ reach: "allowance" });
    addFault({ match: "POST /composite", fault: "403-concurrent" });
    expect(await rejection(client.findPerson(EMAIL))).toMatchObject({ reach: "system" });
    expect(lines.find(({ reason }) => reason === "REQUEST_LIMIT_EXCEEDED")).toMatchObject({
      level: "warning",
      operation: "POST /composite",
      status: 403,
    });
  });
});
