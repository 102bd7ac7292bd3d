import { describe, expect, it } from "@jest/globals";
import { defineSource, type EventDraft } from "../../../functions/runtime/define/source.ts";
import { eventsOf } from "../../../functions/runtime/receive/receive.ts";
import { gitHub } from "../../../functions/runtime/signatures/schemes.ts";
import app from "../../../functions/sources/app.ts";
import customerio from "../../../functions/sources/customerio.ts";
import { readWebhook } from "../../harness/fixtures.ts";
import { sourceUnit } from "../../harness/units.ts";

const draft: EventDraft = {
  type: "contact.unsubscribed",
  subject: "ada@example.com",
  time: "2026-11-02T09:30:00Z",
  data: { email: "ada@example.com" },
};

/** A source that says these have happened, whatever it is sent. */
function sourceOf(...drafts: Partial<EventDraft>[]) {
  const source = defineSource({
    name: "app",
    signature: gitHub(),
    events: ["contact.unsubscribed"],
    kind: ({ type }) => type,
    toEvents: () => drafts.map((changes) => ({ ...draft, ...changes })),
  });
  return sourceUnit(source);
}

const request = { headers: {}, body: Buffer.from('{"type":"x","timestamp":"2026-11-02T09:30:00Z","data":{}}') };
/** printf 'app\n{"type":"x","timestamp":"2026-11-02T09:30:00Z","data":{}}' | sha256sum */
const HASH = "6deb136c853f0cfcbbcf823e7ec0d9a61346ff2b6a92cbb3f3f3f1d30942e777";
const idsOf = (...drafts: Partial<EventDraft>[]) => eventsOf(sourceOf(...drafts), request).events.map(({ id }) => id);

// Ids are the identity for every deduplication downstream. Once released they never change: when one of these tests
// fails, what is wrong is the change, not the test.
describe("the id of an event", () => {
  it("is the sender's own", () => {
    const { events } = eventsOf(sourceUnit(app), {
      headers: { "webhook-id": "msg_2xJ9QpZ4mVfH7tKcW1sYbN" },
      body: readWebhook("app", "form.submitted"),
    });
    expect(events.map(({ id, source }) => [source, id])).toEqual([["/sources/app", "msg_2xJ9QpZ4mVfH7tKcW1sYbN"]]);
    const unsubscribed = eventsOf(sourceUnit(customerio), {
      headers: {},
      body: readWebhook("customerio", "email.unsubscribed"),
    });
    expect(unsubscribed.events.map(({ id, source }) => [source, id])).toEqual([
      ["/sources/customerio", "01K0Y4CT6YDC7Y5M7FE1GWWPQH"],
    ]);
  });

  it("is a hash of source and raw body where the sender gives none", () => {
    expect(idsOf({})).toEqual([HASH]);
  });

  it("has its place in the webhook where several events share what the sender gives", () => {
    expect(idsOf({ id: "evt_1" }, { id: "evt_1" }, { id: "evt_1" })).toEqual(["evt_1/1", "evt_1/2", "evt_1/3"]);
    expect(idsOf({}, {})).toEqual([`${HASH}/1`, `${HASH}/2`]);
  });

  it("stays an event's own in a batch, which the sender may put together anew on a retry", () => {
    expect(idsOf({ id: "evt_1" }, { id: "evt_2" })).toEqual(["evt_1", "evt_2"]);
    expect(idsOf({ id: "evt_2" }, { id: "evt_3" }, { id: "evt_1" })).toEqual(["evt_2", "evt_3", "evt_1"]);
  });

  it.each([
    ["spaces", "a b"],
    ["line ends", "a\nb"],
    ["nothing", ""],
    ["letters that no attribute should hold", "zoë"],
    ["257 characters", "a".repeat(257)],
  ])("is refused when it holds %s", (_what, id) => {
    expect(() => idsOf({ id })).toThrow("/id must be 1 to 256 printable characters without spaces");
  });
});

describe("eventsOf", () => {
  const eventOf = (changes: Partial<EventDraft>) => eventsOf(sourceOf(changes), request).events[0];

  it.each([
    ["2026-11-02T09:30:00Z", "2026-11-02T09:30:00.000Z"],
    ["2026-11-02T10:30:00.5+01:00", "2026-11-02T09:30:00.500Z"],
    ["2026-11-01T23:30:00-10:00", "2026-11-02T09:30:00.000Z"],
  ])("writes the time %s as %s", (time, written) => {
    expect(eventOf({ time })?.time).toBe(written);
  });

  it.each([[undefined], [null], [1762075800], ["soon"], [""], [{}]])("refuses the time %j", (time) => {
    expect(() => eventOf({ time })).toThrow("/time must be an RFC 3339 time");
  });

  it.each([[undefined], [null], [7], [""], ["   "], ["a".repeat(255)]])("refuses the subject %j", (subject) => {
    expect(() => eventOf({ subject })).toThrow("/subject must be an e-mail");
  });

  it.each([
    ["Ada@Example.COM ", "ada@example.com"],
    ["\tada@example.com\n", "ada@example.com"],
    ["O'Brien+X@example.com", "o'brien+x@example.com"],
    ["A.D.A@example.com", "a.d.a@example.com"],
  ])("normalises the subject %j", (subject, normalised) => {
    expect(eventOf({ subject })?.subject).toBe(normalised);
  });

  it("puts events in the order in which the source gives them", () => {
    const { events } = eventsOf(
      sourceOf({ id: "1", subject: "b@example.com" }, { id: "2", subject: "a@example.com" }),
      request,
    );
    expect(events.map(({ subject }) => subject)).toEqual(["b@example.com", "a@example.com"]);
  });

  it("gives toEvents the headers that the source names, and no other", () => {
    const seen: object[] = [];
    const unit = sourceOf();
    const source = {
      ...unit.source,
      headers: ["x-read"],
      toEvents: (_payload: never, headers: object) => (seen.push(headers), []),
    };
    eventsOf({ ...unit, source }, { ...request, headers: { "x-read": "1", "x-other": "2" } });
    expect(seen).toEqual([{ "x-read": "1" }]);
  });

  it("leaves every object's prototype alone, whatever a payload calls __proto__", () => {
    const body = Buffer.from(
      '{"__proto__":{"polluted":1},"type":"form.submitted","timestamp":"2026-11-02T09:30:00Z","constructor":{"prototype":{"polluted":1}},"data":' +
        '{"__proto__":{"polluted":1,"email":"eve@example.com"},"formId":"f","email":"ada@example.com","firstName":"A","lastName":"L","company":"C"}}',
    );
    const { events } = eventsOf(sourceUnit(app), { headers: { "webhook-id": "1" }, body });
    expect(events[0]?.subject).toBe("ada@example.com");
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(events[0]?.data).not.toHaveProperty("polluted");
  });

  it("does not take an e-mail from a payload's __proto__ where the real one is missing", () => {
    const body = Buffer.from(
      '{"type":"form.submitted","timestamp":"2026-11-02T09:30:00Z","data":{"__proto__":{"email":"eve@example.com"},"formId":"f","firstName":"A","lastName":"L","company":"C"}}',
    );
    expect(() => eventsOf(sourceUnit(app), { headers: { "webhook-id": "1" }, body })).toThrow("/data/email");
  });

  it("takes the last of a key that stands twice, as every JSON parser of ours does", () => {
    const body = Buffer.from('{"type":"form.submitted","type":"other","timestamp":"2026-11-02T09:30:00Z","data":{}}');
    expect(eventsOf(sourceUnit(app), { headers: { "webhook-id": "1" }, body })).toEqual({ kind: "other", events: [] });
  });
});
