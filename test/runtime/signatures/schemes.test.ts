import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { eitherOf } from "../../../functions/runtime/signatures/either.ts";
import * as schemes from "../../../functions/runtime/signatures/schemes.ts";
import { zendesk } from "../../../functions/runtime/signatures/senders.ts";
import { AT, post, senders } from "./senders.ts";

const seconds = String(AT / 1000);

describe("Standard Webhooks and Svix, on one source,", () => {
  const scheme = schemes.standardWebhooks();
  const key = scheme.key(`whsec_${Buffer.alloc(32, 1).toString("base64")}`);
  const body = Buffer.from('{"a":1}');
  const signatureOf = (id: string) =>
    `v1,${createHmac("sha256", key).update(`${id}.${seconds}.`).update(body).digest("base64")}`;
  const headersOf = (brand: string, id: string) => ({
    [`${brand}-id`]: id,
    [`${brand}-timestamp`]: seconds,
    [`${brand}-signature`]: signatureOf(id),
  });
  const genuine = headersOf("webhook", "msg_1");
  const verdictOn = (headers: Record<string, string>) => scheme.verify(post({ headers, body }), [key], AT);

  it.each([
    ["Standard Webhooks' names", genuine, "genuine"],
    ["Svix's names", headersOf("svix", "msg_1"), "genuine"],
    ["both", { ...genuine, ...headersOf("svix", "msg_1") }, "genuine"],
    ["ids that differ, or who repeats an old one could give it a new id", { ...genuine, "svix-id": "msg_2" }, "forged"],
    ["timestamps that differ", { ...genuine, "svix-timestamp": "1" }, "forged"],
    ["an id with dots", headersOf("webhook", "msg.2026.11"), "genuine"],
    ["an id with a comma", headersOf("webhook", "a, b"), "genuine"],
    ["another id", { ...genuine, "webhook-id": "msg_2" }, "forged"],
  ])("with %s", (_what, headers, verdict) => {
    expect(verdictOn(headers)).toBe(verdict);
  });

  const good = signatureOf("msg_1");
  const v1a = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
  it.each([
    ["the genuine one first", `${good} v1,AAAA`, "genuine"],
    ["the genuine one last", `v1,AAAA ${good}`, "genuine"],
    ["one of another version first", `${v1a} ${good}`, "genuine"],
    ["many spaces", `   ${good}  `, "genuine"],
    ["two lines, joined by Node", `v1,AAAA, ${v1a} ${good}`, "genuine"],
    ["two lines, the genuine one first", `${good}, v1,AAAA`, "genuine"],
    ["one of another version alone", v1a, "forged"],
    ["the version changed", good.replace("v1,", "v2,"), "forged"],
    ["no version", good.replace("v1,", ""), "forged"],
    ["no space between two", `${good},${good}`, "forged"],
    ["the genuine one the sixteenth", `${"v1,AAAA ".repeat(15)}${good}`, "genuine"],
    ["the genuine one the seventeenth: no more are tried", `${"v1,AAAA ".repeat(16)}${good}`, "forged"],
  ])("with signatures of which there are: %s", (_what, signatures, verdict) => {
    expect(verdictOn({ ...genuine, "webhook-signature": signatures })).toBe(verdict);
  });

  it("signs bytes that are no UTF-8 as they are", () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const sent = scheme.sign({ ...post({ body: bytes }), headers: {}, id: "msg_1" }, key, AT);
    expect(scheme.verify(sent, [key], AT)).toBe("genuine");
    expect(scheme.verify({ ...sent, body: Buffer.from(bytes.toString()) }, [key], AT)).toBe("forged");
  });

  it.each([
    ["no base64", "whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"],
    ["short of 24 bytes", `whsec_${Buffer.alloc(23, 7).toString("base64")}`],
    ["empty", "whsec_"],
    ["base64 of a URL", `whsec_${Buffer.alloc(24, 0xff).toString("base64url")}`],
    ["an asymmetric key", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  ])("refuse a secret that is %s, without repeating it", (_what, text) => {
    expect(() => scheme.key(text)).toThrow(
      "is not a Standard Webhooks secret: whsec_ and at least 24 bytes in base64 are expected",
    );
  });
});

describe("an HMAC of the body", () => {
  const body = Buffer.from('{"a":1}');
  // Its base64 has both characters that base64url has others for.
  const macOf = (key: string) => createHmac("sha256", key).update(body).digest();
  const key = Array.from({ length: 500 }, (_, at) => `key-${at}`).find((one) =>
    /\+.*\/|\/.*\+/.test(macOf(one).toString("base64")),
  );
  const mac = macOf(key ?? "");
  const [hex, base64, base64url] = [mac.toString("hex"), mac.toString("base64"), mac.toString("base64url")];
  /** The same bytes to a lenient decoder: the last character's lowest bits belong to no byte. */
  const sloppy = base64.replace(/(.)=$/, (_, last: string) => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return `${letters[letters.indexOf(last) + 1]}=`;
  });

  const cases: [what: string, signature: string, verdict: string][] = [
    ["hex", hex, "genuine"],
    ["hex in capitals", hex.toUpperCase(), "genuine"],
    ["base64", base64, "genuine"],
    ["base64 of URLs", base64url, "genuine"],
    ["base64 of URLs with its padding", `${base64url}=`, "genuine"],
    ["hex after the digest's name", `SHA256= ${hex}`, "genuine"],
    ["base64 after the digest's name", `sha-256=${base64}`, "genuine"],
    ["hex after two digests' names", `sha256=sha256=${hex}`, "forged"],
    ["hex after another name", `md5=${hex}`, "forged"],
    ["hex, a character short", hex.slice(0, -1), "forged"],
    ["hex, a byte short", hex.slice(0, -2), "forged"],
    ["half of the hex", hex.slice(0, 32), "forged"],
    ["hex and a byte more", `${hex}00`, "forged"],
    ["hex twice", hex + hex, "forged"],
    ["hex and base64 in one", hex + base64, "forged"],
    ["hex of the hex", Buffer.from(hex).toString("hex"), "forged"],
    ["base64 of the hex", Buffer.from(hex).toString("base64"), "forged"],
    ["hex after 0x", `0x${hex}`, "forged"],
    ["hex with a space in it", `${hex.slice(0, 10)} ${hex.slice(10)}`, "forged"],
    ["base64 in lower case", base64.toLowerCase(), "forged"],
    ["base64 in capitals", base64.toUpperCase(), "forged"],
    ["base64 without its padding", base64.slice(0, -1), "genuine"],
    ["hex after equals signs", `==${hex}`, "forged"],
    ["base64 with more padding", `${base64}=`, "forged"],
    ["base64, a character short", base64.slice(1), "forged"],
    ["base64 twice", base64 + base64, "forged"],
    ["base64 and more after its padding", `${base64}AAAA`, "forged"],
    ["base64 whose unused bits are set", sloppy, "forged"],
    ["base64 of both alphabets", base64.replace("+", "-"), "forged"],
    ["base64 with a line break in it", `${base64.slice(0, 20)}\n${base64.slice(20)}`, "forged"],
    ["Latin-1", mac.toString("latin1"), "forged"],
    ["all zeros", "0".repeat(64), "forged"],
    ["all zeros in base64", Buffer.alloc(32).toString("base64"), "forged"],
    ["an equals sign", "=", "forged"],
  ];
  it.each(cases)(
    "is taken in any encoding, whichever is configured, if nothing else is there: %s",
    (_what, signature, verdict) => {
      for (const encoding of ["hex", "base64"] as const) {
        const scheme = schemes.hmacOfBody({ name: "Acme", header: "x-signature", encoding });
        const verdictOn = (text: string) =>
          scheme.verify(post({ headers: { "x-signature": text }, body }), [scheme.key(key ?? "")], AT);
        expect(verdictOn(signature)).toBe(verdict);
      }
    },
  );

  it("decodes the base64 whose unused bits are set to the same bytes, which is why it compares texts", () => {
    expect(sloppy).not.toBe(base64);
    expect(Buffer.from(sloppy, "base64")).toEqual(mac);
  });
});

describe("Stripe and Calendly", () => {
  const [sender] = senders.filter(({ scheme }) => scheme.name === "Stripe");
  const value = sender?.request.headers["stripe-signature"] ?? "";
  const verdictOn = (text: string) =>
    sender?.scheme.verify(post({ ...sender.request, headers: { "stripe-signature": text } }), [sender.signingKey], AT);

  it.each([
    ["a second v1, while the secret is rolled", `${value},v1=${"0".repeat(64)}`, "genuine"],
    ["the genuine v1 last", value.replace("v1=", `v1=${"0".repeat(64)},v1=`), "genuine"],
    ["an old v0, which is ignored", `${value},v0=${"0".repeat(64)}`, "genuine"],
    ["spaces after commas", value.replaceAll(",", ", "), "genuine"],
    ["v1 under the name of v0", value.replace("v1=", "v0="), "forged"],
    ["no t", value.replace(/t=\d+,/, ""), "forged"],
    ["two t", `t=1,${value}`, "forged"],
  ])("with %s", (_what, text, verdict) => {
    expect(verdictOn(text)).toBe(verdict);
  });
});

describe("Luma, which signs in one of two ways,", () => {
  it("is dated by what its signature covers, whatever time the other way has beside it", () => {
    const sender = senders.find(({ scheme, request }) => scheme.name === "Luma" && "webhook-id" in request.headers);
    if (sender === undefined) throw new Error("no sender signs as Standard Webhooks do");
    const { scheme, secret, request } = sender;
    const signature = `${request.headers["webhook-signature"]} ,t=${AT / 1000 + 9e6}`;
    const sent = { ...request, headers: { ...request.headers, "webhook-signature": signature } };
    expect(scheme.verify(sent, [scheme.key(secret)], AT)).toBe("genuine");
    expect(scheme.signedAt(sent)).toBe(AT);
  });
});

describe("either of two schemes", () => {
  it("holds its signature in the headers of both", () => {
    const [one, other] = ["x-one", "x-other"].map((name) => schemes.staticHeader({ name: "test", header: name }));
    if (one === undefined || other === undefined) throw new Error("there are two");
    expect(eitherOf(one, other).headers).toEqual(["x-one", "x-other"]);
  });
});

describe("Mailgun, whose signature stands in the body,", () => {
  const scheme = schemes.mailgun();
  const key = scheme.key("key-00000000000000000000000000000000");
  const token = "0123456789".repeat(5);
  const signatureOf = (timestamp: string, id: string) =>
    createHmac("sha256", key)
      .update(timestamp + id)
      .digest("hex");
  const signature = { timestamp: seconds, token, signature: signatureOf(seconds, token) };
  const verdictOn = (text: string) => scheme.verify(post({ body: Buffer.from(text) }), [key], AT);

  it.each([
    ["texts", signature, "genuine"],
    ["a timestamp that is a number", { ...signature, timestamp: AT / 1000 }, "genuine"],
    ["no token", { ...signature, token: undefined }, "forged"],
    ["no timestamp", { ...signature, timestamp: undefined }, "forged"],
    ["no signature", { ...signature, signature: undefined }, "forged"],
    [
      "a digit moved from the timestamp to the token",
      { ...signature, timestamp: seconds.slice(0, -1), token: `0${token}` },
      "forged",
    ],
    [
      "a digit moved from the token to the timestamp",
      { ...signature, timestamp: `${seconds}0`, token: token.slice(1) },
      "forged",
    ],
    ["lists of one", { ...signature, token: [token] }, "forged"],
  ])("with %s", (_what, members, verdict) => {
    expect(verdictOn(JSON.stringify({ signature: members }))).toBe(verdict);
  });

  it.each([
    ["no JSON", "signature"],
    ["null", "null"],
    ["a list", JSON.stringify([signature])],
    ["a signature that is none", '{"signature":"text"}'],
    ["inherited names", '{"__proto__":{"signature":{}}}'],
    ["65 levels", `{"signature":${JSON.stringify(signature)},"x":${"[".repeat(64)}${"]".repeat(64)}}`],
    ["more than a mebibyte", JSON.stringify({ signature, x: "x".repeat(1024 * 1024) })],
    ["a megabyte of brackets", "[".repeat(1_000_000)],
  ])("refuses a body of %s", (_what, text) => {
    expect(verdictOn(text)).toBe("forged");
  });

  it("can't be signed for with a token that is too long", () => {
    const request = { ...post({}), headers: {}, id: "0".repeat(51) };
    expect(() => scheme.sign(request, key, AT)).toThrow("Mailgun does not sign deliveries with an id such as");
  });
});

describe("HubSpot", () => {
  const [sender] = senders.filter(({ scheme }) => scheme.name === "HubSpot v3");
  it.each([
    ["another method", { method: "PUT" }],
    ["another host", { url: "https://attacker.example/webhooks/hubspot?to=a%40b%3Bc%20d&q=(1)" }],
    ["another query", { url: "https://example.com/webhooks/hubspot?to=a%40b%3Bc%20d&q=(2)" }],
    ["a decoded space, which it does not decode", { url: "https://example.com/webhooks/hubspot?to=a@b;c d&q=(1)" }],
  ])("signs the request's address: refused with %s", (_what, changes) => {
    expect(sender?.scheme.verify({ ...sender.request, ...changes }, [sender.signingKey], AT)).toBe("forged");
  });

  it("is one of two schemes that must be told their URL", () => {
    expect(senders.filter(({ scheme }) => scheme.signsUrl).map(({ scheme }) => scheme.name)).toEqual([
      "HubSpot v3",
      "Twilio",
    ]);
  });
});

describe("a secret in a URL", () => {
  const scheme = schemes.urlParameter({ name: "Eventbrite", parameter: "key" });
  const key = scheme.key("s3cret/with+signs&more");
  it.each([
    ["https://example.com/webhooks/x?key=s3cret%2Fwith%2Bsigns%26more", "genuine"],
    ["?key=s3cret%2Fwith%2Bsigns%26more", "genuine"],
    ["?key=s3cret/with+signs%26more", "forged"], // a part of it escaped, and a part not
    ["?key=wrong&key=s3cret%2Fwith%2Bsigns%26more", "genuine"],
    ["?key=", "forged"],
    ["?key", "forged"],
    ["?KEY=s3cret%2Fwith%2Bsigns%26more", "forged"],
    ["?key=%ff%", "forged"],
    ["/key=s3cret%2Fwith%2Bsigns%26more", "forged"],
  ])("is looked for in the query: %s", (url, verdict) => {
    expect(scheme.verify(post({ url }), [key], AT)).toBe(verdict);
  });

  it.each([
    ["?key=s3cret/with+signs==", "genuine"],
    ["?a=1&key=s3cret%2Fwith%2Bsigns%3D%3D", "genuine"],
    ["?key=s3cret%2Fwith%2Bsigns==", "genuine"],
    ["?key=s3cret/with?signs==", "forged"],
    ["?yek=s3cret/with+signs==", "forged"],
  ])("may be pasted as it is: %s", (url, verdict) => {
    expect(scheme.verify(post({ url }), [scheme.key("s3cret/with+signs==")], AT)).toBe(verdict);
  });

  it("may contain a question mark", () => {
    expect(scheme.verify(post({ url: "/x?key=what?" }), [scheme.key("what?")], AT)).toBe("genuine");
  });

  it("is written beside what else stands there", () => {
    const { url } = scheme.sign(
      { ...post({ url: "http://localhost:8080/webhooks/x?a=1" }), headers: {}, id: "" },
      key,
      AT,
    );
    expect(url).toBe("http://localhost:8080/webhooks/x?a=1&key=s3cret%2Fwith%2Bsigns%26more");
  });
});

describe("the headers that must not be kept", () => {
  it.each(senders.map((sender) => [sender.scheme.name, sender] as const))(
    "of %s hold its signature and timestamp, and not the delivery's id",
    (_name, { scheme, request }) => {
      const used = Object.keys(request.headers).filter((name) => !name.endsWith("-id"));
      expect(scheme.headers).toEqual(expect.arrayContaining(used));
      expect(scheme.headers.filter((name) => name.endsWith("-id") || name !== name.toLowerCase())).toEqual([]);
    },
  );
});

it.each(["1700000000", "2023-11-14", "2023-11-14T22:13:20", "2023-11-14T99:13:20Z", "Tue, 14 Nov 2023 22:13:20 GMT"])(
  "takes no timestamp as RFC 3339's that is %s",
  (timestamp) => {
    const sent = zendesk();
    const key = sent.key("0123456789abcdef");
    const body = Buffer.from("{}");
    const signature = createHmac("sha256", key).update(timestamp).update(body).digest("base64");
    const headers = { "x-zendesk-webhook-signature-timestamp": timestamp, "x-zendesk-webhook-signature": signature };
    expect(sent.verify(post({ headers, body }), [key], AT)).toBe("forged");
  },
);
