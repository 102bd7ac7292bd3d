import * as unsourced from "../../functions/runtime/signatures/senders.ts";
import * as sourced from "../../functions/runtime/signatures/schemes.ts";
import { UsageError } from "../../local/core/problems.ts";
import { didYouMean, likeliest } from "../../functions/runtime/define/nearest.ts";
import { titleOf } from "./names.ts";

/** The options that say how a sender signs. */
export interface SchemeOptions {
  readonly scheme?: string | undefined;
  readonly header?: string | undefined;
  readonly digest?: string | undefined;
  readonly encoding?: string | undefined;
  readonly prefix?: string | undefined;
}

/** A recorded request's, by lower-case names. */
type Headers = Readonly<Record<string, string>>;

export interface Scheme {
  /** Its export from functions/runtime/signatures, and how a source calls it. */
  readonly export: string;
  readonly module: "schemes" | "senders";
  readonly code: string;
  /** The headers that hold the delivery's id, where the scheme signs one. */
  readonly idHeader?: string;
  /** What a person should check. */
  readonly notes: readonly string[];
}

/** The sender signs with a private key, so samples can't be signed here. */
const WITH_KEY_PAIR = ["sendGrid"];
/** Senders that sign nothing, and what they can send instead. */
const SHOWN: Readonly<Record<string, string>> = {
  brevo: "basic",
  chargebee: "basic",
  eventbrite: "urlParameter",
  formstack: "staticHeader",
  googleforms: "staticHeader",
  gravityforms: "staticHeader",
  jotform: "urlParameter",
  mailchimp: "urlParameter",
  marketo: "staticHeader",
  microsoftforms: "staticHeader",
  pipedrive: "basic",
  postmark: "basic",
  rudderstack: "staticHeader",
  zoho: "staticHeader",
};

const names = new Map(
  [...Object.keys(sourced), ...Object.keys(unsourced)]
    .filter((name) => !WITH_KEY_PAIR.includes(name))
    .map((name) => [spoken(name), name]),
);

/** As people say it: `standard-webhooks`, `stripe`. */
const schemeNames = [...names.keys()].toSorted();

/**
 * Undefined where none was given and the source's name matches none.
 * @throws UsageError if there is no such scheme
 */
export function schemeOf(options: SchemeOptions, source: string, headers: Headers): Scheme | undefined {
  const { scheme: given, header } = options;
  const said = header === undefined ? undefined : headers[header.toLowerCase()];
  const asked =
    given ?? (header === undefined ? source : PAIRS.test(said ?? "") ? "timestamped-pairs" : "hmac-of-body");
  const name = [...names].find(([known]) => plain(known) === plain(asked))?.[1] ?? SHOWN[plain(asked)];
  if (name !== undefined) return schemeCalled(name, source, options, headers);
  const unsignable = WITH_KEY_PAIR.find((one) => plain(one) === plain(asked));
  if (unsignable !== undefined)
    throw new UsageError(
      `${unsignable} signs with a private key that its sender alone has, so that no sample can be tried with it: take --scheme static-header, and write ${unsignable}() of functions/runtime/signatures/senders.ts into functions/sources/${source}.ts once it works.`,
    );
  if (given === undefined) return undefined;
  throw new UsageError(`--scheme is "${given}"; ${waysFor(given)}`);
}

function schemeCalled(name: string, source: string, options: SchemeOptions, headers: Headers): Scheme {
  const module = Object.hasOwn(unsourced, name) ? "senders" : "schemes";
  const code = `${name}(${argumentsOf(name, source, options, headers)})`;
  return {
    export: name,
    module,
    code,
    notes: name === "timestampedPairs" ? [ofRetries(source)] : [],
    ...(isWebhooks(name) && { idHeader: name === "svix" ? "svix-id" : "webhook-id" }),
  };
}

function ofRetries(source: string): string {
  return `functions/sources/${source}.ts: a time is accepted for five minutes: if the sender repeats it when it tries again, add window: backFor(HOUR) of functions/runtime/signatures/scheme.ts, as long as it tries.`;
}

const DIGESTS = ["sha256", "sha1", "sha512"];
const ENCODINGS = ["hex", "base64"];

/** The arguments of schemes that take options; the others are called without. */
function argumentsOf(name: string, source: string, options: SchemeOptions, headers: Headers): string {
  const title = titleOf(source);
  const { header, digest, encoding, prefix } = options;
  if (name === "staticHeader") return objectCode({ name: title, header: header?.toLowerCase() ?? "x-ycat-secret" });
  if (name === "urlParameter") return objectCode({ name: title, parameter: "key" });
  const foreign = Object.entries({ header, digest, encoding, prefix }).find(([, value]) => value !== undefined);
  if (name !== "hmacOfBody" && name !== "timestampedPairs") {
    if (foreign !== undefined)
      throw new UsageError(`--${foreign[0]} is nothing that ${spoken(name)} is told: it knows where its sender signs.`);
    return "";
  }
  if (header === undefined)
    throw new UsageError(`--scheme ${spoken(name)}: --header names the header that the signature stands in.`);
  const place = header.toLowerCase();
  if (name === "timestampedPairs") {
    const [, time = ""] = PAIRS.exec(headers[place] ?? "") ?? [];
    return objectCode({ name: title, header: place, unit: time.length === DIGITS_OF_MS ? "ms" : undefined });
  }
  for (const [option, value, known] of [
    ["digest", digest, DIGESTS],
    ["encoding", encoding, ENCODINGS],
  ] as const)
    if (value !== undefined && !known.includes(value))
      throw new UsageError(`--${option} is "${value}"; ${didYouMean(value, known)}`);
  return objectCode({ name: title, header: place, digest, encoding, prefix });
}

function objectCode(members: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  return `{ ${given.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")} }`;
}

/** Headers that carry signatures, in lower case. */
const SIGNATURE = /signature|hmac|[-_]sig(?:[-_]|$)|sig-hash/;
const DIGEST_OF_LENGTH: Readonly<Record<number, string>> = { 20: "sha1", 32: "sha256", 64: "sha512" };

/** The time and the signature, as Stripe and many others send them. */
const PAIRS = /^t=(\d{10}|\d{13}),\s*v1=[\da-f]{64}\b/;
const DIGITS_OF_MS = 13;

/** The scheme suggested by the headers of a recorded request. @throws UsageError if they suggest none */
export function guessedScheme(source: string, headers: Headers): Scheme {
  const known = headers["svix-signature"] === undefined ? "standardWebhooks" : "svix";
  if (headers["webhook-signature"]?.startsWith("v1,") === true || known === "svix")
    return schemeCalled(known, source, {}, headers);
  if (/^basic /i.test(headers["authorization"] ?? "")) return schemeCalled("basic", source, {}, headers);
  for (const header of Object.keys(headers).filter((name) => SIGNATURE.test(name))) {
    const value = headers[header] ?? "";
    const found = hmacIn(value);
    if (found === undefined && !PAIRS.test(value)) continue;
    const name = found === undefined ? "timestampedPairs" : "hmacOfBody";
    const what = found === undefined ? "the time and the body" : `the body (${found.digest}, ${found.encoding})`;
    const note = `functions/sources/${source}.ts: ${header} looks like an HMAC of ${what}, and nothing proves it: try it with the sender's secret, or read its documentation.`;
    const scheme = schemeCalled(name, source, { header, ...found }, headers);
    return { ...scheme, notes: [note, ...scheme.notes] };
  }
  throw new UsageError(`--scheme is missing, which says how ${source} signs; ${waysFor(source)}`);
}

function hmacIn(value: string) {
  const [, prefix, text = ""] = /^(\w+=)?([\da-f]+|[A-Za-z\d+/]+=*)$/i.exec(value.trim()) ?? [];
  const encoding = /^(?:[\da-f]{2})+$/i.test(text) ? "hex" : "base64";
  const digest = DIGEST_OF_LENGTH[Buffer.from(text, encoding).length];
  return digest === undefined ? undefined : { digest, encoding, prefix };
}

const FOR_ANY = ["hmac-of-body", "timestamped-pairs", "static-header", "basic", "url-parameter"];

/** All possibilities, generic ones first. */
function waysFor(given: string): string {
  const near = likeliest(given, schemeNames);
  return `${near === undefined ? "of" : `did you mean "${near}"? Of`} any sender, as its documentation has it:
  --scheme hmac-of-body --header x-NAME-signature   an HMAC of the body (--digest sha1, --encoding base64, --prefix sha256= where they are so)
  --scheme timestamped-pairs --header x-NAME-signature   an HMAC of the time, a full stop and the body, as Stripe's: t=1793611800,v1=HEX
  --scheme static-header --header x-NAME-secret     a secret of your choice in a header; basic: as user and password; url-parameter: in the URL
  whatever else is signed: take hmac-of-body, and write scheme({ … }) as docs/sources.md, "A signature of its own", shows.
Known by name: ${schemeNames.filter((name) => !FOR_ANY.includes(name)).join(", ")}.`;
}

function isWebhooks(name: string): boolean {
  return name === "standardWebhooks" || name === "svix";
}

function spoken(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, "");
}
