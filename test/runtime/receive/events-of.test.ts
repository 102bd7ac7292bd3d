import { describe, expect, it } from "@jest/globals";
import { gzipSync } from "node:zlib";
import { defineSource, type EventDraft, type Source } from "../../../functions/runtime/define/source.ts";
import type { Mapped } from "../../../functions/runtime/receive/events.ts";
import { readBody } from "../../../functions/runtime/receive/body.ts";
import { readItems } from "../../../functions/runtime/receive/items.ts";
import type { SourceUnit, Webhook } from "../../../functions/runtime/receive/unit.ts";
import { gitHub } from "../../../functions/runtime/signatures/senders.ts";
import app from "../../../functions/sources/app.ts";
import customerio from "../../../functions/sources/customerio.ts";
import { readWebhook } from "../../harness/fixtures.ts";
import { ownSource } from "../../harness/own-source.ts";
import { sourceUnit } from "../../harness/units.ts";

const draft = {
  type: "contact.unsubscribed" as const,
  person: "ada@example.com" as unknown,
  time: "2026-11-02T09:30:00Z",
  data: { email: "ada@example.com" },
};

type Changes = Partial<EventDraft>;

/** A source that says these have happened, whatever it is sent. */
function sourceOf(...drafts: Changes[]) {
  const source = defineSource({
    name: "app",
    signature: gitHub(),
    kind: () => "form.submitted",
    kinds: { "form.submitted": () => drafts.map((changes) => ({ ...draft, ...changes }) as EventDraft) },
  });
  return sourceUnit(source);
}

const request = { headers: {}, body: Buffer.from('{"type":"x","timestamp":"2026-11-02T09:30:00Z","data":{}}') };
/** What the only thing says that a webhook holds. */
function eventsOf(unit: SourceUnit, webhook: Webhook): Mapped {
  const [item] = readItems(unit, readBody(unit, webhook), webhook);
  if (item === undefined || "error" in item) throw new Error("nothing alone is quarantined here");
  return item;
}

/** printf 'app\n{"type":"x","timestamp":"2026-11-02T09:30:00Z","data":{}}' | sha256sum */
const HASH = "6deb136c853f0cfcbbcf823e7ec0d9a61346ff2b6a92cbb3f3f3f1d30942e777";
const idsOf = (...drafts: Changes[]) => eventsOf(sourceOf(...drafts), request).events.map(({ id }) => id);

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

  it("is a hash of source and payload where the sender gives none", () => {
    expect(idsOf({})).toEqual([HASH]);
  });

  it("is the same when the sender encodes a retry anew", () => {
    const inParts = (boundary: string): Webhook => ({
      headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
      body: Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="payload"\r\n\r\n${request.body.toString()}\r\n--${boundary}--\r\n`,
      ),
    });
    const retries: Webhook[] = [
      { headers: {}, body: gzipSync(request.body) },
      { headers: {}, body: Buffer.from(JSON.stringify(JSON.parse(request.body.toString()), null, 2)) },
      inParts("a1b2"),
      inParts("c3d4"),
    ];
    const ids = retries.flatMap((retry) => eventsOf(sourceOf({}), retry).events.map(({ id }) => id));
    expect(ids).toEqual(retries.map(() => HASH));
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
    ["spaces", "a b/2026-11-02 09:30:00 UTC", "a%20b/2026-11-02%2009:30:00%20UTC"],
    ["line ends", "a\nb", "a%0Ab"],
    ["letters that no attribute should hold", "zoë\ud800", "zo%C3%AB%EF%BF%BD"],
  ])("is written in ASCII where it holds %s", (_what, id, written) => {
    expect(idsOf({ id })).toEqual([written]);
  });

  it.each([
    ["nothing", ""],
    ["257 characters", "a".repeat(257)],
  ])("is refused when it holds %s", (_what, id) => {
    expect(() => idsOf({ id })).toThrow("/id must be 1 to 256 characters");
  });
});

describe("defineSource", () => {
  it("types each kind's payload by its own schema, and knows no kind without one", () => {
    const { signature } = app;
    const kind = () => "form.submitted";
    const source = defineSource({
      name: "app",
      signature,
      kind,
      kinds: {
        "form.submitted": ({ timestamp, data }) => [
          { type: "form.submitted", person: data.email, time: timestamp, data },
        ],
        // @ts-expect-error a misspelt kind: npm run types fails without this line
        "form.submited": () => [],
      },
    });
    expect(Object.keys(source.kinds)).toHaveLength(2);
  });
});

describe("the kind of a webhook", () => {
  const ofKind = (kind: unknown, changes: Partial<Source> = {}) =>
    eventsOf(ownSource({ kind: () => kind as string, kinds: {}, ...changes }), request);

  it.each([undefined, 7, null, ""])("is refused where it is %j", (kind) => {
    expect(() => ofKind(kind)).toThrow(
      "/ has no kind: nothing is there that functions/sources/vendor.ts takes one from",
    );
  });

  it.each(["a\nb", "a\rb", "a".repeat(201)])("is refused where it is no name: %j", (kind) => {
    expect(() => ofKind(kind)).toThrow("/ has a kind that is no name");
  });

  it.each(["contact.seen", "a".repeat(200)])("is ignored where the source has none such: %s", (kind) => {
    expect(ofKind(kind)).toEqual({ kind, events: [] });
  });

  it.each(["form.submitted", " Form Submitted.v2 ", "FORM_SUBMITTED", "com.example-shop.form.submitted.v2"])(
    "is not ignored where it must not be: %j",
    (kind) => {
      const neverIgnored = ["contact.unsubscribed", "form.submitted"];
      expect(() => ofKind(kind, { neverIgnored })).toThrow(
        expect.objectContaining({ reason: { code: "NOT_TAKEN", system: "schema", field: "/" } }),
      );
      for (const other of ["form.started", "com.example.form.started", "form.submitted.test"])
        expect(ofKind(other, { neverIgnored }).events).toEqual([]);
    },
  );
});

describe("a source's mapping", () => {
  it("is given texts as they were typed, without a gift that its schema refuses, which is told", () => {
    const told: unknown[] = [];
    const seen: unknown[] = [];
    const format = { type: "string", format: "email" };
    const schema = { type: "object", properties: { text: { type: "string" }, copyTo: format } };
    const unit = ownSource(
      { kind: () => "k", kinds: { k: (payload: never) => (seen.push(payload), []) } },
      { kinds: { k: schema } },
    );
    const body = Buffer.from(JSON.stringify({ text: "Marks &amp; Co", copyTo: "nobody" }));
    eventsOf(unit, { headers: {}, body, onLeftOut: ({ reason }) => told.push(reason.field) });
    expect([seen, told]).toEqual([[{ text: "Marks & Co" }], ["/copyTo"]]);
  });

  it.each<[string, unknown, string]>([
    ["an error", new TypeError("ada@example.com"), "TypeError at events-of.test.ts:"],
    ["anything else", "ada@example.com", "UNKNOWN"],
  ])("that throws %s is told by name and place, with its cause", (_, thrown, told) => {
    const fail = () => {
      throw thrown;
    };
    const unit = ownSource({ kind: fail, kinds: {} });
    expect(() => eventsOf(unit, request)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(new RegExp(`^the mapping of source vendor failed: ${told}\\d*$`)),
        reason: { code: "MAPPING", system: "schema" },
        cause: thrown,
      }),
    );
  });

  it("that finds no person is named", () => {
    const unit = sourceOf({ person: undefined, data: {} });
    expect(() => eventsOf(unit, request)).toThrow(
      expect.objectContaining({
        message: "/data/email is missing: functions/sources/app.ts finds none in a form.submitted",
        cause: expect.objectContaining({ message: "/data/email is missing" }),
      }),
    );
  });
});

describe("eventsOf", () => {
  const eventOf = (changes: Changes) => eventsOf(sourceOf(changes), request).events[0];

  it.each([
    ["2026-11-02T09:30:00Z", "2026-11-02T09:30:00.000Z"],
    ["2026-11-02T10:30:00.5+01:00", "2026-11-02T09:30:00.500Z"],
    ["2026-11-01T23:30:00-10:00", "2026-11-02T09:30:00.000Z"],
    ["2026-11-02T10:30:00+0100", "2026-11-02T09:30:00.000Z"],
    ["2026/11/02 10:30:00 +0100", "2026-11-02T09:30:00.000Z"],
    ["02-Nov-2026 09:30:00 UTC", "2026-11-02T09:30:00.000Z"],
    ["2-NOV-2026 10:30:00 +01:00", "2026-11-02T09:30:00.000Z"],
    ["2026-11-02 10:30:00.123456789 +0100 CET m=+0.000012", "2026-11-02T09:30:00.123Z"],
    ["2026-11-02 06:30:00 -0300 -03", "2026-11-02T09:30:00.000Z"],
    ["2026-11-02 10:30:00 Europe/Berlin", "2026-11-02T09:30:00.000Z"],
    ["2026-07-02T10:30:00 Europe/Berlin", "2026-07-02T08:30:00.000Z"],
    ["2026-11-02 06:30:00 America/Argentina/Buenos_Aires", "2026-11-02T09:30:00.000Z"],
    ["2026-11-02 15:00:00 Asia/Kolkata", "2026-11-02T09:30:00.000Z"],
    ["2026-10-25 01:59:59 Europe/Berlin", "2026-10-24T23:59:59.000Z"],
    ["2026-10-25 03:00:00 Europe/Berlin", "2026-10-25T02:00:00.000Z"],
    ["2026-03-29 01:59:59 Europe/Berlin", "2026-03-29T00:59:59.000Z"],
    ["2026-03-29 03:00:00 Europe/Berlin", "2026-03-29T01:00:00.000Z"],
    ["2026-11-02 09:30:00 Etc/UTC", "2026-11-02T09:30:00.000Z"],
    ["Mon Nov  2 09:30:00 UTC 2026", "2026-11-02T09:30:00.000Z"],
    ["Mon Nov 02 10:30:00 +0100 2026", "2026-11-02T09:30:00.000Z"],
    [1793611800, "2026-11-02T09:30:00.000Z"],
    ["1793611800000", "2026-11-02T09:30:00.000Z"],
    ["1793611800000000000", "2026-11-02T09:30:00.000Z"],
  ])("writes the time %s as %s", (time, written) => {
    expect(eventOf({ time })?.time).toBe(written);
  });

  const strange = [
    "soon",
    "",
    "12/11/2026",
    "5",
    "2026-02-30T00:00:00Z",
    "2026-11-02T09:30:00",
    "2026-11-02T24:00:00Z",
    "2026/11/02 09:30:00",
    "Mon Nov 02 09:30:00 CST 2026",
    "2026-10-25 02:30:00 Europe/Berlin", // twice
    "2026-03-29 02:30:00 Europe/Berlin", // never
    "2026-11-02 10:30:00 Europe/Atlantis",
    "2026-11-02 10:30:00 CET",
    "02-Nov-26 09:30:00 UTC",
    "2026-11-02 09:30:00 m=+0.1",
  ];
  const farAway = ["1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", 17936118, 1793611800000000000000];
  it.each<unknown>([undefined, null, {}, ...strange, ...farAway])("refuses the time %j", (time) => {
    expect(() => eventOf({ time })).toThrow("/time must be a time");
  });

  const signedAt = Date.parse("2026-11-02T09:30:00Z");
  const eventAt = (time: unknown, neverWaits?: boolean) =>
    eventsOf(sourceOf({ time, ...(neverWaits !== undefined && { neverWaits }) }), { ...request, signedAt }).events[0]
      ?.time;

  it.each([
    ["as the signature", "2026-11-02T09:30:00Z"],
    ["by as much later as clocks may differ", "2026-11-02T09:35:00Z"],
    ["years before it", "2001-01-01T00:00:00Z"],
  ])("takes a time %s", (_what, time) => {
    expect(eventAt(time)).toBe(new Date(time).toISOString());
  });

  it.each(["2026-11-02T09:35:01Z", "2027-11-02T09:30:00Z", 4102444799, "4102444799000"])(
    "refuses %j, later than the webhook was signed",
    (time) => {
      expect(() => eventAt(time)).toThrow("/time is later than the webhook was signed");
    },
  );

  it.each<unknown>(["2027-11-02T09:30:00Z", "abc", undefined, null, {}, -1])(
    "takes the signature's time for %j where an event never waits",
    (time) => {
      expect(eventAt(time, true)).toBe("2026-11-02T09:30:00.000Z");
    },
  );

  it("invents no time for one where nobody knows when it was signed", () => {
    expect(() => eventOf({ time: "abc", neverWaits: true })).toThrow("/time must be a time");
  });

  it("keeps the time of an event that never waits where it can be read", () => {
    expect(eventAt(1793611700000, true)).toBe("2026-11-02T09:28:20.000Z");
  });

  it.each([[undefined], [null], [7], [""], ["   "], ["a".repeat(255)]])("refuses the person %j", (person) => {
    expect(() => eventOf({ person })).toThrow("/data/email");
  });

  it.each([" Customer 7 ", "a".repeat(254)])(
    "keeps as it is a subject that is no person, and adds nothing to the data: %j",
    (subject) => {
      const { person: _, ...rest } = draft;
      const source = sourceOf();
      const kinds = { "form.submitted": () => [{ ...rest, subject, data: { email: "A@example.com" } }] };
      const { events } = eventsOf({ ...source, source: { ...source.source, kinds } }, request);
      expect(events).toMatchObject([{ subject, data: { email: "A@example.com" } }]);
    },
  );

  it.each([[undefined], [null], [7], [""], ["a".repeat(255)]])("refuses the subject %j", (subject) => {
    expect(() => eventOf({ subject })).toThrow("/subject must be a text of 1 to 254 characters");
  });

  it.each([
    ["Ada@Example.COM ", "ada@example.com"],
    ["\tada@example.com\n", "ada@example.com"],
    ["O'Brien+X@example.com", "o'brien+x@example.com"],
    ["A.D.A@example.com", "a.d.a@example.com"],
  ])("normalises the person %j, in subject and data", (person, normalised) => {
    expect(eventOf({ person })).toMatchObject({ subject: normalised, data: { email: normalised } });
  });

  it("puts events in the order in which the source gives them", () => {
    const { events } = eventsOf(
      sourceOf({ id: "1", person: "b@example.com" }, { id: "2", person: "a@example.com" }),
      request,
    );
    expect(events.map(({ subject }) => subject)).toEqual(["b@example.com", "a@example.com"]);
  });

  it("gives kind and mapping the headers that the source names, and no other", () => {
    const seen: object[] = [];
    const see = (_payload: never, { headers }: { headers: object }) => seen.push(headers);
    const unit = sourceOf();
    const source = {
      ...unit.source,
      headers: ["x-read"],
      kind: (payload: never, context: { headers: object }) => (see(payload, context), "form.submitted"),
      kinds: { "form.submitted": (payload: never, context: { headers: object }) => (see(payload, context), []) },
    };
    eventsOf({ ...unit, source }, { ...request, headers: { "x-read": "1", "x-other": "2" } });
    expect(seen).toEqual([{ "x-read": "1" }, { "x-read": "1" }]);
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
