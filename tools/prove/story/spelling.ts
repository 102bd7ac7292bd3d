import type { RecordPair, StoryWorld } from "../../../local/console/contract/proof.ts";
import { alignRows } from "../../table.ts";
import { isAcknowledged } from "../simulation/delivery.ts";
import type { Difference } from "../simulation/snapshot.ts";
import type { Story, ToldDelivery } from "./story.ts";

const WIDTH = 120;
const LONGEST_FIELD = 34;
const LONGEST_BODY = 200;
const LONGEST_ANSWER = 60;
/** Number of equal fields to show in a changed record, enough to recognise it. */
const MOST_SAME_FIELDS = 4;

const TURNING_POINT = "← until here everything could still come right";

/**
 * Text for a story without differing records: the mistake, if any, is not in a record, or is in the undisturbed run
 * too.
 */
export function spellNoWorlds({ name, findings }: Pick<Story, "name" | "findings">): string {
  if (findings.length === 0) return "In the end all records are as they should be: the case passes.";
  return name.includes(" · undisturbed")
    ? "Nothing disturbs the handler here, and still this is wrong."
    : "The records alone show nothing wrong: what is, is said above.";
}

/** The story as lines of text. */
export function spellStory(story: Story): string[] {
  const { name, findings } = story;
  return [
    name,
    ...(findings.length === 0 ? ["  as it should be"] : findings.map((rule) => `  FAIL: the handler ${rule}`)),
    "",
    ...spellRuns(story),
    "",
    ...spellSides(story),
  ];
}

/** The undisturbed run and this case. */
export function spellRuns(story: Story): string[] {
  if (story.expected.length === 0) return spellRun(story, toldOf(story));
  return [
    "  Undisturbed:",
    ...story.expected.flatMap((delivery) =>
      spellDelivery(delivery, { ...toldOf(story), bodies: false, turn: undefined }),
    ),
    "",
    ...spellRun(story, toldOf(story)),
  ];
}

/** Without the undisturbed run and without bodies, for lists of several stories. */
export function spellShortly(story: Story): string[] {
  return [...spellRun(story, { ...toldOf(story), bodies: false }), "", ...spellSides(story)];
}

function toldOf({ actual, turningPoint: turn }: Story): Told {
  return { bodies: true, events: new Set(actual.map(({ event }) => event)).size > 1, turn };
}

function spellRun({ says, actual, turningPoint: turn }: Story, told: Told): string[] {
  return [
    "  In this case:",
    ...(says === undefined ? [] : [`    (${says})`]),
    ...(turn === 0 ? [`    ${TURNING_POINT}`] : []),
    ...withoutRepetitions(
      actual.map((delivery) => spellDelivery(delivery, told)),
      "    ",
    ),
    ...meaningsOf(actual),
    ...(turn === "none" ? ["", "  No call was found after which everything could still have come right."] : []),
  ];
}

interface Told {
  readonly bodies: boolean;
  /** There are several events, so each delivery names its event. */
  readonly events: boolean;
  readonly turn: Story["turningPoint"];
}

function spellDelivery(delivery: ToldDelivery, told: Told): string[] {
  const { number, handler, event, atSeconds, status, reason, calls, callsInTime, batch } = delivery;
  const what = batch !== undefined ? ` of ${batch.length} messages` : told.events ? ` of ${event}` : "";
  return [
    `    delivery ${number}${what} to ${handler}, +${atSeconds} s`,
    ...spellCalls(calls.slice(0, callsInTime), told),
    ...(batch === undefined ? [`      → ${spellOutcome(status, reason)}`] : spellBatch(batch)),
    ...(calls.length > callsInTime ? ["      and only then, when nothing of it may run any more:"] : []),
    ...spellCalls(calls.slice(callsInTime), told),
  ];
}

const MOST_NAMED = 4;

/** Each distinct outcome with its count. For a few messages, with their ids. */
function spellBatch(batch: NonNullable<ToldDelivery["batch"]>): string[] {
  const outcomes = Map.groupBy(batch, ({ status, reason }) => spellOutcome(status, reason));
  return [...outcomes].map(([outcome, all]) => {
    const ids = all.length > MOST_NAMED ? "" : `: ${all.map(({ event }) => event).join(", ")}`;
    return `      → ${outcome}, ${all.length} of ${batch.length} messages${ids}`;
  });
}

function spellCalls(calls: ToldDelivery["calls"], told: Told): string[] {
  return withoutRepetitions(
    calls.map((call) => spellCall(call, told)),
    "      ",
  );
}

function spellOutcome(status: number | undefined, reason: string | undefined): string {
  if (status === undefined) return "the process is gone";
  const why = reason === undefined ? "" : ` (${reason})`;
  if (!isAcknowledged({ status })) return `${status}, to be delivered again${why}`;
  return reason === undefined ? `${status}, acknowledged` : `${status}, dead-lettered${why}`;
}

function spellCall(call: ToldDelivery["calls"][number], { bodies, turn }: Told): string[] {
  const { index, operation, disturbance, answer, requestBody, answerBody } = call;
  const marks = [disturbance === undefined ? "" : `   ← ${disturbance}`, index === turn ? `   ${TURNING_POINT}` : ""];
  return [
    `      ${index}. ${operation} → ${cut(answer ?? "no answer", LONGEST_ANSWER)}${marks.join("")}`,
    ...(bodies ? [requestBody, answerBody] : [])
      .filter((body) => body.trim() !== "")
      .map((body) => `           ${cut(body.trim(), LONGEST_BODY)}`),
  ];
}

/** What the faults do, without repetition. */
function meaningsOf(deliveries: readonly ToldDelivery[]): string[] {
  const known = deliveries
    .flatMap(({ calls }) => calls)
    .map(({ disturbance, meaning }) => (meaning === undefined ? undefined : `    ${disturbance}: ${meaning}`))
    .filter((line) => line !== undefined);
  return known.length === 0 ? [] : ["", ...new Set(known)];
}

/** Both end states in two columns. */
function spellSides(story: Story): string[] {
  const { worlds } = story;
  if (worlds.length === 0) return [`  ${spellNoWorlds(story)}`];
  const rows = worlds.flatMap(spellKind);
  const field = Math.max(...rows.map(([name = ""]) => Math.min(name.length, LONGEST_FIELD)));
  const side = Math.floor((WIDTH - field - 8) / 2);
  const lines = [["", "as it should be", "as it is"], ...rows].map(([name = "", ...sides]) => [
    `    ${cut(name, field)}`,
    ...sides.map((text) => cut(text, side)),
  ]);
  return ["  The end:", ...alignRows(lines)];
}

function spellKind({ kind, same, pairs }: StoryWorld): string[][] {
  const alike = same === 0 ? [] : [[kind, `(${same} the same)`, `(${same} the same)`]];
  return [...alike, ...pairs.flatMap((pair) => spellPair(kind, pair))];
}

function spellPair(kind: string, { what, rows }: RecordPair): string[][] {
  const sides = {
    missing: ["this one:", "– missing –"],
    "too many": ["– not there –", "one too many:"],
    changed: ["this one:", "differs in ≠"],
  };
  const differing = rows.filter(({ differs }) => differs).length;
  return [
    [kind, ...sides[what]],
    ...rows
      .slice(0, differing + MOST_SAME_FIELDS)
      .map(({ field, expected = "", actual = "", differs }) => [
        `${what === "changed" && differs ? "≠" : " "} ${field}`,
        expected,
        actual,
      ]),
  ];
}

export function spellDifference({ kind, what, record, changes }: Difference): string[] {
  if (what !== "changed") return [`    ${kind}, ${what}: ${JSON.stringify(record)}`];
  return [
    `    ${kind}, changed: ${cut(JSON.stringify(record), LONGEST_BODY)}`,
    ...changes.map(
      ({ field, expected, actual }) =>
        `      ${field} should be ${JSON.stringify(expected)} and is ${JSON.stringify(actual)}`,
    ),
  ];
}

export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

const MOST_ALIKE = 5;

/** Shortens runs of consecutive blocks that differ only in numbers: keeps the first two and the last. */
export function withoutRepetitions(blocks: readonly (readonly string[])[], indent: string): string[] {
  const runs: (readonly string[])[][] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && plain(run[0]) === plain(block)) run.push(block);
    else runs.push([block]);
  }
  return runs.flatMap((run) => {
    if (run.length <= MOST_ALIKE) return run.flat();
    return [...run.slice(0, 2).flat(), `${indent}… ${run.length - 3} more like these`, ...run.slice(-1).flat()];
  });
}

function plain(block: readonly string[]): string {
  return block.join("\n").replaceAll(/\d+/g, "0");
}
