import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { header } from "../../../functions/runtime/signatures/places.ts";
import { hmac, publicKey, sharedSecret } from "../../../functions/runtime/signatures/proofs.ts";
import { scheme as schemeOf } from "../../../functions/runtime/signatures/scheme.ts";
import * as schemes from "../../../functions/runtime/signatures/schemes.ts";
import { AT, post } from "./senders.ts";

describe("a public key", () => {
  const scheme = schemeOf({
    name: "test",
    proof: publicKey(),
    signature: header("x-signature"),
    signed: ({ body }) => [body],
  });
  const pairOf = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const der = pairOf.publicKey.export({ format: "der", type: "spki" });

  it("is read as PEM, or the base64 in it, on one line or several", () => {
    const pem = pairOf.publicKey.export({ format: "pem", type: "spki" }).toString();
    const base64 = der.toString("base64");
    const wrapped = `${base64.slice(0, 64)}\n${base64.slice(64)}`;
    expect([pem, pem.replaceAll("\n", ""), base64, wrapped].map((text) => scheme.key(text))).toEqual([
      der,
      der,
      der,
      der,
    ]);
  });

  it("may be one of RSA", () => {
    const { privateKey, publicKey: shown } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = scheme.key(shown.export({ format: "pem", type: "spki" }).toString());
    const request = { ...post({ body: Buffer.from("{}") }), headers: {}, id: "" };
    const sent = scheme.sign(request, privateKey.export({ format: "der", type: "pkcs8" }), AT);
    expect(scheme.verify(sent, [key], AT)).toBe("genuine");
    expect(scheme.verify({ ...sent, body: Buffer.from("[]") }, [key], AT)).toBe("forged");
  });

  it.each([
    ["a private key", pairOf.privateKey.export({ format: "pem", type: "pkcs8" }).toString()],
    ["a private key without its lines", pairOf.privateKey.export({ format: "der", type: "pkcs8" }).toString("base64")],
    [
      "another kind of key",
      generateKeyPairSync("ed25519").publicKey.export({ format: "pem", type: "spki" }).toString(),
    ],
    ["a text", "c5f7f29333a762ec79304d83be04f71ac0e5cc8b7b33"],
  ])("is not %s", (_what, text) => {
    expect(() => scheme.key(text)).toThrow(
      expect.objectContaining({
        message: "is no public key: the sender's, ECDSA or RSA, as PEM or the base64 in it, is expected",
        cause: expect.objectContaining({ message: expect.any(String) }),
      }),
    );
  });

  it("has no MAC to answer a handshake with", () => {
    expect(scheme.mac).toBeUndefined();
  });
});

it("nobody's signature of nothing is taken where a scheme does not say what is signed", () => {
  const { privateKey, publicKey: shown } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  for (const [proof, key, signature] of [
    [hmac("sha256", "hex"), Buffer.from("secret"), createHmac("sha256", "secret").digest("hex")],
    [publicKey(), shown.export({ format: "der", type: "spki" }), createSign("sha256").sign(privateKey, "base64")],
  ] as const) {
    const scheme = schemeOf({ name: "test", proof, signature: header("x-signature") });
    expect(scheme.verify(post({ headers: { "x-signature": signature } }), [key], AT)).toBe("forged");
  }
});

describe("a shared secret", () => {
  it("that is empty lets nobody in", () => {
    const scheme = schemeOf({ name: "test", proof: sharedSecret(), signature: header("x-secret") });
    expect(scheme.verify(post({ headers: { "x-secret": "" } }), [Buffer.alloc(0)], AT)).toBe("forged");
  });

  it("of HTTP Basic is a user and a password, and Basic may be written in any case", () => {
    const scheme = schemes.basic();
    const key = scheme.key("user:pass:word");
    const authorization = Buffer.from("user:pass:word").toString("base64");
    for (const name of ["Basic", "basic", "BASIC"])
      expect(scheme.verify(post({ headers: { authorization: `${name} ${authorization}` } }), [key], AT)).toBe(
        "genuine",
      );
  });
});
