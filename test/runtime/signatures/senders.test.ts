import { describe, expect, it } from "@jest/globals";
import type { SignedRequest } from "../../../functions/runtime/signatures/scheme.ts";
import * as schemes from "../../../functions/runtime/signatures/schemes.ts";
import * as unsourced from "../../../functions/runtime/signatures/senders.ts";
import { AT, type Sender, senders } from "./senders.ts";

function verdictOn({ scheme, secret, request }: Sender, changes: Partial<SignedRequest> = {}, now = AT) {
  return scheme.verify({ ...request, ...changes }, [scheme.key(secret)], now);
}

const named = (all: readonly Sender[]) => all.map((sender) => [sender.scheme.name, sender] as const);
const withHeader = ({ request }: Sender, name: string, value: string | undefined) => ({
  headers: { ...request.headers, [name]: value },
});
const headersOf = (all: readonly Sender[]) =>
  all.flatMap((sender) =>
    Object.keys(sender.request.headers).map((name) => [sender.scheme.name, name, sender] as const),
  );

const hexIn = (value: string) =>
  /^(?<start>[a-z\d]+=)?(?<hex>[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/.exec(value)?.groups;
/** Several in a header, by a prefix or none, which may be in capitals too. */
const isHexList = (value: string) => /^(?:v1=[\da-f]{64}|\d+)(?:,(?:v1=)?[\da-f]{64})+$/.test(value);
const inAnotherCase = (value: string) => (value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase());

const GARBAGE = [
  ["nothing", ""],
  ["white space", "  "],
  ["separators", ",, ,v1=,t=,=, v0=,sha256=,Basic "],
  ["half of a surrogate pair", "\ud83d"],
  ["a null character", "\0"],
  ["words", "constructor __proto__ toString"],
  ["a percent sign alone", "%"],
  ["zeros", "0".repeat(64)],
  ["much", "v1,".repeat(5000)],
  ["much in pairs", "v1=a,t=1,".repeat(2000)],
] as const;

it("every named scheme has a sender here", () => {
  expect(new Set(senders.map(({ scheme }) => scheme.name)).size).toBe(Object.keys({ ...schemes, ...unsourced }).length);
});

describe.each(named(senders))("%s", (_name, sender) => {
  const { scheme, secret, other, request, signingKey } = sender;
  const [key, otherKey] = [scheme.key(secret), scheme.key(other)];

  it("takes what its sender sends", () => {
    expect(verdictOn(sender)).toBe("genuine");
  });

  it("says when a request was signed, and nothing where the scheme has no timestamp", () => {
    expect(scheme.signedAt(request)).toBe(sender.window === undefined ? undefined : AT);
    expect(scheme.signedAt({ ...request, headers: {}, url: "", body: Buffer.alloc(0) })).toBeUndefined();
  });

  it("refuses what is signed with another secret, however old it is", () => {
    expect([scheme.verify(request, [otherKey], AT), scheme.verify(request, [otherKey], 0)]).toEqual([
      "forged",
      "forged",
    ]);
  });

  it("takes any of several secrets while one is rotated, and none that is rotated out", () => {
    const verdicts = [[key, otherKey], [otherKey, key], [otherKey], []].map((keys) => scheme.verify(request, keys, AT));
    expect(verdicts).toEqual(["genuine", "genuine", "forged", "forged"]);
  });

  it("takes what it signs itself, and keeps the request's other headers", () => {
    const plain = { id: "msg_1", method: "POST", url: request.url, headers: { "x-other": "1" } };
    const sent = scheme.sign({ ...plain, body: Buffer.from('{"a":1}') }, signingKey, AT);
    expect(scheme.verify(sent, [key], AT)).toBe("genuine");
    expect(scheme.verify(sent, [otherKey], AT)).toBe("forged");
    expect(sent.headers).toMatchObject({ "x-other": "1" });
  });

  it("does not take an empty request", () => {
    expect(verdictOn(sender, { method: "", url: "", headers: {}, body: Buffer.alloc(0) })).toBe("forged");
  });
});

/** They sign in a second way, by chance, in another order, or twice. */
const SIGN_OTHERWISE = new Set(["Luma", "SendGrid", "Ghost", "PagerDuty", "Recurly"]);

it.each(named(senders.filter(({ scheme }) => !SIGN_OTHERWISE.has(scheme.name))))(
  "%s is signed for exactly as its sender does",
  (_name, { scheme, request, signingKey }) => {
    const sent = scheme.sign({ ...request, headers: {}, id: "msg_1" }, signingKey, AT);
    expect(sent.headers).toEqual(request.headers);
  },
);

it("Recurly's list may have spaces after its commas", () => {
  const [recurly] = senders.filter(({ scheme }) => scheme.name === "Recurly");
  if (recurly === undefined) throw new Error("Recurly is not here");
  const value = recurly.request.headers["recurly-signature"]?.replaceAll(",", ", ");
  expect(verdictOn(recurly, withHeader(recurly, "recurly-signature", value))).toBe("genuine");
});

describe.each(named(senders.filter(({ coversBody }) => coversBody)))("%s, which signs the body,", (_name, sender) => {
  it("refuses a body with any one byte changed, cut off or added", () => {
    const { body } = sender.request;
    const changed = [...body.keys()].map((index) =>
      Buffer.concat([body.subarray(0, index), Buffer.from([(body[index] ?? 0) ^ 1]), body.subarray(index + 1)]),
    );
    const others = [body.subarray(1), body.subarray(0, -1), Buffer.concat([body, Buffer.from(" ")])];
    expect(new Set([...changed, ...others].map((one) => verdictOn(sender, { body: one })))).toEqual(
      new Set(["forged"]),
    );
  });
});

describe.each(headersOf(senders))("%s, header %s", (_name, header, sender) => {
  const value = sender.request.headers[header] ?? "";

  it("must not be missing", () => {
    expect(verdictOn(sender, withHeader(sender, header, undefined))).toBe("forged");
  });

  it.each(GARBAGE)("is refused when it holds %s", (_what, garbage) => {
    expect(verdictOn(sender, withHeader(sender, header, garbage))).toBe("forged");
  });

  it.each([
    ["cut short", value.replace(/.=*$/, "")],
    ["longer by a character", `${value}0`],
    ["in another case", hexIn(value) === undefined && !isHexList(value) ? inAnotherCase(value) : value],
    ["between quotes", `"${value}"`],
  ])("is refused when it is %s", (_what, changed) => {
    if (changed !== value) expect(verdictOn(sender, withHeader(sender, header, changed))).toBe("forged");
  });

  it("may be in capitals where it is hex, and stand after a space", () => {
    const { start = "", hex } = hexIn(value) ?? {};
    if (hex === undefined) return;
    const spelled = [`${start}${hex.toUpperCase()}`, `${start.toUpperCase()} ${hex}`];
    expect(spelled.map((one) => verdictOn(sender, withHeader(sender, header, one)))).toEqual(["genuine", "genuine"]);
  });

  it("may be sent in two lines, which Node joins, unless there is one id or timestamp", () => {
    const twice = verdictOn(sender, withHeader(sender, header, `${value}, ${value}`));
    expect(twice).toBe(/-(?:id|timestamp)$/.test(header) ? "forged" : "genuine");
  });
});

describe.each(named(senders.filter(({ window }) => window !== undefined)))("%s, by time,", (_name, sender) => {
  const [back, ahead] = sender.window ?? [0, 0];
  it.each([
    ["genuine at the end of its window", back, "genuine"],
    ["stale after it", back + 1, "stale"],
    ["genuine at its begin", -ahead, "genuine"],
    ["stale before it", -ahead - 1, "stale"],
    ["stale long after", 10 ** 9, "stale"],
  ])("is %s", (_what, ageSeconds, verdict) => {
    expect(verdictOn(sender, {}, AT + ageSeconds * 1000)).toBe(verdict);
  });
});

/** A timestamp more, where this header has it. */
function withAnother(text: string): string {
  if (/^ts?=/.test(text)) return text.startsWith("t=") ? `t=1,${text}` : `ts=1;${text}`;
  if (text.includes(" t=")) return `${text}, t=1`;
  return text.includes(",") ? `1,${text}` : `${text}, 1700000001`;
}

const WITHOUT_DIGITS = new Set(["Mailgun", "Zendesk"]);

describe.each(named(senders.filter(({ scheme, window }) => window !== undefined && !WITHOUT_DIGITS.has(scheme.name))))(
  "%s, whose timestamp is a header,",
  (_name, sender) => {
    const seconds = String(AT / 1000);
    it.each([
      ["another", (text: string) => text.replace(seconds, "1700000001")],
      ["followed by letters, which parseInt lets pass", (text: string) => text.replace(/(\d{10,13})/, "$1abc")],
      ["a fraction", (text: string) => text.replace(/(\d{10,13})/, "$1.0")],
      ["negative", (text: string) => text.replace(/(\d{10,13})/, "-$1")],
      ["in other digits", (text: string) => text.replace(/(\d{10,13})/, "١٧٠٠٠٠٠٠٠٠")],
      ["two that differ", withAnother],
    ])("refuses one that is %s", (_what, change) => {
      const [name = "", value = ""] =
        Object.entries(sender.request.headers).find(([, text = ""]) => text.includes(seconds)) ?? [];
      expect(change(value)).not.toBe(value);
      expect(verdictOn(sender, withHeader(sender, name, change(value)))).toBe("forged");
    });
  },
);
