import { parseTime } from "../reading/time.ts";
import type { Proof } from "./proofs.ts";

/** A webhook as received: nothing has parsed its body. */
export interface SignedRequest {
  readonly method: string;
  /** The URL as the sender knows it: the source's public URL, with the request's own query. */
  readonly url: string;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface SentRequest extends SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a sender puts a value. */
export interface Place {
  readonly headers: readonly string[];
  /** All values there. Those that are empty count as absent. */
  read(request: SignedRequest): readonly string[];
  /** The request with the value put there. */
  write(value: string, request: SentRequest): SentRequest;
}

/**
 * `stale`: signed with one of our secrets, but outside the time window. The sender sees no difference from `forged`,
 * but the logs do: it may be a sender that repeats an old timestamp on retries.
 */
type SignatureVerdict = "genuine" | "stale" | "forged";

export interface SignatureScheme {
  readonly name: string;
  /** The headers that hold its signature: never logged, quarantined or published. */
  readonly headers: readonly string[];
  /** Whether the sender signs with a private key of its own, so that the secrets are public keys. */
  readonly hasKeyPair: boolean;
  /** Whether it signs the URL too: the function must then know its public URL. */
  readonly signsUrl: boolean;
  /** The key in a secret as the sender shows it. @throws SettingError when it can't be one. */
  readonly key: (secret: string) => Buffer;
  /** Whether any of the keys has signed this request, within the window around `now` (milliseconds). Never throws. */
  readonly verify: (request: SignedRequest, keys: readonly Buffer[], now: number) => SignatureVerdict;
  /**
   * When a genuine request was signed, by its own word, in milliseconds; undefined where the scheme has no timestamp.
   */
  readonly signedAt: (request: SignedRequest) => number | undefined;
  /** The request as its sender would make it; with a key pair the key is the private one (PKCS #8, DER). */
  readonly sign: (request: SentRequest & { readonly id: string }, key: Buffer, now: number) => SentRequest;
  /** The sender's MAC of a text, which handshakes ask for. Only where it signs by HMAC. */
  readonly mac?: (text: string, key: Buffer, encoding?: "hex" | "base64") => string;
}

/** The values that may be signed. */
export interface Signed extends SignedRequest {
  /** As sent; empty where the scheme has none. */
  readonly timestamp: string;
  readonly id: string;
}

export interface SchemeSpecification {
  readonly name: string;
  readonly proof: Proof;
  /** Where the signatures are. Any one that a key vouches for is enough. */
  readonly signature: Place;
  readonly timestamp?: Place;
  /**
   * How `sign` writes the timestamp: in seconds by default; "iso" is RFC 3339. A count is read by its size, since
   * senders confuse the two units: https://github.com/adcontextprotocol/adcp/pull/440
   */
  readonly unit?: "s" | "ms" | "iso";
  /**
   * How far the timestamp may differ from our clock: by default five minutes both ways. Never less than the sender's
   * retries, if these repeat the timestamp: refusing a genuine event loses it, while a repeated one has no further
   * effect.
   */
  readonly window?: { readonly backSeconds: number; readonly aheadSeconds: number };
  /** The delivery's id, if it is signed. */
  readonly id?: Place;
  /**
   * What is signed, in order; undefined when the values can't be the sender's. Default: nothing, for a secret that is
   * sent itself.
   */
  readonly signed?: (values: Signed) => readonly (string | Buffer)[] | undefined;
  /** Whether `signed` reads the URL. */
  readonly signsUrl?: boolean;
  /** Default: as the proof reads a secret; with HMAC its text as it is. */
  readonly key?: (secret: string) => Buffer;
}

const MOST_SIGNATURES = 16;

/**
 * What is no time of this century, in any unit, is stale. Python's clock writes fractions, which have fewer digits than
 * any time, so that none can be another time that stands after an id.
 */
const countIn = (text: string) => (/^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? (parseTime(text) ?? 0) / 1000 : Number.NaN);

const LONGEST_SECONDS = 10;

function isWrittenIn(unit: "s" | "ms", count: string): boolean {
  return !count.includes(".") && count.length > LONGEST_SECONDS === (unit === "ms");
}

/** How a timestamp is written; NaN if it is malformed. `textOf` takes milliseconds. */
const UNITS = {
  s: { secondsIn: countIn, textOf: (now: number) => String(Math.floor(now / 1000)) },
  ms: { secondsIn: countIn, textOf: (now: number) => String(Math.floor(now)) },
  iso: {
    secondsIn: (text: string) =>
      /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) / 1000 : Number.NaN,
    textOf: (now: number) => new Date(now).toISOString(),
  },
};
export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** A window for a sender that may repeat a timestamp on retries for so long. */
export function backFor(backSeconds: number) {
  return { backSeconds, aheadSeconds: 300 };
}

/** A signature scheme, built from places, where the sender puts its values, and a proof, how a key vouches for them. */
export function scheme(specification: SchemeSpecification): SignatureScheme {
  const { name, proof, signature, timestamp, id, signsUrl = false, unit = "s" } = specification;
  const { window = backFor(300), key = proof.key } = specification;
  const { signed = proof.hasKeyPair || proof.mac !== undefined ? signsNothing : () => [] } = specification;
  const { secondsIn, textOf } = UNITS[unit];

  /** What is signed in a request, and when; undefined when it can't be the sender's. */
  function readSigned(request: SignedRequest) {
    const at = theOne(timestamp, request);
    const deliveryId = theOne(id, request);
    if (at === undefined || deliveryId === undefined) return undefined;
    const atSeconds = timestamp === undefined ? 0 : secondsIn(at);
    if (Number.isNaN(atSeconds)) return undefined;
    if (unit !== "iso" && !isWrittenIn(unit, at) && !isSeparated()) return undefined;
    const parts = signed({ ...request, timestamp: at, id: deliveryId });
    if (parts !== undefined && !Array.isArray(parts)) throw new TypeError(`${name}: signed() returns no list`);
    return parts && { parts, atSeconds };
  }

  /**
   * Whether something stands between the timestamp and the other values that are signed. If not, only whole numbers in
   * the named unit are read: digits moved between them would make another time of an old request. 1001234567890 in
   * milliseconds is 1234567890 in seconds, and 100 more in the body.
   */
  function isSeparated(): boolean {
    const value = "\0";
    const request = { method: "POST", url: value, headers: {}, body: Buffer.from(value), timestamp: value, id: value };
    const text = attempt(() => signed(request)?.join(""));
    return text !== undefined && !text.includes(value + value);
  }

  function verify(request: SignedRequest, keys: readonly Buffer[], now: number): SignatureVerdict {
    const claimed = attempt(() => readSigned(request)); // if it throws, no genuine sender has signed this
    if (claimed === undefined) return "forged";
    const given = valuesIn(signature, request).slice(0, MOST_SIGNATURES);
    // Every key is tried on every signature, so that the time it takes doesn't tell which one was close.
    const verdicts = keys.flatMap((one) => given.map(proof.vouching(claimed.parts, one)));
    if (!verdicts.includes(true)) return "forged";
    const ageSeconds = timestamp === undefined ? 0 : now / 1000 - claimed.atSeconds;
    return ageSeconds <= window.backSeconds && -ageSeconds <= window.aheadSeconds ? "genuine" : "stale";
  }

  function signedAt(request: SignedRequest): number | undefined {
    const claimed = timestamp === undefined ? undefined : attempt(() => readSigned(request));
    return claimed && Math.floor(claimed.atSeconds * 1000);
  }

  function sign({ id: deliveryId, ...request }: SentRequest & { id: string }, one: Buffer, now: number) {
    const at = textOf(now);
    const identified = id === undefined ? request : id.write(deliveryId, request);
    const draft = timestamp === undefined ? identified : timestamp.write(at, identified);
    const claimed = readSigned(draft);
    if (claimed === undefined) throw new Error(`${name} does not sign deliveries with an id such as "${deliveryId}"`);
    return signature.write(proof.make(claimed.parts, one), draft);
  }

  const headers = [...new Set([signature, timestamp].flatMap((place) => place?.headers ?? []))];
  const mac = proof.mac === undefined ? {} : { mac: proof.mac };
  return { name, headers, hasKeyPair: proof.hasKeyPair, signsUrl, key, verify, signedAt, sign, ...mac };
}

/** A signature of nothing is the same for every request: anyone who has seen one could send any. */
function signsNothing(): never {
  throw new TypeError("signed is missing: ({ body }) => [body] says that the body is");
}

function valuesIn(place: Place, request: SignedRequest): readonly string[] {
  return place.read(request).filter((value) => value !== "");
}

/**
 * The single value in a place; undefined when there is none, or several different ones: nobody knows which the sender
 * meant.
 */
function theOne(place: Place | undefined, request: SignedRequest): string | undefined {
  if (place === undefined) return "";
  const [value, ...others] = new Set(valuesIn(place, request));
  return others.length > 0 ? undefined : value;
}

/** Undefined if it throws. */
export function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
