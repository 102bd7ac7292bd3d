import { describe, expect, it } from "@jest/globals";
import { open } from "./open-workspace.ts";

describe("merging two people", () => {
  const merges = [
    ["/api/v1/merge_customers", {}],
    ["/api/v2/entity", { type: "person", action: "merge" }],
  ] as const;

  it.each(merges)("by %s leaves the primary, with what it lacked", async (path, operation) => {
    const { call, identify, track, people, events } = open();
    await identify("1", { plan: "a" });
    await identify("2", { email: "ada@example.com", plan: "b", city: "Rome" });
    await track("2", { name: "joined" });
    const merge = { ...operation, primary: { id: "1" }, secondary: { email: "ada@example.com" } };
    await expect(call("POST", path, merge)).resolves.toEqual({ status: 200, answer: {} });
    expect(people()).toMatchObject([{ id: "1", email: "ada@example.com", attributes: { plan: "a", city: "Rome" } }]);
    expect(events()).toMatchObject([{ cio_id: "030000000001" }]);
    await expect(call("POST", path, merge)).resolves.toMatchObject({ status: 200 });
    expect(people()).toHaveLength(1);
  });

  it.each(merges)("by %s needs both", async (path, operation) => {
    const { call } = open();
    await expect(call("POST", path, { ...operation, primary: { id: "1" } })).resolves.toMatchObject({ status: 400 });
  });
});

describe("a path", () => {
  it.each(["ada@example.com", "a+b", "a&b"])(
    "with a bare %p is answered 200, and nothing is done",
    async (identifier) => {
      const { call, people } = open();
      await expect(call("PUT", `/api/v1/customers/${identifier}`, {})).resolves.toEqual({ status: 200, answer: {} });
      expect(people()).toEqual([]);
    },
  );

  it("of a device is refused plainly", async () => {
    const { call } = open();
    const device = { device: { id: "d", platform: "ios" } };
    await expect(call("PUT", "/api/v1/customers/1/devices", device)).resolves.toEqual({
      status: 501,
      answer: { meta: { error: "this stand-in keeps no devices" } },
    });
  });
});

describe("the App API's search", () => {
  const exists = (field: string) => ({ attribute: { field, operator: "exists" } });
  const eq = (field: string, value: unknown) => ({ attribute: { field, operator: "eq", value } });

  async function search(filter: unknown, query = "") {
    const { identify, call } = open();
    await identify("ada@example.com", { unsubscribed: true, plan: "a" });
    await identify("bob@example.com", { unsubscribed: false, plan: "b" });
    await identify("eve@example.com", { plan: "a" });
    return call("POST", `/v1/customers${query}`, { filter });
  }
  const names = (answer: unknown) => JSON.stringify(answer).match(/(?:ada|bob|eve)(?=@)/g) ?? [];

  it.each([
    ["what is there, whatever it is", exists("unsubscribed"), ["ada", "bob"]],
    ["a value, as text", eq("unsubscribed", "true"), ["ada"]],
    ["an e-mail, whatever its case", eq("email", "Bob@Example.com"), ["bob"]],
    ["all of some", { and: [eq("plan", "a"), exists("unsubscribed")] }, ["ada"]],
    ["any of some", { or: [eq("plan", "b"), eq("email", "eve@example.com")] }, ["bob", "eve"]],
    ["what is not so", { not: exists("unsubscribed") }, ["eve"]],
  ])("finds %s", async (_what, filter, found) => {
    const { status, answer } = await search(filter);
    expect([status, names(answer)]).toEqual([200, found]);
  });

  it("goes on where a page ends", async () => {
    const first = await search(exists("plan"), "?limit=2");
    expect(first).toMatchObject({ answer: { ids: ["", ""], next: "2" } });
    const second = await search(exists("plan"), "?limit=2&start=2");
    expect([names(second.answer), second.answer]).toMatchObject([["eve"], { next: "" }]);
  });

  it.each([
    ["no filter", undefined, "filter must be an object"],
    ["two in one", { and: [exists("a")], not: exists("a") }, "one of and, or"],
    ["a segment", { segment: { id: 7 } }, "segment is not supported"],
    ["an empty list", { or: [] }, "or must hold a list"],
    ["another operator", { not: { attribute: { field: "a", operator: "gt" } } }, "must be eq or exists"],
    ["no field", { attribute: { operator: "exists" } }, "attribute.field is required"],
  ])("refuses %s", async (_what, filter, sentence) => {
    const { status, answer } = await search(filter);
    expect([status, JSON.stringify(answer)]).toEqual([400, expect.stringContaining(sentence)]);
  });
});

describe("the App API", () => {
  it("shows a write only after the lag", async () => {
    const { identify, find, clock, customerio } = open({ lagMs: 5000 });
    await identify("ada@example.com");
    await clock.advance(4999);
    await expect(find("ada@example.com")).resolves.toEqual({ results: [] });
    await clock.advance(1);
    await expect(find("ada@example.com")).resolves.toMatchObject({ results: [{ email: "ada@example.com", id: null }] });
    customerio.deletePerson("ada@example.com");
    await expect(find("ada@example.com")).resolves.toMatchObject({ results: [{}] });
    await clock.advance(5000);
    await expect(find("ada@example.com")).resolves.toEqual({ results: [] });
  });

  it("reads a plus sign that is not encoded as a space, and so finds nobody", async () => {
    const { identify, call } = open();
    await identify("ada+x@example.com");
    await expect(call("GET", "/v1/customers?email=ada+x@example.com")).resolves.toMatchObject({
      answer: { results: [] },
    });
  });

  it.each<[unknown, boolean]>([
    [true, true],
    ["true", true],
    [false, false],
    ["false", false],
    [null, false],
  ])("reads unsubscribed set to %p as %p, with the time of what is there", async (value, unsubscribed) => {
    const { identify, call, clock } = open({ lagMs: 5000 });
    await identify("ada@example.com", { unsubscribed: value, _timestamp: 1_700_000_000 });
    const read = () => call("GET", "/v1/customers/Ada%40example.com/attributes?id_type=email");
    await expect(read()).resolves.toMatchObject({ status: 404 });
    await clock.advance(5000);
    await expect(read()).resolves.toMatchObject({
      status: 200,
      answer: {
        customer: { unsubscribed, timestamps: value === null ? {} : { unsubscribed: 1_700_000_000 } },
      },
    });
  });

  it("answers 429 beyond the calls of a second, where that is set", async () => {
    const { find, clock } = open({ appCallsPerSecond: 10 });
    for (let count = 0; count < 10; count += 1) await expect(find("a@b.c")).resolves.toEqual({ results: [] });
    await expect(find("a@b.c")).resolves.toMatchObject({ errors: [{ status: "429" }] });
    await clock.advance(1000);
    await expect(find("a@b.c")).resolves.toEqual({ results: [] });
  });

  it("lists the e-mails that were sent to somebody, and to nobody else", async () => {
    const { identify, call } = open();
    await identify("1", { email: "ada@example.com" });
    await identify("2", {});
    const email = { to: "ada@example.com", identifiers: { id: "1" }, transactional_message_id: "welcome" };
    await call("POST", "/v1/send/email", email);
    await expect(call("GET", "/v1/customers/ada%40example.com/messages?id_type=email")).resolves.toMatchObject({
      answer: { messages: [{ recipient: "ada@example.com", transactional_message_id: "welcome" }], next: "" },
    });
    await expect(call("GET", "/v1/customers/2/messages")).resolves.toMatchObject({ answer: { messages: [] } });
    await expect(call("GET", "/v1/customers/3/messages")).resolves.toMatchObject({ status: 404 });
    await expect(call("GET", "/v1/customers/1/messages?id_type=phone")).resolves.toMatchObject({ status: 400 });
  });

  it("answers 413 to an e-mail over 2048 kB, and 404 to what it does not have", async () => {
    const { call } = open();
    await expect(call("POST", "/v1/send/email", { body: "x".repeat(2048 * 1024) })).resolves.toMatchObject({
      status: 413,
    });
    await expect(call("GET", "/v1/segments")).resolves.toMatchObject({ status: 404 });
    await expect(call("GET", "/api/v1/segments")).resolves.toMatchObject({ status: 404 });
  });
});
