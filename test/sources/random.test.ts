import { describe, it } from "@jest/globals";
import fc from "fast-check";
import { RefusedPayloadError } from "../../functions/runtime/define/errors.ts";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import { readItems } from "../../functions/runtime/receive/items.ts";
import { findUnits } from "../../bundler/read/units.ts";
import { readWebhook, webhookSamples } from "../harness/fixtures.ts";
import { sourceUnit, validatorOf } from "../harness/units.ts";

// Where one of these fails, fast-check prints the seed and the path that repeat it: fc.assert(…, { seed, path }).
const { sources } = await findUnits();
/** More: PAYLOADS=500000 npm test -- sources/random, as each night. */
const PAYLOADS = Number(process.env["PAYLOADS"] ?? 10_000);
/** All sources take as long together, however many there are. */
const RUNS_OF_ONE = Math.ceil((0.8 * PAYLOADS) / sources.length);
const units = new Map(sources.map(({ specification }) => [specification.name, sourceUnit(specification)]));

/** Texts as people and attackers send them. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.array(fc.nat(0xffff), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom(
    "",
    " ",
    "\0",
    "\u200b",
    "\ud800",
    "\u202e",
    "__proto__",
    "constructor",
    "2026-11-02T09:30:00",
    "1e400",
  ),
  fc.constantFrom(
    "Grace Hopper <grace@example.com>",
    "mailto:a@example.com",
    "a@example.com, b@example.com",
    "a@münchen.example",
  ),
);
const json = fc.oneof(
  text,
  fc.constantFrom(null, true, false, 0, -1, 1e300, 1793611800, 1793611800000),
  fc.array(text, { maxLength: 3 }),
  fc.jsonValue({ depthSize: "small", stringUnit: "binary" }),
);

/** Ways from a JSON value's root to each of its members. */
function placesIn(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    [name],
    ...placesIn(member).map((rest) => [name, ...rest]),
  ]);
}

/** With something else in that place; nothing where that is undefined. */
function withPlace(value: unknown, [name, ...rest]: readonly string[], member: unknown): unknown {
  if (name === undefined) return member;
  if (typeof value !== "object" || value === null) return value;
  const copy: object = Array.isArray(value) ? [...value] : { ...value };
  Reflect.set(copy, name, withPlace(Reflect.get(copy, name), rest, member));
  return copy;
}

/** What comes of a payload: its event types, or the reason for which it is quarantined. Whatever else is thrown is a mistake. */
function outcomeOf(name: string, payload: unknown) {
  const unit = units.get(name);
  if (unit === undefined) throw new Error(`there is no source ${name}`);
  const body = Buffer.from(JSON.stringify(payload) ?? "");
  const headers = { "webhook-id": "msg_1" };
  try {
    const items = readItems(unit, JSON.parse(body.toString()), {
      headers,
      body,
      signedAt: Date.parse("2026-11-02T09:30:05Z"),
    });
    return { events: items.flatMap((item) => ("events" in item ? item.events : [])), refused: "" };
  } catch (error) {
    if (error instanceof RefusedPayloadError) return { events: [], refused: error.message };
    throw error;
  }
}

const samples = webhookSamples().filter(([source, kind]) => {
  const kinds = sources.find(({ specification }) => specification.name === source)?.specification.kinds ?? {};
  return Object.hasOwn(kinds, kind.split("+")[0] ?? "");
});

describe.each([...Map.groupBy(samples, ([source]) => source)])("the source %s, on anything at all", (name, ofOne) => {
  const sampled = ofOne.map(([, kind]) => units.get(name)?.parse(readWebhook(name, kind)));
  const places = sampled.map(placesIn);
  const change = fc.tuple(fc.nat(), fc.option(json, { nil: undefined }));
  const changed = fc
    .tuple(fc.nat(sampled.length - 1), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([of, changes]) =>
      changes.reduce((payload, [at, value]) => {
        const place = places[of]?.[at % places[of].length] ?? [];
        return withPlace(payload, place, value);
      }, sampled[of]),
    );

  it("publishes events that their schemas pass, ignores it, or quarantines it with the field named", () => {
    const payloads = fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: json });
    fc.assert(
      fc.property(payloads, (payload) => {
        const { events, refused } = outcomeOf(name, payload);
        if (!/^(?:$|\/)/.test(refused)) throw new Error(refused);
        for (const event of events) {
          const published: unknown = JSON.parse(encodeEvent(event, "").data.toString());
          if (!validatorOf(event.type)(published)) throw new Error("what is published is no such event");
        }
      }),
      { numRuns: RUNS_OF_ONE },
    );
  });
});

describe("a form whose identity is right", () => {
  const identity = { formId: "contact-sales", email: "grace@example.com" };
  const names = ["firstName", "lastName", "company", "title", "phone", "country", "message", "pageUrl", "budget"];
  const gifts = fc.record(Object.fromEntries(names.map((name) => [name, json])), { requiredKeys: [] });

  it("is published, whatever else it holds", () => {
    fc.assert(
      fc.property(gifts, (data) => {
        const payload = { type: "form.submitted", timestamp: "2026-11-02T09:30:00Z", data: { ...data, ...identity } };
        const { events, refused } = outcomeOf("app", payload);
        return refused === "" && events.length === 1 && events[0]?.subject === identity.email;
      }),
      { numRuns: 0.2 * PAYLOADS },
    );
  });
});
