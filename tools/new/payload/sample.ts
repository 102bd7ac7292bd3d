import { type Leaf, type Payload } from "./leaves.ts";
import type { Guess } from "./guess.ts";

const PEOPLE = ["ada", "grace", "katherine", "hedy", "mary", "annie"];

/** What is somebody's own, by the member's name: a sample names nobody who exists. */
const OWN: readonly (readonly [name: RegExp, value: string])[] = [
  [/^first_?name|given_?name$/i, "Ada"],
  [/^last_?name|family_?name|surname$/i, "Lovelace"],
  [/^(?:full_?|display_?|user_?|customer_?)?name$/i, "Ada Lovelace"],
  [/phone|mobile/i, "+44 20 7946 0000"],
  [/^(?:address|street|line1|line2)$|street|postal|^zip/i, "1 Example Street"],
  [/^ip(?:_?address)?$|_ip$/i, "192.0.2.1"],
];

/**
 * The payload as a sample: `{{id}}` and `{{now}}` where each webhook has its own, and no address, name or number of anybody's.
 */
export function sampleOf(payload: Payload, { id, time, email }: Guess): unknown {
  const known = new Map<string, string>();
  if (email !== undefined) withoutPeople(String(email.value), "", known); // the first is Ada
  const replace = (value: unknown, path: readonly string[]): unknown => {
    if (isAt(id, path)) return "{{id}}";
    if (isAt(time, path)) return now(value);
    if (Array.isArray(value)) return value.map((item) => replace(item, [...path, "-"]));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, replace(member, [...path, name])]),
      );
    return typeof value === "string" ? withoutPeople(value, path.at(-1) ?? "", known) : value;
  };
  return replace(payload, []);
}

function isAt(leaf: Leaf | undefined, path: readonly string[]): boolean {
  return leaf !== undefined && leaf.path.length === path.length && leaf.path.every((name, at) => name === path[at]);
}

function now(value: unknown): string {
  if (typeof value === "string" && /\D/.test(value)) return "{{now}}";
  return Number(value) < 1e11 ? "{{now:s}}" : "{{now:ms}}";
}

function withoutPeople(text: string, name: string, known: Map<string, string>): string {
  const [, own] = OWN.find(([pattern]) => pattern.test(name)) ?? [];
  if (own !== undefined && text.trim() !== "" && !text.includes("@")) return own;
  return text
    .replaceAll(/[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, (address) => stranger(address, known))
    .replaceAll(/@(?!example\.com\b)(?=[\w.-])/g, "(at)");
}

/** The same person is the same everywhere. */
function stranger(address: string, known: Map<string, string>): string {
  const key = address.toLowerCase();
  const number = Math.floor(known.size / PEOPLE.length);
  const name = `${PEOPLE[known.size % PEOPLE.length]}${number === 0 ? "" : number}`;
  known.set(key, known.get(key) ?? `${name}@example.com`);
  return known.get(key) ?? "";
}
