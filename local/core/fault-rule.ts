import { canHit, matchRequest } from "./fault-match.ts";

/** A fault and the requests it applies to. */
export interface FaultRule {
  system: string;
  /** "METHOD /path", see matchRequest; default: any write except a login. */
  match?: string;
  fault: string;
  /** The first matching request to fail, counted from 1 since the rule was added. Default: 1. */
  from?: number;
  /** How many requests fail from then on; 0 for all. Default: 1. */
  times?: number;
  /** For faults with an answer: HTTP status and body (JSON, unless a string). */
  status?: number;
  body?: unknown;
  /** For faults with a delay. */
  milliseconds?: number;
  /** For faults of some rows of a call. */
  rows?: number;
  /** The first of these rows, counted from 1. Default: 1. */
  row?: number;
}

/** The part of a stand-in's specification that rules are checked against. */
export interface FaultySystem {
  readonly name: string;
  /** Its own faults: name → description. */
  readonly faults: Readonly<Record<string, string>>;
  /** A member without which the rule would change nothing, such as `body {…}`; undefined if none is missing. */
  faultLacks?(rule: FaultRule): string | undefined;
  /** All its operations: `PUT /customers/{id}`. */
  readonly operations: readonly string[];
}

interface Field {
  readonly isRight: (value: unknown) => boolean;
  readonly mustBe: string;
}

const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER): Field => ({
  isRight: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  mustBe: most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`,
});

const text: Field = { isRight: (value) => typeof value === "string", mustBe: "a string" };

const FIELDS: Record<string, Field> = {
  match: text,
  from: wholeNumber(1),
  times: { ...wholeNumber(0), mustBe: "a whole number from 0, where 0 means every request" },
  status: wholeNumber(200, 599),
  body: { isRight: () => true, mustBe: "anything" },
  milliseconds: wholeNumber(0),
  rows: wholeNumber(1),
  row: wholeNumber(1),
};

/** @throws a sentence naming the invalid field. */
export function checkFaultRule(
  rule: FaultRule,
  systems: readonly FaultySystem[],
  commonFaults: Record<string, string>,
): void {
  const { system, fault, ...others } = rule;
  const named = oneOf(Object.fromEntries(systems.map((one) => [one.name, one])), system, "system");
  const { faults, operations } = named;
  oneOf({ ...commonFaults, ...faults }, fault, `fault of ${system}`);
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined) continue;
    const field = oneOf(FIELDS, name, "field");
    if (!field.isRight(value)) {
      throw new Error(`A fault rule's ${name} must be ${field.mustBe}, not ${JSON.stringify(value)}.`);
    }
  }
  checkMatch(rule.match, system, operations);
  const lacking = named.faultLacks?.(rule);
  if (lacking !== undefined) throw new Error(`The fault ${fault} of ${system} changes nothing without ${lacking}.`);
}

/** A rule that never matches would make a handler look resilient. */
function checkMatch(match: string | undefined, system: string, operations: readonly string[]): void {
  matchRequest(match);
  if (match === undefined || operations.some((operation) => canHit(match, operation))) return;
  throw new Error(
    `A fault rule's match ${JSON.stringify(match)} fits no operation of ${system}; ${suggestion(match, operations)}`,
  );
}

const MOST_NAMED = 3;

/** The operations with the most similar spelling: a system may have hundreds. */
function suggestion(match: string, operations: readonly string[]): string {
  const likeness = (one: string) => sameLetters(one, match) + sameLetters(reversed(one), reversed(match));
  const near = operations.toSorted((one, other) => likeness(other) - likeness(one)).slice(0, MOST_NAMED);
  const all = operations.length > near.length ? `; GET /api/fault-table has all ${operations.length}` : "";
  return `most like it: ${near.join(", ")}${all}.`;
}

/** Length of the common prefix. */
function sameLetters(one: string, other: string): number {
  const different = Array.from(one).findIndex((letter, index) => letter !== other[index]);
  return different === -1 ? one.length : different;
}

function reversed(word: string): string {
  return Array.from(word).toReversed().join("");
}

/** The entry with this name. Throws an error listing the known names. */
function oneOf<T>(known: Record<string, T>, name: unknown, what: string): T {
  const entry = typeof name === "string" && Object.hasOwn(known, name) ? known[name] : undefined;
  if (entry !== undefined) return entry;
  throw new Error(
    `A fault rule names no known ${what}: ${JSON.stringify(name)} is none of ${Object.keys(known).join(", ")}.`,
  );
}
