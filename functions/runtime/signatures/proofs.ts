import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createSign,
  createVerify,
  hash,
  timingSafeEqual,
} from "node:crypto";
import { SettingError } from "../define/errors.ts";

type Parts = readonly (string | Buffer)[];

/** How a key proves who signed. */
export interface Proof {
  /** Whether the secrets are the sender's public keys. */
  readonly hasKeyPair: boolean;
  /** The key in a secret. Throws SettingError when it can't be one. */
  readonly key: (secret: string) => Buffer;
  /** Returns a check whether a signature is this key's; the signed data is digested once. */
  readonly vouching: (signed: Parts, key: Buffer) => (given: string) => boolean;
  readonly make: (signed: Parts, key: Buffer) => string;
  readonly mac?: (text: string, key: Buffer, encoding?: Encoding) => string;
}

type Encoding = "hex" | "base64";

const asText = (secret: string) => Buffer.from(secret);

/** Node takes longer to create a key from bytes than to use it (27 µs against 4), so each is created once. */
export function madeOnce<Key extends object>(make: (bytes: Buffer) => Key): (bytes: Buffer) => Key {
  const made = new WeakMap<Buffer, Key>();
  return function keyOf(bytes) {
    const key = made.get(bytes) ?? make(bytes);
    made.set(bytes, key);
    return key;
  };
}

const secretKeyOf = madeOnce((bytes) => createSecretKey(bytes));
const publicKeyOf = madeOnce((key) => createPublicKey({ key, format: "der", type: "spki" }));

/** What says which digest follows: GitHub's and many others' `sha256=`. */
const DIGEST = /^sha-?(?:1|256|512)=\s?/i;

/**
 * HMAC with the secret as its key. `make` writes it in this encoding, but hex and base64, also in the URL alphabet or
 * without padding, are all taken: only who has the secret can write any, and a source is easily configured with the
 * wrong one. Hex is compared without case.
 */
export function hmac(digest: "sha256" | "sha1" | "sha512", encoding: Encoding): Proof {
  const digestOfAll = (signed: Parts, key: Buffer) =>
    signed.reduce((mac, part) => mac.update(part), createHmac(digest, secretKeyOf(key))).digest();
  const make = (signed: Parts, key: Buffer, as = encoding) => digestOfAll(signed, key).toString(as);
  return {
    hasKeyPair: false,
    key: asText,
    vouching: (signed, key) => {
      const mac = digestOfAll(signed, key);
      const [hex, base64] = [mac.toString("hex"), mac.toString("base64")];
      const inUrls = base64.replaceAll("+", "-").replaceAll("/", "_");
      return (given) => {
        const text = given.replace(DIGEST, "");
        const padded = text.padEnd(base64.length, "=");
        // All are always compared, so that the time it takes is the same.
        return [isSame(text.toLowerCase(), hex), isSame(padded, base64), isSame(padded, inUrls)].includes(true);
      };
    },
    make,
    mac: (text, key, as) => make([text], key, as),
  };
}

/** ECDSA or RSA over SHA-256, in base64; the key as PEM, or the base64 in it (SPKI). */
export function publicKey(): Proof {
  return {
    hasKeyPair: true,
    key: publicKeyIn,
    vouching: (signed, key) => {
      const by = publicKeyOf(key);
      return (given) =>
        isCanonical(given) &&
        signed.reduce((all, part) => all.update(part), createVerify("sha256")).verify(by, given, "base64");
    },
    make: (signed, key) =>
      signed
        .reduce((all, part) => all.update(part), createSign("sha256"))
        .sign(createPrivateKey({ key, format: "der", type: "pkcs8" }), "base64"),
  };
}

/** Node's base64 decoder accepts much that isn't base64. */
function isCanonical(base64: string): boolean {
  return Buffer.from(base64, "base64").toString("base64") === base64;
}

function publicKeyIn(secret: string): Buffer {
  const base64 = secret.replaceAll(/-----(?:BEGIN|END) PUBLIC KEY-----|\s/g, "");
  try {
    // A private key that was pasted by mistake is not SPKI, and is refused: its public half is not derived.
    const key = createPublicKey({ key: Buffer.from(base64, "base64"), format: "der", type: "spki" });
    if (!["ec", "rsa"].includes(String(key.asymmetricKeyType))) throw new TypeError("another kind of key");
    return key.export({ format: "der", type: "spki" });
  } catch (cause) {
    const what = "is no public key: the sender's, ECDSA or RSA, as PEM or the base64 in it, is expected";
    throw new SettingError(what, { cause });
  }
}

/** Nothing is signed: the sender sends the secret itself. */
export function sharedSecret(): Proof {
  return {
    hasKeyPair: false,
    key: asText,
    vouching: (_signed, key) => (given) => isSame(given, key),
    make: (_signed, key) => key.toString(),
  };
}

/** HTTP Basic authentication, after `Basic ` in the header; a secret is `user:password`, including the colon. */
export function basic(): Proof {
  return {
    hasKeyPair: false,
    key: asText,
    vouching: (_signed, key) => (given) => isSame(given, key.toString("base64")),
    make: (_signed, key) => key.toString("base64"),
  };
}

/**
 * Compares in constant time, whatever the lengths. The given value is not decoded, since decoding might map two texts
 * to one.
 */
function isSame(given: string | Buffer, expected: string | Buffer): boolean {
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

function digestOf(value: string | Buffer): Buffer {
  return hash("sha256", value, "buffer");
}
