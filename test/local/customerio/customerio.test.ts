import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { APIClient, IdentifierType, SendEmailRequest, TrackClient } from "customerio-node";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createCustomerio, localKeys } from "../../../local/customerio/customerio.ts";
import { serve } from "../../../local/core/serve.ts";

/** The vendor's own client, over HTTP, without its own retries. */
const once = { retry: { maxRetries: 0 } };
const ulid = "01JGFJJZ00Q3V5N8XWQ4M7C2RD";

let clock: VirtualClock;
let customerio: ReturnType<typeof createCustomerio>;
let server: { url: string; close(): Promise<void> };
let track: TrackClient;
let api: APIClient;

beforeEach(async () => {
  clock = new VirtualClock();
  customerio = createCustomerio({ clock });
  server = await serve(customerio.fetch);
  track = new TrackClient(localKeys.siteId, localKeys.apiKey, { url: `${server.url}/api/v1`, ...once });
  api = new APIClient(localKeys.appKey, { url: `${server.url}/v1`, ...once });
});

afterEach(async () => {
  await server.close();
});

const now = () => clock.now() / 1000;
const people = () => customerio.state()["people"];
const events = () => customerio.state()["events"];

describe("the Track API, through the vendor's client", () => {
  it("adds a person by e-mail, and updates them however the e-mail is written", async () => {
    await expect(track.identify("O'Brien+x@Example.com", { first_name: "Ada", plan: 1 })).resolves.toEqual({});
    await track.identify("o'brien+x@example.com", { last_name: "O'Brien", plan: null });
    expect(people()).toEqual([
      {
        cio_id: "030000000001",
        id: null,
        email: "o'brien+x@example.com",
        attributes: { first_name: "Ada", last_name: "O'Brien" },
        timestamps: { first_name: now(), plan: now(), last_name: now() },
      },
    ]);
  });

  it("answers an empty object and a newline, as recorded", async () => {
    const response = await fetch(`${server.url}/api/v1/customers/1`, {
      method: "PUT",
      headers: { authorization: `Basic ${btoa(`${localKeys.siteId}:${localKeys.apiKey}`)}` },
      body: "{}",
    });
    expect(response.headers.get("content-length")).toBe("3");
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    await expect(response.text()).resolves.toBe("{}\n");
  });

  it("deletes a person, who may come back", async () => {
    await track.identify("1", { email: "ada@example.com" });
    await track.destroy("ada@example.com");
    expect(people()).toEqual([]);
    await track.identify("1", {});
    expect(people()).toMatchObject([{ id: "1", email: null }]);
  });

  it("ignores a suppressed person, under any identifier, until they are unsuppressed", async () => {
    await track.identify("1", { email: "ada@example.com" });
    await track.suppress("1");
    await track.identify("ADA@example.com", { first_name: "Ada" });
    await track.identify("2", { email: "ada@example.com" });
    await track.track("1", { name: "joined" });
    expect([people(), events()]).toEqual([[], []]);
    expect(customerio.state()["activities"]).toMatchObject([
      { type: "Suppressed Identifier Ignored", identifier: "ada@example.com" },
      { type: "Suppressed Identifier Ignored", identifier: "2" },
    ]);
    await track.unsuppress("ada@example.com");
    await track.identify("1", {});
    expect(people()).toMatchObject([{ id: "1", email: null, attributes: {} }]);
  });

  it("records an event once per ULID, and everything it received", async () => {
    await track.identify("ada@example.com");
    const event = { name: "joined", id: ulid, timestamp: now() - 60, data: { form: "demo" } };
    await track.track("ada@example.com", event);
    await track.track("ada@example.com", { ...event, id: ulid.toLowerCase() });
    expect(events()).toEqual([
      {
        id: ulid,
        type: "event",
        name: "joined",
        cio_id: "030000000001",
        identifier: "ada@example.com",
        anonymous_id: null,
        timestamp: now() - 60,
        data: { form: "demo" },
      },
    ]);
    expect(customerio.state()["rawEvents"]).toMatchObject([{ outcome: "accepted" }, { outcome: "duplicate" }]);
    expect(customerio.state()["triggered"]).toHaveLength(1);
  });

  it("records page views and anonymous events", async () => {
    await track.trackPageView("1", "/pricing");
    await track.trackAnonymous("visitor-1", { name: "seen" });
    expect(events()).toMatchObject([
      { type: "page", name: "/pricing", cio_id: "030000000001" },
      { type: "event", name: "seen", cio_id: null, anonymous_id: "visitor-1" },
    ]);
  });

  it("answers 401 in its own shape to a wrong key", async () => {
    const stranger = new TrackClient(localKeys.siteId, "wrong", { url: `${server.url}/api/v1`, ...once });
    await expect(stranger.identify("1")).rejects.toMatchObject({
      statusCode: 401,
      body: '{"meta":{"error":"Unauthorized request"}}',
    });
    expect(people()).toEqual([]);
  });

  it("answers 400 with its reasons to a request over the limits", async () => {
    await expect(track.identify("1", { note: "é".repeat(501) })).rejects.toMatchObject({
      statusCode: 400,
      body: '{"meta":{"errors":["note is longer than 1000 bytes"]}}',
    });
    expect(people()).toEqual([]);
  });

  it("takes a batch in order, and tells the wrong items by their place", async () => {
    const item = { type: "person", identifiers: { email: "ada@example.com" } };
    const answered = await track.batch([
      { ...item, action: "identify", attributes: { first_name: "Ada" } },
      { ...item, action: "event", name: "", id: ulid },
      { ...item, action: "event", name: "joined", id: ulid, attributes: { form: "demo" } },
    ]);
    expect(answered).toEqual({
      errors: [{ batch_index: 1, field: "name", reason: "required", message: "name is required" }],
    });
    expect(people()).toMatchObject([{ email: "ada@example.com", attributes: { first_name: "Ada" } }]);
    expect(events()).toMatchObject([{ name: "joined", data: { form: "demo" } }]);
  });
});

describe("the App API, through the vendor's client", () => {
  it("finds people by e-mail, a plus sign included", async () => {
    await track.identify("1", { email: "ada+x@example.com" });
    await expect(api.getCustomersByEmail("Ada+x@example.com")).resolves.toEqual({
      results: [{ email: "ada+x@example.com", id: "1", cio_id: "030000000001" }],
    });
    await expect(api.getCustomersByEmail("nobody@example.com")).resolves.toEqual({ results: [] });
  });

  it("reads attributes, as text", async () => {
    await track.identify("1", { email: "ada@example.com", seats: 3, _timestamp: 1_700_000_000 });
    await expect(api.getAttributes("ada@example.com", IdentifierType.Email)).resolves.toEqual({
      customer: {
        id: "1",
        attributes: { cio_id: "030000000001", id: "1", email: "ada@example.com", seats: "3" },
        timestamps: { seats: 1_700_000_000 },
        unsubscribed: false,
        devices: [],
      },
    });
  });

  it("answers errors with a status that is text", async () => {
    const failure: unknown = await api.getAttributes("2").catch((error: unknown) => error);
    expect(failure).toMatchObject({
      statusCode: 404,
      body: expect.stringMatching(
        /^\{"errors":\[\{"detail":"customer not found \(reference [0-9A-Z]{26}\)","status":"404"\}\]\}$/,
      ),
    });
    const stranger = new APIClient("wrong", { url: `${server.url}/v1`, ...once });
    await expect(stranger.getCustomersByEmail("a@b.c")).rejects.toMatchObject({ statusCode: 401 });
  });

  it("sends one more e-mail for every call", async () => {
    const request = new SendEmailRequest({
      to: "ada@example.com",
      identifiers: { email: "ada@example.com" },
      transactional_message_id: "confirmation",
      message_data: { form: "demo" },
    });
    const first = await api.sendEmail(request);
    expect(first).toEqual({ delivery_id: expect.stringMatching(/^\w{26}$/), queued_at: now() });
    await api.sendEmail(request);
    expect(customerio.state()["emails"]).toMatchObject([
      { ...first, to: "ada@example.com", transactional_message_id: "confirmation", message_data: { form: "demo" } },
      { to: "ada@example.com" },
    ]);
  });

  it("refuses an e-mail to nobody", async () => {
    const request = new SendEmailRequest({
      to: "ada@example.com",
      identifiers: {},
      transactional_message_id: 1,
    } as never);
    await expect(api.sendEmail(request)).rejects.toMatchObject({
      statusCode: 400,
      body: '{"meta":{"error":"identifiers must hold exactly one of id, email and cio_id"}}',
    });
    expect(customerio.state()["emails"]).toEqual([]);
  });
});
