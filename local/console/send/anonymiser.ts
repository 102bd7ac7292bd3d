import { createHash } from "node:crypto";
import { normaliseEmail } from "../../../functions/runtime/reading/email.ts";

/** Replaces people by others, consistently. */
export interface Anonymiser {
  /** A value, by the name of its member. */
  value(text: string, member?: string): string;
  /** JSON, XML, a form or any other text; everything else stays as spelled. */
  body(text: string): string;
}

const PEOPLE = [
  ["Ada", "Lovelace"],
  ["Grace", "Hopper"],
  ["Katherine", "Johnson"],
  ["Hedy", "Lamarr"],
  ["Mary", "Somerville"],
  ["Annie", "Easley"],
] as const;

/** Personal data by member name, and what the n-th value is replaced by. */
const OWN: readonly (readonly [kind: string, member: RegExp, made: (nth: number) => string])[] = [
  ["first", /^(?:first_?name|given_?name)$/i, (nth) => numbered(nth, 0)],
  ["last", /^(?:last_?name|family_?name|surname)$/i, (nth) => numbered(nth, 1)],
  [
    "full",
    /^(?:full_?|display_?|user_?|customer_?)?name$/i,
    (nth) => `${numbered(nth, 0)} ${PEOPLE[nth % PEOPLE.length]?.[1]}`,
  ],
  ["phone", /phone|mobile/i, (nth) => `+44 20 7946 ${String(nth).padStart(4, "0")}`],
  ["zip", /^zip|post(?:al)?_?code/i, (nth) => String(10_001 + nth)],
  [
    "address",
    /^(?:(?:billing|business|company|delivery|home|mailing|shipping|work)_?)?address(?:_?line)?(?:_?\d)?$|^line_?\d$|street|postal/i,
    (nth) => `${nth + 1} Example Street`,
  ],
  ["ip", /^ip(?:_?address)?$|_ip$/i, (nth) => `192.0.2.${nth + 1}`],
];

/** Unbounded before the @, it would try each end for each beginning in a long text, such as a file in Base64. */
const ADDRESS = /[\p{L}\p{N}._%+'-]{1,128}?(@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
/** Values without anything that a replacement must keep for a system to accept it like the original. */
const PLAIN = /^[\p{L}\p{M}\p{N} +().'/,-]{1,40}$/u;

/** Whether a member of that name holds personal data. */
export function isPersonal(member: string): boolean {
  return OWN.some(([, pattern]) => pattern.test(member));
}

export function createAnonymiser(): Anonymiser {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  const next = (kind: string) => {
    const nth = counts.get(kind) ?? 0;
    counts.set(kind, nth + 1);
    return nth;
  };
  const remembered = (key: string, make: () => string) => {
    const made = known.get(key) ?? make();
    known.set(key, made);
    return made;
  };
  function addressee(address: string): string {
    const normal = normaliseEmail(address.replace(/%40/i, "@"));
    if (normal.endsWith("@example.com")) return normal;
    return remembered(normal, () => {
      let made: string;
      do made = `${numbered(next("address"), 0).toLowerCase()}@example.com`;
      while (taken.has(made));
      taken.add(made);
      known.set(hashOf(normal), hashOf(made)); // people's keys are such hashes
      return made;
    });
  }
  const readdressed = (text: string) =>
    text.replaceAll(ADDRESS, (address: string, at: string) => addressee(address).replace("@", at));
  function value(text: string, member = ""): string {
    const own = OWN.find(([, pattern]) => pattern.test(member));
    if (own !== undefined && text.trim() !== "" && !text.includes("@")) {
      const [kind, , make] = own;
      return remembered(text.trim(), () => shapedAs(text, make(next(kind))));
    }
    if (known.has(text)) return known.get(text) ?? "";
    return withoutNames(readdressed(text).replaceAll(/@(?!example\.com\b)(?=[\w.-])/g, "(at)"), known);
  }
  return {
    value,
    body(text) {
      for (const [address] of text.matchAll(ADDRESS)) if (/(?:@|%40)example\.com$/i.test(address)) taken.add(address);
      replaceIn(text, value); // a name may occur in a text before the member that identifies it as one
      return readdressed(replaceIn(text, value)); // also catches addresses in truncated values
    },
  };
}

function numbered(nth: number, part: 0 | 1): string {
  const round = Math.floor(nth / PEOPLE.length);
  return `${PEOPLE[nth % PEOPLE.length]?.[part]}${round === 0 ? "" : round}`;
}

function hashOf(email: string): string {
  return createHash("sha256").update(email).digest("hex");
}

/**
 * Oddities of a value (length, symbols) may be why it failed: letters and digits are replaced, everything else stays.
 */
function shapedAs(text: string, made: string): string {
  if (PLAIN.test(text)) return made;
  const letters = made.replaceAll(/\P{L}/gu, "") || "Ada";
  const digits = made.replaceAll(/\D/g, "") || "0";
  let at = 0;
  return text.replaceAll(/\p{L}|\p{N}/gu, (one) => {
    at += 1;
    return (/\p{L}/u.test(one) ? letters.at((at - 1) % letters.length) : digits.at((at - 1) % digits.length)) ?? one;
  });
}

/** Replaces known names in sentences, but not in identifiers. */
function withoutNames(text: string, known: ReadonlyMap<string, string>): string {
  if (!/\s/.test(text)) return text;
  return [...known].reduce((made, [name, other]) => {
    if (name.length < 2 || !made.includes(name) || name.includes("@")) return made;
    const spelled = RegExp.escape(name);
    const whole = new RegExp(String.raw`(?<![\p{L}\p{N}_./:@-])${spelled}(?![\p{L}\p{N}_/:@-]|\.[\p{L}\p{N}])`, "gu");
    return made.replaceAll(whole, () => other);
  }, text);
}

type Replace = (text: string, member?: string) => string;

function replaceIn(text: string, value: Replace): string {
  if (/^\s*[[{]/.test(text)) return inJson(text, value);
  if (/^\s*</.test(text)) return inXml(text, value);
  return /^[^\s=&]+=[^\s&]*(?:&|$)/.test(text) ? inForm(text, value) : value(text);
}

/** Only between quotes, which keeps the sender's spelling and numbers beyond double precision. */
function inJson(text: string, value: Replace): string {
  let member = "";
  return text.replaceAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g, (token: string, literal: string, colon?: string) => {
    const given = readLiteral(literal);
    if (given === undefined) return token;
    let made = given;
    if (colon === undefined) made = value(given, member);
    else {
      member = given;
      if (given.includes("@")) made = value(given);
    }
    return made === given ? token : JSON.stringify(made) + (colon ?? "");
  });
}

function readLiteral(literal: string): string | undefined {
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined; // invalid literals stay as they are
  }
}

function inXml(text: string, value: Replace): string {
  return text.replaceAll(
    /<(?:[\w.-]+:)?([\w.-]+)((?:\s[^<>]*)?)>([^<]+)(?=<\/)/g,
    (token: string, member: string, _: string, held: string) =>
      token.slice(0, token.length - held.length) + value(held, member),
  );
}

function inForm(text: string, value: Replace): string {
  return text.replaceAll(/([^=&]+)=([^&]*)/g, (token: string, member: string, held: string) => {
    const given = unescaped(held);
    if (given === undefined) return token;
    const made = value(given, unescaped(member));
    return made === given ? token : `${member}=${encodeURIComponent(made).replaceAll("%20", "+")}`;
  });
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
