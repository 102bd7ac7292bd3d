import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { verifyRequestSignature } from "customerio-node";
import { Webhook } from "standardwebhooks";
import {
  type SignatureScheme,
  type SignedRequest,
  standardWebhooks,
} from "../../../functions/runtime/signatures/signature.ts";
import customerio from "../../../functions/sources/customerio.ts";

interface Vector {
  readonly scheme: SignatureScheme;
  readonly secret: string;
  readonly seconds: number;
  readonly request: SignedRequest;
}

/** The example of standard-webhooks' own tests, libraries/javascript/src/index.test.ts. */
const standard: Vector = {
  scheme: standardWebhooks(),
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  seconds: 1614265330,
  request: {
    body: Buffer.from('{"test": 2432232314}'),
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
  },
};

/** The golden value in customerio-node's own tests, test/webhooks.ts at b0288a45. */
const customerIo: Vector = {
  scheme: customerio.signature,
  secret: "signing-secret",
  seconds: 1614265384,
  request: {
    body: Buffer.from('{"event_id":"abc","object_type":"email","metric":"delivered"}'),
    headers: {
      "x-cio-timestamp": "1614265384",
      "x-cio-signature": "6f55cf23f9b73a2ff07733fe04421f64ce9ec5e409696edda6b2a80311944230",
    },
  },
};

function verdictOn(
  { scheme, secret, seconds, request }: Vector,
  headers: Record<string, string | undefined> = {},
  body = request.body,
) {
  return scheme.verify({ body, headers: { ...request.headers, ...headers } }, [scheme.key(secret)], seconds * 1000);
}

describe.each([
  ["Standard Webhooks", standard],
  ["customer.io", customerIo],
])("the signature scheme of %s", (_name, vector) => {
  const { scheme, secret, seconds, request } = vector;
  const key = scheme.key(secret);
  const [signature = "", timestamp = ""] = scheme.headers;

  it("accepts the sender's published example", () => {
    expect(verdictOn(vector)).toBe("genuine");
  });

  it("makes the sender's published example", () => {
    const id = request.headers["webhook-id"] ?? "";
    expect(scheme.sign({ id, body: request.body }, key, seconds * 1000 + 999)).toEqual(request.headers);
  });

  it.each([
    [-301, "stale"],
    [-300, "genuine"],
    [-299, "genuine"],
    [299, "genuine"],
    [300, "genuine"],
    [301, "stale"],
  ])("at %i seconds from the timestamp is %s", (away, verdict) => {
    expect(scheme.verify(request, [key], (seconds + away) * 1000)).toBe(verdict);
  });

  it("calls a forged signature forged and not stale, however old it is", () => {
    expect(scheme.verify(request, [scheme.key(otherSecret(vector))], 0)).toBe("forged");
  });

  it("accepts each of several secrets while one is rotated, and none that is rotated out", () => {
    const other = scheme.key(otherSecret(vector));
    expect(scheme.verify(request, [key, other], seconds * 1000)).toBe("genuine");
    expect(scheme.verify(request, [other, key], seconds * 1000)).toBe("genuine");
    expect(scheme.verify(request, [other], seconds * 1000)).toBe("forged");
    expect(scheme.verify(request, [], seconds * 1000)).toBe("forged");
  });

  it("refuses a body with any one byte changed, cut off or added", () => {
    for (let index = 0; index < request.body.length; index += 1) {
      const body = Buffer.from(request.body);
      body[index] = (body[index] ?? 0) ^ 1;
      expect(verdictOn(vector, {}, body)).toBe("forged");
    }
    expect(verdictOn(vector, {}, request.body.subarray(1))).toBe("forged");
    expect(verdictOn(vector, {}, Buffer.concat([request.body, Buffer.from(" ")]))).toBe("forged");
  });

  it.each([
    ["is missing", undefined],
    ["is empty", ""],
    ["is zeros of the right length", (request.headers[signature] ?? "").replaceAll(/[0-9a-zA-Z+/]/g, "0")],
    ["is cut short", (request.headers[signature] ?? "").slice(0, -1)],
    ["has a character more", `${request.headers[signature]}0`],
    ["is in another case", (request.headers[signature] ?? "").toUpperCase()],
    ["has no or another prefix", `v0=${(request.headers[signature] ?? "").replace("v1,", "")}`],
    ["is separated by commas from another", `${request.headers[signature]},${request.headers[signature]}`],
    ["is half of a surrogate pair", "\ud83d"],
  ])("refuses a signature that %s", (_what, value) => {
    expect(verdictOn(vector, { [signature]: value })).toBe("forged");
  });

  it.each([
    ["is missing", () => undefined],
    ["is another", (at: string) => String(Number(at) + 1)],
    ["has letters after it, which the library's parseInt lets pass", (at: string) => `${at}abc`],
    ["has white space around it", (at: string) => ` ${at} `],
    ["is written otherwise", (at: string) => Number(at).toExponential()],
    ["is a fraction", (at: string) => `${at}.0`],
    ["is negative", (at: string) => `-${at}`],
    ["is in other digits", () => "١٦١٤٢٦٥٣٣٠"],
    ["was sent twice", (at: string) => `${at}, ${at}`], // as Node joins headers
  ])("refuses a timestamp that %s", (_what, change) => {
    expect(verdictOn(vector, { [timestamp]: change(request.headers[timestamp] ?? "") })).toBe("forged");
  });

  it.each([
    ["letters", "abc"],
    ["thirteen digits", "1614265330000"],
    ["letters after digits", "1614265330abc"],
    ["nothing", ""],
  ])("refuses a timestamp of %s even when it is signed", (_what, at) => {
    expect(verdictOn(vector, signAt(vector, String(seconds)))).toBe("genuine");
    expect(verdictOn(vector, signAt(vector, at))).toBe("forged");
  });

  it("finds the genuine one among absurdly many signatures, and none where there is none, in no time", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `v1,${index}`).join(" ");
    expect(verdictOn(vector, { [signature]: many })).toBe("forged");
    expect(verdictOn(vector, { [signature]: `${many} ${request.headers[signature]}` })).toBe("genuine");
  });

  it("names the headers that must not be kept", () => {
    expect(scheme.headers).toEqual(
      Object.keys(request.headers)
        .filter((name) => name !== "webhook-id")
        .toReversed(),
    );
  });
});

function otherSecret({ secret }: Vector): string {
  return secret.startsWith("whsec_") ? `whsec_${Buffer.alloc(24, 7).toString("base64")}` : "another-secret";
}

/** A vector's headers with a timestamp that only somebody who knows the secret could sign. */
function signAt({ scheme, secret, request }: Vector, at: string): Record<string, string> {
  const [signature = "", timestamp = ""] = scheme.headers;
  const signed = (before: string) => createHmac("sha256", scheme.key(secret)).update(before).update(request.body);
  const isStandard = scheme.name === "Standard Webhooks";
  const value = isStandard
    ? `v1,${signed(`${request.headers["webhook-id"]}.${at}.`).digest("base64")}`
    : signed(`v0:${at}:`).digest("hex");
  return { [signature]: value, [timestamp]: at };
}

describe("Standard Webhooks", () => {
  const { scheme, secret, seconds, request } = standard;
  const key = scheme.key(secret);
  const genuine = request.headers["webhook-signature"] ?? "";
  const v1a = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

  it.each([
    ["first", `${genuine} v1,AAAA`],
    ["last", `v1,AAAA ${genuine}`],
    ["after one of another version", `${v1a} ${genuine}`],
    ["after many spaces", `   ${genuine}  `],
  ])("finds the genuine signature when it stands %s", (_where, signatures) => {
    expect(verdictOn(standard, { "webhook-signature": signatures })).toBe("genuine");
  });

  it.each([
    ["v1a alone", v1a],
    ["v1 under another name", genuine.replace("v1,", "v1a,")],
    ["v2", genuine.replace("v1,", "v2,")],
  ])("refuses %s", (_what, signatures) => {
    expect(verdictOn(standard, { "webhook-signature": signatures })).toBe("forged");
  });

  it.each([
    ["another", "msg_other"],
    ["missing", undefined],
    ["empty", ""],
    ["sent twice", "msg_a, msg_a"],
  ])("refuses an id that is %s", (_what, id) => {
    expect(verdictOn(standard, { "webhook-id": id })).toBe("forged");
  });

  it("refuses an id with a dot, which could move the boundary between id, timestamp and body", () => {
    const id = "msg_a.1614265330";
    const headers = scheme.sign({ id, body: request.body }, key, seconds * 1000);
    expect(scheme.verify({ headers, body: request.body }, [key], seconds * 1000)).toBe("forged");
  });

  it("takes a secret with or without whsec_, and signs what the standardwebhooks library verifies", () => {
    for (const text of [secret, secret.replace("whsec_", "")]) {
      const headers = scheme.sign({ id: "msg_1", body: request.body }, scheme.key(text), Date.now());
      expect(new Webhook(text).verify(request.body, headers)).toEqual({ test: 2432232314 });
    }
  });

  it.each(['{"test": 2432232314}', "", "{}", '{"name":"Zoë 🚲"}', "\n"])(
    "accepts %j as the standardwebhooks library signs it",
    (body) => {
      const signature = new Webhook(secret).sign("msg_1", new Date(seconds * 1000), body);
      expect(verdictOn(standard, { "webhook-id": "msg_1", "webhook-signature": signature }, Buffer.from(body))).toBe(
        "genuine",
      );
    },
  );

  it("signs bytes that are no UTF-8 as they are", () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const headers = scheme.sign({ id: "msg_1", body }, key, seconds * 1000);
    expect(scheme.verify({ headers, body }, [key], seconds * 1000)).toBe("genuine");
    // Decoded and encoded again, they are others: what a library does that signs text.
    expect(scheme.verify({ headers, body: Buffer.from(body.toString()) }, [key], seconds * 1000)).toBe("forged");
  });

  it.each([
    ["no base64", "whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"],
    ["short of 24 bytes", `whsec_${Buffer.alloc(23, 7).toString("base64")}`],
    ["empty", "whsec_"],
    ["base64 of a URL", `whsec_${Buffer.alloc(24, 0xff).toString("base64url")}`],
    ["an asymmetric key", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  ])("refuses a secret that is %s, without repeating it", (_what, text) => {
    expect(() => scheme.key(text)).toThrow(
      "is not a Standard Webhooks secret: whsec_ and at least 24 bytes in base64 are expected",
    );
  });
});

describe("customer.io's signatures", () => {
  const { scheme, secret, request } = customerIo;

  it("are made as customerio-node verifies them", () => {
    const { "x-cio-signature": signature = "", "x-cio-timestamp": timestamp = "" } = scheme.sign(
      { id: "", body: request.body },
      scheme.key(secret),
      1_700_000_000_000,
    );
    expect(verifyRequestSignature({ signingSecret: secret, timestamp, body: request.body, signature })).toBe(true);
    expect(
      verifyRequestSignature({ signingSecret: secret, timestamp: "1700000001", body: request.body, signature }),
    ).toBe(false);
  });

  it("use a secret that looks like hex as the text that it is", () => {
    const hex = "c5f7f29333a762ec79304d83be04f71ac0e5cc8b7b33";
    expect(scheme.key(hex)).toEqual(Buffer.from(hex, "utf8"));
  });
});
