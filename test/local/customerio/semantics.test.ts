import { describe, expect, it } from "@jest/globals";
import { open } from "./open-workspace.ts";

const ulid = "01JGFJJZ00Q3V5N8XWQ4M7C2RD";

describe("identify", () => {
  it("lets the later _timestamp win, attribute by attribute, in whatever order the calls come", async () => {
    const { identify, people } = open();
    await identify("1", { plan: "new", _timestamp: 2000 });
    await identify("1", { plan: "old", city: "Rome", _timestamp: 1000 });
    expect(people()).toMatchObject([{ attributes: { plan: "new", city: "Rome" } }]);
  });

  it("keeps an attribute removed that an older update would set", async () => {
    const { identify, people } = open();
    await identify("1", { plan: null, _timestamp: 2000 });
    await identify("1", { plan: "old", _timestamp: 1000 });
    expect(people()).toMatchObject([{ attributes: {} }]);
  });

  it("takes the receipt as the time of an update without one, or with milliseconds", async () => {
    const { identify, people, activities, now } = open();
    await identify("1", { plan: "a" });
    await identify("1", { city: "Rome", _timestamp: 1_767_225_600_000 });
    expect(people()).toMatchObject([{ timestamps: { plan: now(), city: now() } }]);
    expect(activities()).toMatchObject([{ type: "Timestamp Ignored" }]);
  });

  it("never creates with _update", async () => {
    const { identify, people } = open();
    await expect(identify("1", { plan: "a", _update: true })).resolves.toMatchObject({ status: 200 });
    expect(people()).toEqual([]);
    await identify("1");
    await identify("1", { plan: "a", _update: true });
    expect(people()).toMatchObject([{ id: "1", attributes: { plan: "a" } }]);
  });

  it("gives a new id in the path to the person who has the body's e-mail", async () => {
    const { identify, people } = open();
    await identify("1", { email: "ada@example.com" });
    await identify("2", { email: "ADA@example.com", plan: "a" });
    expect(people()).toMatchObject([{ id: "2", email: "ada@example.com", attributes: { plan: "a" } }]);
    await identify("1");
    expect(people()).toHaveLength(2);
  });

  it("leaves an identifier with its owner, and says so in the activities alone", async () => {
    const { identify, people, activities, customerio } = open();
    await identify("1", { email: "ada@example.com" });
    await identify("2", { email: "bob@example.com" });
    await expect(identify("2", { email: "ada@example.com", plan: "a" })).resolves.toMatchObject({ status: 200 });
    expect(people()).toMatchObject([
      { email: "ada@example.com" },
      { email: "bob@example.com", attributes: { plan: "a" } },
    ]);
    await identify("3", { email: "ada@example.com" });
    await identify("cio_030000000002", { email: "ada@example.com" });
    expect(people()).toMatchObject([{ id: "3", email: "ada@example.com" }, { email: "bob@example.com" }]);
    customerio.seed({ people: [{ id: "4" }] });
    await identify("4", { email: "bob@example.com" });
    expect(people()).toMatchObject([{}, {}, { id: "4", email: null }]);
    expect(activities()).toMatchObject([
      { type: "Attribute Update Failure", identifier: "2" },
      { type: "Attribute Update Failure", identifier: "030000000002" },
      { type: "Attribute Update Failure", identifier: "4" },
    ]);
  });

  it("changes identifiers that are set only by cio_id", async () => {
    const { identify, people } = open();
    await identify("1", { email: "ada@example.com" });
    await identify("1", { email: "new@example.com" });
    expect(people()).toMatchObject([{ email: "ada@example.com" }]);
    await identify("cio_030000000001", { email: "new@example.com", id: "7" });
    expect(people()).toMatchObject([{ id: "7", email: "new@example.com" }]);
    await identify("ada@example.com");
    expect(people()).toHaveLength(2);
  });

  it("drops a request for a cio_id that nobody has", async () => {
    const { identify, people, activities } = open();
    await expect(identify("cio_9", { email: "ada@example.com" })).resolves.toMatchObject({ status: 200 });
    expect(people()).toEqual([]);
    expect(activities()).toMatchObject([{ type: "Unknown cio_id Dropped" }]);
  });

  it("tells ids by case, and e-mails not", async () => {
    const { identify, people } = open();
    for (const identifier of ["Ada", "ada", "Ada@example.com", "ada@EXAMPLE.com"]) await identify(identifier);
    expect(people()).toHaveLength(3);
  });

  it("makes two profiles of creates that overlap, in race mode, and one otherwise", async () => {
    const racing = open({ raceMs: 100 });
    const both = Promise.all([racing.identify("ada@example.com"), racing.identify("ada@example.com", { plan: "a" })]);
    await racing.clock.advance(100);
    await both;
    expect(racing.people()).toMatchObject([{ email: "ada@example.com" }, { email: "ada@example.com" }]);
    await racing.identify("ada@example.com", { city: "Rome" });
    expect(racing.people()).toMatchObject([{ attributes: { city: "Rome" } }, { attributes: { plan: "a" } }]);
    racing.customerio.deletePerson("ada@example.com");
    await racing.identify("ada@example.com", { city: "Oslo" });
    expect(racing.people()).toMatchObject([{ attributes: { plan: "a", city: "Oslo" } }]);

    const { identify, people } = open();
    await Promise.all([identify("ada@example.com"), identify("ada@example.com")]);
    expect(people()).toHaveLength(1);
  });

  it.each<[string, string, object]>([
    ["identifier is longer than 150 bytes", "é".repeat(76), {}],
    ["attribute name is longer than 150 bytes", "1", { ["a".repeat(151)]: 1 }],
    ["list is longer than 1000 bytes", "1", { list: Array.from({ length: 400 }, () => "x") }],
    ["more than 300 attributes", "1", Object.fromEntries(Array.from({ length: 301 }, (_, index) => [`a${index}`, 1]))],
  ])("refuses a request whose %s", async (sentence, identifier, body) => {
    const { identify, people } = open();
    await expect(identify(identifier, body)).resolves.toEqual({
      status: 400,
      answer: { meta: { errors: [sentence] } },
    });
    expect(people()).toEqual([]);
  });

  it("takes what is exactly as long as the limits allow", async () => {
    const { identify } = open();
    const body = { ["a".repeat(150)]: "é".repeat(500) };
    await expect(identify("é".repeat(75), body)).resolves.toMatchObject({ status: 200 });
  });

  it.each(["[]", "{", "null"])("refuses the body %s", async (body) => {
    const { call } = open();
    await expect(call("PUT", "/api/v1/customers/1", body)).resolves.toMatchObject({ status: 400 });
  });
});

describe("events", () => {
  it("trigger campaigns only while they are at most 72 hours old", async () => {
    const { track, triggered, events, now } = open();
    await track("1", { name: "fresh", timestamp: now() - 72 * 3600 });
    await track("1", { name: "stale", timestamp: now() - 72 * 3600 - 1 });
    expect(events()).toHaveLength(2);
    expect(triggered()).toMatchObject([{ name: "fresh" }]);
  });

  it("repeat with an id that is no ULID, unless the workspace is told otherwise", async () => {
    const event = { name: "joined", id: "abc" };
    const { track, events, activities } = open();
    await track("1", event);
    await track("1", event);
    expect(events()).toHaveLength(2);
    expect(activities()).toMatchObject([{ type: "Event ID Not a ULID", detail: "abc" }, {}]);

    const strict = open({ nonUlidIds: "deduplicate" });
    await strict.track("1", event);
    await strict.track("1", event);
    expect(strict.events()).toHaveLength(1);

    const refusing = open({ nonUlidIds: "refuse" });
    await expect(refusing.track("1", event)).resolves.toMatchObject({ status: 400 });
    expect(refusing.events()).toEqual([]);
  });

  it("take the receipt as their time where theirs is no Unix seconds", async () => {
    const { track, events, now } = open();
    await track("1", { name: "a", timestamp: now() * 1000 });
    await track("1", { name: "b" });
    expect(events()).toMatchObject([{ timestamp: now() }, { timestamp: now() }]);
  });

  it("create the person that they name, or are dropped by setting", async () => {
    const { track, people } = open();
    await track("ada@example.com", { name: "joined" });
    expect(people()).toMatchObject([{ email: "ada@example.com" }]);

    const strict = open({ eventsForUnknown: "drop" });
    await strict.track("ada@example.com", { name: "joined", id: ulid });
    expect([strict.people(), strict.events()]).toEqual([[], []]);
    await strict.identify("ada@example.com");
    await strict.track("ada@example.com", { name: "joined", id: ulid });
    expect(strict.events()).toHaveLength(1);
  });

  it("of a visitor go over to the person who turns out to be them, for 30 days", async () => {
    const { call, identify, events, triggered, now } = open();
    for (const [name, days] of [
      ["old", 31],
      ["week", 7],
      ["new", 1],
    ] as const) {
      await call("POST", "/api/v1/events", { name, anonymous_id: "v1", timestamp: now() - days * 86_400 });
    }
    expect(triggered()).toEqual([]);
    await identify("1", { anonymous_id: "v1" });
    expect(events()).toMatchObject([{ cio_id: null }, { cio_id: "030000000001" }, { cio_id: "030000000001" }]);
    expect(triggered()).toMatchObject([{ name: "new" }]);
  });

  it.each<[string, object]>([
    ["name is required", {}],
    ["name is longer than 100 bytes", { name: "a".repeat(101) }],
    ["data is longer than 100000 bytes", { name: "a", data: { text: "x".repeat(100_000) } }],
  ])("are refused when %s", async (sentence, body) => {
    const { track, call, events } = open();
    const refusal = { status: 400, answer: { meta: { errors: [sentence] } } };
    await expect(track("1", body)).resolves.toEqual(refusal);
    await expect(call("POST", "/api/v1/events", body)).resolves.toEqual(refusal);
    expect(events()).toEqual([]);
  });
});

describe("the Track API, version 2", () => {
  const person = { type: "person", identifiers: { email: "ada@example.com" } };

  it("takes one operation after the other", async () => {
    const { call, people, events } = open();
    const entity = (operation: object) => call("POST", "/api/v2/entity", { ...person, ...operation });
    await entity({ action: "identify", attributes: { plan: "a" } });
    await entity({ action: "screen", name: "home" });
    expect([people(), events()]).toMatchObject([[{ attributes: { plan: "a" } }], [{ type: "screen", name: "home" }]]);
    await entity({ action: "suppress" });
    await entity({ action: "identify" });
    expect(people()).toEqual([]);
    await entity({ action: "unsuppress" });
    await entity({ action: "identify" });
    expect(people()).toHaveLength(1);
    await entity({ action: "delete" });
    expect(people()).toEqual([]);
  });

  it.each<[string, object]>([
    ["type", { ...person, type: "object", action: "identify" }],
    ["action", { ...person, action: "dance" }],
    ["action", { ...person, action: "toString" }],
    ["identifiers", { type: "person", action: "identify" }],
    ["name", { ...person, action: "event" }],
    ["", { ...person, action: "identify", attributes: { text: "x".repeat(33_000) } }],
  ])("names the wrong field, %p", async (field, operation) => {
    const { call } = open();
    await expect(call("POST", "/api/v2/entity", operation)).resolves.toMatchObject({
      status: 400,
      answer: { errors: [{ field }] },
    });
  });

  it("refuses a batch that is none, or is too large, whole", async () => {
    const { call } = open();
    await expect(call("POST", "/api/v2/batch", {})).resolves.toMatchObject({ status: 400 });
    const large = Array.from({ length: 20 }, () => ({
      ...person,
      action: "identify",
      attributes: { a: "x".repeat(30_000) },
    }));
    await expect(call("POST", "/api/v2/batch", { batch: large })).resolves.toMatchObject({ status: 400 });
    await expect(call("POST", "/api/v2/batch", { batch: [1] })).resolves.toMatchObject({ status: 207 });
  });
});

describe("seed, acts and reset", () => {
  it("takes people in the shape that the state gives", async () => {
    const { identify, people, customerio } = open();
    await identify("1", { email: "ada@example.com", plan: "a" });
    const saved = customerio.state()["people"] as object[];
    customerio.reset();
    expect(people()).toEqual([]);
    customerio.seed({ people: saved });
    expect(people()).toEqual(saved);
    await identify("2");
    expect(people()).toMatchObject([{ id: "1" }, { id: "2", cio_id: "030000000002" }]);
  });

  it("fills in what a seeded person leaves out", async () => {
    const { people, customerio, now, find } = open();
    customerio.seed({ people: [{ email: "Ada@example.com", attributes: { plan: "a" } }] });
    expect(people()).toMatchObject([
      { cio_id: "030000000001", id: null, email: "ada@example.com", timestamps: { plan: now() } },
    ]);
    await expect(find("ada@example.com")).resolves.toMatchObject({ results: [{}] });
  });

  it.each<[string, Record<string, object[]>]>([
    ["with people alone, not with events", { events: [] }],
    ["needs an id or an email", { people: [{ email: "a@b.c" }, {}] }],
    ["has no first_name", { people: [{ email: "a@b.c", first_name: "Ada" }] }],
    ["has texts as", { people: [{ id: 1 }] }],
    ["has an object as attributes", { people: [{ id: "1", attributes: [] }] }],
    ["has Unix seconds", { people: [{ id: "1", timestamps: { a: "1" } }] }],
  ])("refuses a seed: %s", (sentence, records) => {
    const { people, customerio } = open();
    expect(() => customerio.seed(records)).toThrow(sentence);
    expect(people()).toEqual([]);
  });

  it("lets a colleague suppress, free, delete and edit people", async () => {
    const { identify, people, customerio } = open();
    await identify("1", { plan: "a" });
    await customerio.editPerson("1", { plan: "b" });
    expect(people()).toMatchObject([{ attributes: { plan: "b" } }]);
    customerio.suppress("1");
    await identify("1");
    expect([people(), customerio.state()["suppressed"]]).toEqual([[], ["id:1", "cio_id:030000000001"]]);
    customerio.unsuppress("1");
    await identify("1");
    customerio.deletePerson("1");
    expect(people()).toEqual([]);
  });
});
