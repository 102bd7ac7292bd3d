import { alignRows } from "../../table.ts";
import type { Difference } from "../simulation/snapshot.ts";
import type { Story, ToldDelivery } from "./story.ts";
import type { KindOfRecords, RecordPair } from "./worlds.ts";

const WIDTH = 120;
const LONGEST_FIELD = 34;
const LONGEST_BODY = 200;
/** Of a record that is as it should be in most of its fields, so many are enough to know it by. */
const MOST_SAME_FIELDS = 4;

export const TURNING_POINT = "← until here everything could still come right";

/** The story as lines to read; bodies make it twice as long. */
export function spellStory(story: Story, { bodies = true } = {}): string[] {
  const { name, findings, expected, actual, turningPoint: turn } = story;
  const events = new Set(actual.map(({ event }) => event)).size;
  const told = { bodies, events: events > 1, turn: undefined };
  return [
    name,
    ...(findings.length === 0 ? ["  as it should be"] : findings.map((rule) => `  FAIL: the handler ${rule}`)),
    "",
    "  Undisturbed:",
    ...expected.flatMap((delivery) => spellDelivery(delivery, { ...told, bodies: false })),
    "",
    "  In this case:",
    ...(turn === 0 ? [`    ${TURNING_POINT}`] : []),
    ...actual.flatMap((delivery) => spellDelivery(delivery, { ...told, turn })),
    ...meaningsOf(actual),
    ...(turn === "none" ? ["", "  No call was found after which everything could still have come right."] : []),
    "",
    ...spellSides(story),
  ];
}

interface Told {
  readonly bodies: boolean;
  /** There are several, so that each delivery says of which. */
  readonly events: boolean;
  readonly turn: Story["turningPoint"];
}

function spellDelivery({ number, handler, event, atSeconds, status, reason, calls }: ToldDelivery, told: Told) {
  const outcome =
    status === undefined ? "the process is gone" : `${status}${reason === undefined ? "" : ` (${reason})`}`;
  const what = told.events ? ` of ${event}` : "";
  return [
    `    delivery ${number}${what} to ${handler}, +${atSeconds} s`,
    ...calls.flatMap((call) => spellCall(call, told)),
    `      → ${outcome}`,
  ];
}

function spellCall(call: ToldDelivery["calls"][number], { bodies, turn }: Told): string[] {
  const { index, operation, disturbance, answer, requestBody, answerBody } = call;
  const marks = [disturbance === undefined ? "" : `   ← ${disturbance}`, index === turn ? `   ${TURNING_POINT}` : ""];
  return [
    `      ${index}. ${operation} → ${answer ?? "no answer"}${marks.join("")}`,
    ...(bodies ? [requestBody, answerBody] : [])
      .filter((body) => body.trim() !== "")
      .map((body) => `           ${cut(body.trim(), LONGEST_BODY)}`),
  ];
}

/** What the faults do, each once. */
function meaningsOf(deliveries: readonly ToldDelivery[]): string[] {
  const known = deliveries
    .flatMap(({ calls }) => calls)
    .map(({ disturbance, meaning }) => (meaning === undefined ? undefined : `    ${disturbance}: ${meaning}`))
    .filter((line) => line !== undefined);
  return known.length === 0 ? [] : ["", ...new Set(known)];
}

/** Both worlds in two columns. */
function spellSides({ worlds }: Story): string[] {
  if (worlds.length === 0) return ["  The records are as they should be."];
  const rows = worlds.flatMap(spellKind);
  const field = Math.max(...rows.map(([name = ""]) => Math.min(name.length, LONGEST_FIELD)));
  const side = Math.floor((WIDTH - field - 8) / 2);
  const lines = [["", "as it should be", "as it is"], ...rows].map(([name = "", ...sides]) => [
    `    ${cut(name, field)}`,
    ...sides.map((text) => cut(text, side)),
  ]);
  return ["  The end:", ...alignRows(lines)];
}

function spellKind({ kind, same, pairs }: KindOfRecords): string[][] {
  const alike = same === 0 ? [] : [[kind, `${same} the same in both`, ""]];
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

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
