import { parseTime } from "../../../functions/runtime/reading/time.ts";
import { withNow } from "../../../local/console/send/recent.ts";
import { isPersonal, createAnonymiser } from "../../../local/console/send/anonymiser.ts";
import { LABELS, type Leaf, type Payload, VALUES } from "./leaves.ts";
import { type Guess, isUtcByName, latestTime } from "./guess.ts";
import { partOfName } from "../names.ts";

/**
 * The payload as a sample: with `{{id}}` and `{{now}}` where each webhook has its own, and without anybody's address,
 * name or number.
 */
export function sampleOf(payload: Payload, { id, time, email }: Guess): unknown {
  const anonymiser = createAnonymiser();
  if (email !== undefined) anonymiser.value(String(email.value)); // the first is Ada
  const replace = (value: unknown, path: readonly string[], called = ""): unknown => {
    if (isAt(id, path)) return "{{id}}";
    if (time !== undefined && isAt(time, path) && isUtcByName(time)) return WITHOUT_ZONE;
    if (Array.isArray(value)) return value.map((item) => replace(item, [...path, "-"], called));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [
          name,
          replace(member, [...path, name], nameIn(value, name, path.at(-1))),
        ]),
      );
    if (typeof value === "number") return /phone|mobile/i.test(called) ? PHONE : value;
    if (typeof value !== "string") return value;
    return value !== "" && SECRET.test(called) ? "secret" : anonymiser.value(value, called);
  };
  const sample = replace(payload, []);
  const at = time && parseTime(time.value);
  if (at === undefined) return sample;
  // Later times become the same moment too: a cancellation of a registration.
  const latest = latestTime(payload) ?? at;
  return JSON.parse(withNow(withNow(JSON.stringify(sample), at), latest));
}

/** For times whose zone is only in their name; {{now}} has a zone. */
const WITHOUT_ZONE = "2026-11-02T09:30:00";
/** Nobody's number: from the range reserved for films. */
const PHONE = 442079460000;
/** What a sender shows instead of a signature: `google_key`, `HandshakeKey`. */
const SECRET = /secret|password|(?:google|handshake|api|access)[-_]?(?:key|token)$/i;
/** An object with one of these is not a person, and its name not personal. */
const THING_ID = /^(?:form|site|page|workspace|campaign)_?id$/i;

/** Nor is that of an object which is called so itself: `company: { name: "Acme" }`. */
export const THING =
  /(?:company|organi[sz]ation|event|form|site|page|workspace|campaign|product|plan|ticket_?type|venue|session|webinar)$/i;

/** A member's name, to tell whether the value is personal. For an answer in a list: its label. */
function nameIn(holder: object, name: string, called = ""): string {
  const part = partOfName(name, called);
  if (part !== undefined) return part;
  if (THING.test(called) && /^name$/i.test(name)) return "";
  const plain = (text: string) => text.trim().replaceAll(/[\s-]+/g, "_");
  const isAnswer = VALUES.some((one) => one in holder);
  const isLabel = LABELS.some((label) => label === name);
  if (isLabel && (isAnswer || Object.keys(holder).some((other) => THING_ID.test(other)))) return "";
  if (!isAnswer || !VALUES.includes(name)) return plain(name);
  const labels = LABELS.map((label) => plain(String(Reflect.get(holder, label) ?? "")));
  return labels.find((label) => isPersonal(label)) ?? "";
}

function isAt(leaf: Leaf | undefined, path: readonly string[]): boolean {
  return leaf !== undefined && leaf.path.length === path.length && leaf.path.every((name, at) => name === path[at]);
}
