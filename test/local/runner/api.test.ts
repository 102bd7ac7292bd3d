// needs functions/sources/customerio.ts
// needs functions/sources/hubspot.ts
import http from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { readConfiguration } from "../../../local/runner/configuration.ts";
import { findStandIns } from "../../../local/core/find.ts";
import { type FastLane, ONCE, startFastLane, tracesOf } from "./fast-lane.ts";
import { formFill, freshId } from "./webhooks.ts";

const { campaigns, occasions, mailings } = readConfiguration();

const systems = (await findStandIns()).map(({ name }) => name).join(", ");
let lane: FastLane;
beforeAll(async () => {
  lane = await startFastLane();
});
afterEach(() => lane.reset());
afterAll(() => lane.close());

async function get(path: string): Promise<unknown> {
  const { status, text } = await lane.ask("GET", path);
  expect(status).toBe(200);
  return JSON.parse(text);
}

/** The sentence that a request is refused with. */
async function refusal(method: string, path: string, body?: unknown): Promise<{ status: number; error: string }> {
  const { status, text } = await lane.ask(method, path, body);
  const { error }: { error: string } = JSON.parse(text);
  return { status, error };
}

describe("GET /api", () => {
  it("health is 200 and says where Pub/Sub and the systems are", async () => {
    expect(await get("/api/health")).toEqual({
      status: "ok",
      pubsub: lane.runner.world.pubsub.host,
      project: "ycat-local",
      isWatching: false,
      settings: expect.objectContaining({
        SALESFORCE_LOGIN_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        CUSTOMERIO_TRACK_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      }),
    });
  });

  it("sources lists each with its address, scheme and secrets", async () => {
    expect(await get("/api/sources")).toEqual(
      expect.arrayContaining([
        {
          name: "app",
          url: `${lane.runner.url}/webhooks/app`,
          scheme: "Standard Webhooks",
          secrets: [expect.stringMatching(/^whsec_/)],
        },
        {
          name: "customerio",
          url: `${lane.runner.url}/webhooks/customerio`,
          scheme: "customer.io",
          secrets: [expect.any(String)],
        },
      ]),
    );
  });

  it("state has everyone's records, the campaigns that are configured, and what lies in Pub/Sub", async () => {
    expect(await get("/api/state")).toMatchObject({
      salesforce: {
        Lead: [],
        Contact: [],
        Campaign: Object.keys(Object.assign({}, campaigns, occasions, mailings)).map((name) => ({ Name: name })),
        CampaignMember: [],
      },
      customerio: { people: [], events: [], emails: [] },
      pubsub: {
        topics: expect.arrayContaining(["form.submitted", "form-submitted.dead-letter", "webhook.rejected"]),
        subscriptions: expect.arrayContaining([{ name: "form-submitted", topic: "form.submitted", undelivered: 0 }]),
        deadLetters: [],
        rejected: [],
      },
    });
  });

  it("deliveries lists them, the newest first", async () => {
    const id = freshId();
    await lane.fault({ system: "salesforce", fault: "429" });
    await lane.submitForm("ada@example.com", id);
    const shown = {
      eventId: id,
      type: "form.submitted",
      subscription: "form-submitted",
      latencyMs: expect.any(Number),
    };
    expect(await get("/api/deliveries")).toMatchObject([
      { ...shown, attempt: 2, outcome: "acknowledged", status: 204 },
      { ...shown, attempt: 1, outcome: "refused", status: 503 },
    ]);
  });

  it("anything else is 404, with what there is", async () => {
    expect(await refusal("GET", "/api/nothing")).toEqual({
      status: 404,
      error: expect.stringContaining("GET /api/state"),
    });
    expect(await refusal("PUT", "/api/state")).toMatchObject({ status: 404 });
    expect(await refusal("POST", "/webhooks/nobody", {})).toEqual({
      status: 404,
      error: 'there is no source "nobody": GET /api/sources lists them',
    });
    expect(await refusal("POST", "/webhooks/form-submitted", {})).toMatchObject({ status: 404 });
    expect(await refusal("POST", "/webhooks/__proto__", {})).toMatchObject({ status: 404 });
  });

  it.each(["/", "/events/1", "/people/ada@example.com"])("of %s is the console's page", async (path) => {
    const { status, text } = await lane.ask("GET", path);
    expect([status, text.slice(0, 15)]).toEqual([200, "<!doctype html>"]);
  });
});

describe("a web page", () => {
  /** fetch sets Host and Origin by itself. */
  function ask(method: string, path: string, headers: Record<string, string>): Promise<number | undefined> {
    const { port } = new URL(lane.runner.url);
    return new Promise((resolve, reject) => {
      const request = http.request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on("error", reject).end(method === "POST" ? "[]" : undefined);
    });
  }
  const json = { "content-type": "application/json" };

  it.each<[string, string, string, Record<string, string>, number]>([
    ["reads nothing under a name of its own", "GET", "/api/state", { host: "acme.test:8080" }, 403],
    ["reads nothing from elsewhere", "GET", "/api/state", { host: "localhost", origin: "https://acme.test" }, 403],
    ["deletes nothing", "DELETE", "/api/state", { host: "localhost", origin: "null" }, 403],
    [
      "of another port sets no fault",
      "POST",
      "/api/faults",
      { ...json, host: "localhost", origin: "http://localhost:1" },
      403,
    ],
    [
      "posts no form",
      "POST",
      "/api/faults",
      { host: "localhost", "content-type": "text/plain; application/json" },
      415,
    ],
    ["of its own is answered", "GET", "/api/state", { host: "localhost:1", origin: "http://localhost:1" }, 200],
    ["may post JSON of its own", "POST", "/api/faults", { ...json, host: "[::1]:1", origin: "http://[::1]:1" }, 200],
    ["posts to no wrong path, whatever it posts", "POST", "/hooks/app", { "content-type": "text/plain" }, 404],
    ["posts webhooks, which are signed", "POST", "/webhooks/app/", { ...json, host: "acme.test" }, 401],
  ])("%s", async (_, method, path, headers, status) => {
    expect(await ask(method, path, headers)).toBe(status);
  });
});

describe("POST /api/state", () => {
  it("seeds records, which handlers then find", async () => {
    const { status, text } = await lane.ask("POST", "/api/state", {
      salesforce: { Contact: [{ LastName: "Lovelace", Email: "ada@example.com" }] },
      customerio: { people: [{ email: "ada@example.com", attributes: { plan: "pro" } }] },
    });
    expect([status, JSON.parse(text).salesforce.Contact.length]).toEqual([200, 1]);
    await lane.submitForm("ada@example.com");
    const { salesforce, customerio } = await lane.state();
    expect(salesforce["Lead"]).toEqual([]);
    expect(salesforce["CampaignMember"]).toMatchObject([{ ContactId: salesforce["Contact"]?.[0]?.["Id"] }]);
    expect(customerio.people).toMatchObject([{ attributes: { plan: "pro", last_name: "Lovelace" } }]);
  });

  it.each<[unknown, string]>([
    ["{", "JSON"],
    ["", "JSON"],
    [[], 'the body must be like {"SYSTEM"'],
    ["null", 'the body must be like {"SYSTEM"'],
    [{ hubspot: {} }, `"hubspot" can't be seeded; there are ${systems}`],
    [{ __proto__: null, constructor: {} }, '"constructor" can\'t be seeded'],
    [{ salesforce: null }, '"salesforce" must hold lists of records by their kind'],
    [{ salesforce: { Lead: {} } }, '"Lead" of "salesforce" must be a list of records'],
    [{ salesforce: { Lead: ["x"] } }, '"Lead" of "salesforce" must be a list of records'],
    [{ salesforce: { Lead: [{ LastName: "L" }] } }, "Required fields are missing: [Company]"],
    [{ salesforce: { Nothing: [{}] } }, "Nothing"],
    [{ customerio: { people: [{}] } }, "needs an id or an email"],
    [{ customerio: { people: 7 } }, '"people" of "customerio" must be a list of records'],
  ])("refuses %j with a sentence, and adds nothing", async (body, sentence) => {
    expect(await refusal("POST", "/api/state", body)).toEqual({
      status: 400,
      error: expect.stringContaining(sentence),
    });
    const { salesforce, customerio } = await lane.state();
    expect([salesforce["Lead"], salesforce["Contact"], customerio.people]).toEqual([[], [], []]);
  });
});

describe("DELETE /api/state", () => {
  it("leaves the configured campaigns, and no record, message, delivery or fault", async () => {
    const start = await lane.state();
    await lane.submitForm("ada@example.com");
    await lane.send("app", formFill({ email: null }));
    await lane.fault({ system: "salesforce", fault: "lock" });
    expect((await lane.ask("DELETE", "/api/state")).status).toBe(204);
    const state = await lane.state();
    expect(state.pubsub).toEqual(start.pubsub);
    expect(state.customerio).toEqual(start.customerio);
    expect(state.salesforce["Campaign"]?.map(({ Id, Name }) => [Id, Name])).toEqual(
      start.salesforce["Campaign"]?.map(({ Id, Name }) => [Id, Name]),
    );
    expect([state.salesforce["Lead"], state.salesforce["CampaignMember"]]).toEqual([[], []]);
    expect([await get("/api/deliveries"), await get("/api/faults")]).toEqual([[], []]);
  });

  it.each([
    { match: "POST /composite", fault: "slow", milliseconds: 300 },
    { match: "POST /sobjects/Lead", fault: "slow", milliseconds: 300 },
    { match: "POST /sobjects/Lead", fault: "lock", times: 0 },
  ])("lets nothing that is under way into the new state: $fault in $match", async (rule) => {
    await lane.submitForm("somebody@example.com");
    await lane.fault({ system: "salesforce", ...rule });
    await lane.send("app", formFill({ email: "ada@example.com" }));
    await lane.struck(1);
    await lane.reset();
    // Longer than it would take to go on with what was under way.
    await lane.fault({
      system: "customerio",
      match: "POST /api/v1/customers/*/events",
      fault: "slow",
      milliseconds: 500,
    });
    await lane.submitForm("eve@example.com");
    const state = await lane.settled();
    expect(tracesOf(state, "eve@example.com")).toEqual(ONCE);
    expect([state.salesforce["Lead"], state.customerio.people]).toEqual([[expect.anything()], [expect.anything()]]);
  });
});

describe("/api/faults", () => {
  it("takes one rule or a list, shows how often each was spent and has hit, and forgets them", async () => {
    expect((await lane.ask("POST", "/api/faults", { system: "salesforce", fault: "lock" })).status).toBe(200);
    await lane.fault({ system: "customerio", fault: "429", match: "PUT /api/v1/customers/*", from: 20, times: 3 });
    await lane.submitForm("ada@example.com");
    expect(await get("/api/faults")).toEqual([
      { system: "salesforce", fault: "lock", hits: 1, spent: 1 },
      { system: "customerio", fault: "429", match: "PUT /api/v1/customers/*", from: 20, times: 3, hits: 0, spent: 0 },
    ]);
    expect((await lane.ask("DELETE", "/api/faults")).status).toBe(204);
    expect(await get("/api/faults")).toEqual([]);
  });

  it.each<[unknown, string]>([
    ["{", "JSON"],
    ["null", "a fault rule is like"],
    [[7], "a fault rule is like"],
    [{ system: "hubspot", fault: "lock" }, `none of ${systems}`],
    [{ system: "salesforce", fault: "gone-fishing" }, '"gone-fishing" is none of'],
    [{ system: "salesforce", fault: "lock", often: 1 }, '"often"'],
    [{ system: "salesforce", fault: "lock", from: 0 }, "from must be a whole number from 1"],
    [{ system: "salesforce", fault: "lock", match: "Lead" }, "match"],
    [{ system: "customerio", fault: "429", match: "PUT /persons/{id}" }, "fits no operation of customerio; "],
    [
      [
        { system: "salesforce", fault: "429" },
        { system: "salesforce", fault: "nope" },
      ],
      '"nope" is none of',
    ],
  ])("refuses %j with a sentence, and sets none of it", async (body, sentence) => {
    expect(await refusal("POST", "/api/faults", body)).toEqual({
      status: 400,
      error: expect.stringContaining(sentence),
    });
    expect(await get("/api/faults")).toEqual([]);
  });

  it("strikes an operation that it names as the log does", async () => {
    await lane.fault({ system: "customerio", fault: "429", match: "PUT /customers/{id}" });
    expect((await lane.submitForm("ada@example.com")).attempt).toBe(2);
    expect(await get("/api/faults")).toMatchObject([{ hits: 1 }]);
  });

  it("counts no hit where a fault is spent on a request that has nothing for it", async () => {
    const body = { statusCode: "FIELD_INTEGRITY_EXCEPTION", field: "Fax" };
    await lane.fault({ system: "salesforce", fault: "field-refused", match: "POST /sobjects/Lead", body });
    await lane.submitForm("ada@example.com");
    expect(await get("/api/faults")).toMatchObject([{ hits: 0, spent: 1 }]);
  });

  it("does not set off a rule that is spent when it refuses another", async () => {
    await lane.fault({ system: "salesforce", fault: "429" });
    await lane.submitForm("ada@example.com");
    await refusal("POST", "/api/faults", { system: "salesforce", fault: "nope" });
    expect(await get("/api/faults")).toMatchObject([{ hits: 1 }]);
    expect((await lane.submitForm("eve@example.com")).attempt).toBe(1);
  });
});
