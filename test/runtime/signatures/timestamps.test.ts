import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { header } from "../../../functions/runtime/signatures/places.ts";
import { hmac } from "../../../functions/runtime/signatures/proofs.ts";
import { scheme as schemeOf } from "../../../functions/runtime/signatures/scheme.ts";
import * as schemes from "../../../functions/runtime/signatures/schemes.ts";
import { AT, post } from "./senders.ts";

const seconds = String(AT / 1000);

describe("a timestamp that only somebody who knows the secret could sign", () => {
  it.each([
    "abc",
    "1.7e9",
    "1700000000abc",
    "1700000000.",
    ".5",
    "1700000000.1.2",
    "1700000000.1234567890",
    "-1",
    "0x6553f100",
    "١٧٠٠٠٠٠٠٠٠",
    "1".repeat(16),
  ])("is refused all the same where it is none: %s", (timestamp) => {
    const scheme = schemes.customerIo();
    const key = scheme.key("signing-secret");
    const signature = createHmac("sha256", key).update(`v0:${timestamp}:`).digest("hex");
    const headers = { "x-cio-timestamp": timestamp, "x-cio-signature": signature };
    expect(scheme.verify(post({ headers }), [key], AT)).toBe("forged");
  });
});

describe("a timestamp", () => {
  const [scheme, secret] = [schemes.standardWebhooks(), `whsec_${Buffer.alloc(32, 1).toString("base64")}`];
  const key = scheme.key(secret);
  const requestAt = (timestamp: string) => {
    const mac = createHmac("sha256", key).update(`msg_1.${timestamp}.{}`).digest("base64");
    const headers = { "webhook-id": "msg_1", "webhook-timestamp": timestamp, "webhook-signature": `v1,${mac}` };
    return post({ headers, body: Buffer.from("{}") });
  };

  it.each([
    ["seconds", seconds, "genuine"],
    ["milliseconds", String(AT), "genuine"],
    ["seconds with a fraction, as of Python's time.time()", `${seconds}.1234567`, "genuine"],
    ["seconds with a fraction, before the window", `${AT / 1000 - 301}.5`, "stale"],
    ["milliseconds with a fraction", `${AT}.25`, "genuine"],
    ["milliseconds, within the window", String(AT - 300_000), "genuine"],
    ["milliseconds, before the window", String(AT - 300_001), "stale"],
    ["milliseconds, after the window", String(AT + 300_001), "stale"],
    ["seconds, before the window", String(AT / 1000 - 301), "stale"],
    ["zeros", "0000000000000", "stale"],
    ["seconds of another millennium", "99999999999", "stale"],
  ])("is read by its size: %s", (_what, timestamp, verdict) => {
    const request = requestAt(timestamp);
    expect(scheme.verify(request, [key], AT)).toBe(verdict);
    if (verdict === "genuine") expect(Math.abs((scheme.signedAt(request) ?? 0) - AT)).toBeLessThanOrEqual(300_000);
  });

  it("can't be put into another unit by who repeats an old request", () => {
    const { headers } = requestAt(seconds);
    const changed = { ...headers, "webhook-timestamp": `${seconds}000` };
    expect(scheme.verify(post({ headers: changed, body: Buffer.from("{}") }), [key], AT)).toBe("forged");
  });
});

describe("a timestamp that nothing separates from the body", () => {
  const key = Buffer.from("secret");
  const schemeIn = (unit: "s" | "ms", isFirst: boolean) =>
    schemeOf({
      name: "Joined",
      proof: hmac("sha256", "hex"),
      signature: header("x-signature"),
      timestamp: header("x-timestamp"),
      unit,
      signed: ({ timestamp, body }) => (isFirst ? [timestamp, body] : [body, timestamp]),
    });

  it.each([
    ["ms", false, ["{}", "1001234567890"], ["{}100", "1234567890"]],
    ["ms", true, ["{}", "1234567890000"], ["000{}", "1234567890"]],
    ["s", false, ["{}123", "1234567890"], ["{}", "1231234567890"]],
    ["s", true, [".5", "1234567890"], ["", "1234567890.5"]],
  ] as const)(
    "makes no other time by digits that belong to one of them: %s, first %s",
    (unit, isFirst, signed, moved) => {
      const scheme = schemeIn(unit, isFirst);
      const mac = createHmac("sha256", key)
        .update(isFirst ? signed.toReversed().join("") : signed.join(""))
        .digest("hex");
      const verdictOn = ([body, at]: readonly [string, string]) => {
        const headers = { "x-signature": mac, "x-timestamp": at };
        const now = at.length > 11 ? Number(at) : Number(at) * 1000;
        return scheme.verify(post({ headers, body: Buffer.from(body) }), [key], now);
      };
      expect([verdictOn(signed), verdictOn(moved)]).toEqual(["genuine", "forged"]);
    },
  );
});
