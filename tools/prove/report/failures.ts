import type { Result } from "../story/result.ts";
import { isDrawn } from "../cases/leaks.ts";
import { EMPTIES, SWALLOWS, WORK_LEFT } from "../finding.ts";
import { commandFor } from "./command.ts";
import { handlerOf } from "../cases/find-case.ts";
import { spellDeclarable } from "./entries.ts";
import { type FailureKind, isOfCleanRun, isOfClock } from "../story/kinds.ts";
import { spellShortly } from "../story/spelling.ts";
import type { Story } from "../story/story.ts";
import { spellWorlds } from "../story/worlds.ts";

interface Telling {
  readonly seed: number;
  readonly consequences?: readonly FailureKind[];
  /**
   * The handler whose proof this is. A meeting's case may be named after another handler. Absent: the one in the case's
   * name.
   */
  readonly handler?: string;
}

/** The story of one case, how to run it again, and where the others are. */
export function spellKind(
  { rule, story, results }: FailureKind,
  number: number,
  { seed, consequences = [], handler }: Telling,
): string[] {
  const name = story?.name ?? results[0]?.case.name ?? "";
  const others = results.filter((result) => result.case.name !== name);
  return [
    `## ${number}. The handler ${rule}${story === undefined || rule.includes("(") ? "" : spellDifferences(story)}`,
    ...(story?.findings.slice(1) ?? []).map((other) => `   and ${other}`),
    ...(story?.findings.length === 0 ? ["   and not when it is told: it keeps something between deliveries"] : []),
    `   ${name}`,
    "",
    ...(story === undefined ? [] : [...spellShortly(story), ""]),
    `  Play it: ${commandFor(name, seed)}`,
    ...[
      ...spellCause(story?.findings ?? [rule], { story, results }),
      ...(story?.cures ?? []).map(({ says }) => says),
    ].map((says) => `  To mend it: ${says}.`),
    ...(story?.known === undefined ? [] : [`  What is known: ${story.known}.`]),
    ...spellDeclarable({ story, results }, handler ?? handlerOf(name)),
    ...(others.length === 0 ? [] : [`  … and ${others.length} more of this kind: ${countsByProperty(others)}`]),
    ...(consequences.length === 0 ? [] : [`  ${spellConsequences(consequences, { results })}`]),
    "",
  ];
}

/** Of the rule if it has advice: cases of every kind show such a mistake, those of clocks and places among them. */
function spellCause(rules: readonly string[], { story, results }: Pick<FailureKind, "story" | "results">): string[] {
  const [ofRule] = rules.flatMap(spellRule);
  if (ofRule !== undefined) return [ofRule];
  return isOfChance(story) ? [DRAWN] : [...spellClock({ results }), ...spellPlace({ results })];
}

const DRAWN = "make it of event.source and event.id: it is drawn, and another at each delivery";

/** All that is wrong are ids or hashes of which another run has others. */
function isOfChance(story: Story | undefined): boolean {
  const rows = (story?.worlds ?? []).flatMap(({ pairs }) => pairs.flatMap((pair) => pair.rows));
  const wrong = rows.filter(({ differs }) => differs);
  return (
    wrong.length > 0 &&
    wrong.every((row) => [row.expected, row.actual].every((json = "") => isDrawn(json.replaceAll('"', ""))))
  );
}

function spellClock(kind: Pick<FailureKind, "results">): string[] {
  return isOfClock(kind) ? ["take the time from the event (event.time): the clock says another at each delivery"] : [];
}

/** Advice where the machine's time zone or locale decides: its function's is another one, UTC as a rule. */
function spellPlace({ results }: Pick<FailureKind, "results">): string[] {
  const isIn = (what: string) =>
    results.some(({ case: one }) => one.property === "time" && one.disturbance.includes(`, in the ${what} `));
  return [
    ...(isIn("time zone")
      ? [
          "read and write times in UTC: getUTCDate() in place of getDate(), toISOString(), Intl.DateTimeFormat with a timeZone",
        ]
      : []),
    ...(isIn("locale") ? ['name the locale: toLocaleString("en-US"), or Intl with one'] : []),
  ];
}

/** Advice about the rule that is broken, whatever the records. */
function spellRule(rule: string): string[] {
  const [left, calls] = rule.split(": ");
  if (left === WORK_LEFT)
    return [`await what makes ${calls}, or return it: what run() does not wait for may never be done`];
  if (rule.startsWith(`${SWALLOWS} `))
    return ["let the call's error be thrown: an event that is acknowledged is not delivered again"];
  return rule.startsWith(`${EMPTIES} `)
    ? ["leave the field undefined where the event has nothing to say of it: then it is not written"]
    : [];
}

function spellConsequences(kinds: readonly FailureKind[], cause: Pick<FailureKind, "results">): string {
  const count = kinds.reduce((sum, { results }) => sum + results.length, 0);
  const which = isOfClock(cause)
    ? "the same fields are wrong"
    : isOfCleanRun(cause)
      ? "it starts in such a state, which may be why they fail"
      : "the same is wrong, or more that may follow from it";
  return `… and ${count} in which ${which}: they are told once it is mended, or by --all.`;
}

function spellDifferences({ worlds }: Story): string {
  return worlds.length === 0 ? "" : ` (${spellWorlds(worlds)})`;
}

function countsByProperty(results: readonly Result[]): string {
  const groups = Map.groupBy(results, (result) => result.case.property);
  return [...groups].map(([property, own]) => `${own.length} of ${property}`).join(", ");
}
