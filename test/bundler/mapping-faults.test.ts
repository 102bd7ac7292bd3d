import { describe, expect, it } from "@jest/globals";
import app from "../../functions/sources/app.ts";
import type { Source } from "../../functions/runtime/define/source.ts";
import { hmac } from "../../functions/runtime/signatures/proofs.ts";
import { header } from "../../functions/runtime/signatures/places.ts";
import { scheme, type Signed } from "../../functions/runtime/signatures/scheme.ts";
import { staticHeader } from "../../functions/runtime/signatures/schemes.ts";
import { draftFaults, whyNothing } from "../../bundler/check/mapping-faults.ts";
import { schemaWordFaults } from "../../bundler/check/schema-words.ts";
import { signatureFaults } from "../../bundler/check/signature-faults.ts";

const PAYLOAD = '{"id":"{{id}}","type":"lead.created","at":"{{now}}","email":"ada@example.com","object":{"id":"1"}}';

/** A source of what somebody has written, unchecked, with one sample. */
function unitWith(changes: object, template = PAYLOAD) {
  const specification = {
    ...app,
    name: "vendor",
    headers: [],
    signature: staticHeader({ name: "Vendor", header: "x-secret" }),
    kind: ({ type }: { type: string }) => type,
    kinds: {
      "lead.created": ({ id, email, at }: Record<string, string>) => [
        { id, type: "a.b", person: email, time: at, data: {} },
      ],
    },
    ...changes,
  } as unknown as Source;
  const file = "samples/webhooks/vendor/lead.created.json";
  const samples = [{ of: "vendor", name: "lead.created", kind: "lead.created", file, headers: {}, template }];
  return { file: "vendor", specification, samples };
}

const mapping = (made: unknown) => ({ kinds: { "lead.created": () => made } });

describe("a source none of whose samples becomes an event", () => {
  it.each<[string, object, string | undefined, string]>([
    [
      "a sample with comments",
      {},
      `// as sent\n${PAYLOAD}`,
      "samples/webhooks/vendor/lead.created.json:1: is not JSON",
    ],
    ["a sample in UTF-16", {}, "\u0000{", "lead.created.json:1: is not JSON"],
    [
      "a sample of another kind",
      {},
      PAYLOAD.replace("created", "creatd"),
      'the kind "lead.creatd", which functions/sources/vendor.ts does not list (did you mean "lead.created"?)',
    ],
    ["kind() that says nothing", { kind: () => undefined }, undefined, "vendor.ts: kind() says undefined of samples/"],
    [
      "kind() that throws",
      { kind: ({ a }: { a: { b: string } }) => a.b },
      undefined,
      "vendor.ts: kind() throws on samples/",
    ],
    [
      "a mapping that throws",
      { kinds: { "lead.created": ({ a }: { a: { b: string } }) => a.b } },
      undefined,
      'the mapping of "lead.created" throws on',
    ],
    ["an async mapping", { kinds: { "lead.created": async () => [] } }, undefined, "is async: it waits for nothing"],
    ["an object for a list", mapping({ type: "a.b" }), undefined, "returns an object: a list of events is expected"],
    ["nothing at all", mapping(undefined), undefined, "returns undefined: a list"],
    ["a list with nothing", mapping([null]), undefined, "returns a list with null in it"],
    ["none", mapping([]), undefined, "none of its samples becomes an event"],
  ])("says why: %s", (_what, changes, template, sentence) => {
    expect(whyNothing(unitWith(changes, template))).toEqual([expect.stringContaining(sentence)]);
  });
});

describe("what a mapping makes of its samples", () => {
  const draft = { id: "1", type: "a.b", person: "ada@example.com", time: "2026-11-02T09:30:00Z", data: {} };
  const { person: _person, ...nobody } = draft;

  it("may be what it says", () => {
    expect(draftFaults(unitWith({}))).toEqual([]);
  });

  it.each<[object, string]>([
    [mapping([nobody]), "an event has neither person, an e-mail, nor subject"],
    [mapping([{ ...draft, subject: "x" }]), "an event has a person and a subject"],
    [mapping([{ ...nobody, subject: "x", email: "x" }]), 'has email, which is not known (did you mean "person"?)'],
    [mapping([{ ...draft, company: "x" }]), "has company, which is not known (the event's own members belong in data"],
    [{ kinds: { "lead.created": () => [{ ...draft, id: crypto.randomUUID() }] } }, "another id or time each time"],
    [{ kinds: { "lead.created": () => [{ ...draft, time: Date.now() }] } }, "another id or time each time"],
  ])("is refused: %#", (changes, sentence) => {
    expect(draftFaults(unitWith(changes))).toEqual([expect.stringContaining(sentence)]);
  });
});

describe("a signature", () => {
  const signing = (signed: (values: Signed) => unknown, digest = "sha256") => ({
    signature: scheme({
      name: "V",
      proof: hmac(digest as "sha256", "hex"),
      signature: header("x-s"),
      signed: signed as () => [],
    }),
  });

  it("is tried with what its sender posts", () => {
    expect(signatureFaults(unitWith(signing(({ body }) => [JSON.parse(body.toString()).object.id])))).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      "that can't be made of it",
      signing(({ body }) => [JSON.parse(body.toString()).data.object.id]),
      "Cannot read properties of undefined",
    ],
    ["of a text", signing(({ body }) => body.toString()), "signed() returns no list"],
    ["of a number", signing(() => [1]), "signed() returns a list of texts and buffers"],
    ["by a digest that there is not", signing(({ body }) => [body], "SHA-256x"), "Invalid digest"],
    ["that is another each time", signing(() => [String(Math.random())]), "does not take what it signs itself"],
  ])("is refused that is %s", (_what, changes, sentence) => {
    expect(signatureFaults(unitWith(changes))).toEqual([expect.stringContaining(sentence)]);
  });

  it("is none that signs nothing", () => {
    const signature = scheme({ name: "V", proof: hmac("sha256", "hex"), signature: header("x-s") });
    expect(signatureFaults(unitWith({ signature }))).toEqual([expect.stringContaining("signed is missing")]);
  });
});

describe("words of a schema", () => {
  const faultsOf = (properties: object) =>
    schemaWordFaults({
      events: new Map([["a.b", { title: "AB", properties }]]),
      envelopes: new Map(),
      kinds: new Map(),
    });

  it.each<[object, string]>([
    [
      { plan: { pattern: "/^pro$/i" } },
      'the pattern "/^pro$/i" has slashes around it, which would have to be in the text: write "^pro$"; write letters of either case',
    ],
    [
      { list: { items: { pattern: "/^pro$/" } } },
      'has slashes around it, which would have to be in the text: write "^pro$".',
    ],
    [{ constructor: {} }, "a member can't be called constructor"],
  ])("are refused that nobody can have meant: %j", (properties, sentence) => {
    expect(faultsOf(properties)).toEqual([expect.stringMatching(/^schemas\/a\.b\.json: /)]);
    expect(faultsOf(properties)[0]).toContain(sentence);
  });

  it.each([{ path: { pattern: "/a/b/" } }, { path: { pattern: "^/docs/" } }, { path: { const: { pattern: "/a/" } } }])(
    "may be a path's: %j",
    (properties) => {
      expect(faultsOf(properties)).toEqual([]);
    },
  );
});
