import { canHit, matchRequest } from "./fault-match.ts";

/** One fault and the requests that it strikes. */
export interface FaultRule {
  system: string;
  /** "METHOD /path", see matchRequest; without it, any write but a login. */
  match?: string;
  fault: string;
  /** The first matching request that it strikes, counted from 1 since the rule was added. 1 without it. */
  from?: number;
  /** How many it strikes from then on; 0 means every one. 1 without it. */
  times?: number;
  /** For faults that answer: the HTTP status and the body, JSON unless it is a string. */
  status?: number;
  body?: unknown;
  /** For faults that wait. */
  milliseconds?: number;
  /** For faults that strike some rows of a call. */
  rows?: number;
  /** The first of those, counted from 1. 1 without it. */
  row?: number;
}

/** As much of a stand-in's specification as rules are checked by. */
export interface FaultySystem {
  readonly name: string;
  /** Those beyond the common ones: name → description. */
  readonly faults: Readonly<Record<string, string>>;
  /** What a rule must say for its fault to change anything, where it does not: `body {…}`. */
  faultLacks?(rule: FaultRule): string | undefined;
  /** Every operation that it answers: `PUT /customers/{id}`. */
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

/** Throws a sentence that names the field that is wrong. */
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

/** A rule that can never strike would look like a handler that withstands it. */
function checkMatch(match: string | undefined, system: string, operations: readonly string[]): void {
  matchRequest(match);
  if (match === undefined || operations.some((operation) => canHit(match, operation))) return;
  throw new Error(
    `A fault rule's match ${JSON.stringify(match)} fits no operation of ${system}; ${meant(match, operations)}`,
  );
}

const MOST_NAMED = 3;

/** Of all operations those that are spelled most like it: a system may have hundreds. */
function meant(match: string, operations: readonly string[]): string {
  const likeness = (one: string) => sameLetters(one, match) + sameLetters(reversed(one), reversed(match));
  const near = operations.toSorted((one, other) => likeness(other) - likeness(one)).slice(0, MOST_NAMED);
  const all = operations.length > near.length ? `; GET /api/fault-table has all ${operations.length}` : "";
  return `most like it: ${near.join(", ")}${all}.`;
}

/** How many letters two texts begin with alike. */
function sameLetters(one: string, other: string): number {
  const different = Array.from(one).findIndex((letter, index) => letter !== other[index]);
  return different === -1 ? one.length : different;
}

function reversed(word: string): string {
  return Array.from(word).toReversed().join("");
}

/** The entry of that name, or an error that lists the names there are. */
function oneOf<T>(known: Record<string, T>, name: unknown, what: string): T {
  const entry = typeof name === "string" && Object.hasOwn(known, name) ? known[name] : undefined;
  if (entry !== undefined) return entry;
  throw new Error(
    `A fault rule names no known ${what}: ${JSON.stringify(name)} is none of ${Object.keys(known).join(", ")}.`,
  );
}
