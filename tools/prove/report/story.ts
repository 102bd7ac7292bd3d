import type { Call } from "../simulation/call.ts";
import type { Case } from "../cases/case.ts";
import { type Difference, differences } from "../simulation/snapshot.ts";
import { settle, type Simulation } from "../simulation/simulation.ts";

export interface ToldDelivery {
  readonly number: number;
  readonly handler: string;
  /** Since the case's beginning. */
  readonly atSeconds: number;
  /** What the instance answered; undefined if it died. */
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly calls: readonly ToldCall[];
}

type ToldCall = Pick<Call, "index" | "operation" | "nth" | "disturbance" | "answer" | "requestBody" | "answerBody">;

/** All that there is to know about a case. */
export interface Story {
  readonly name: string;
  readonly findings: readonly string[];
  readonly expected: readonly ToldDelivery[];
  readonly actual: readonly ToldDelivery[];
  /** Against the nearest of the ends that would be right. */
  readonly differences: readonly Difference[];
}

/** Runs the case again with everything written down; the same happens, for nothing in it is left to chance. */
export async function tellStory(simulation: Simulation, one: Case): Promise<Story> {
  simulation.isRecording = true;
  await one.runExpected(simulation);
  await settle(simulation); // bodies are read beside the run
  const expected = deliveriesOf(simulation);
  const end = await one.run(simulation);
  await settle(simulation);
  const actual = deliveriesOf(simulation);
  simulation.isRecording = false;
  const found = (end?.expected ?? []).map((right) => differences(right, end?.actual ?? right));
  const [nearest = []] = found.sort((some, others) => some.length - others.length);
  return {
    name: one.name,
    findings: (end?.findings ?? []).map(({ rule }) => rule),
    expected,
    actual,
    differences: nearest,
  };
}

function deliveriesOf({ deliveries, calls }: Simulation): ToldDelivery[] {
  const start = deliveries[0]?.startedAt ?? 0;
  return deliveries.map(({ number, handler, startedAt, status, reason }) => ({
    number,
    handler: handler.name,
    atSeconds: (startedAt - start) / 1000,
    status,
    reason,
    calls: calls
      .filter((call) => call.delivery === number)
      .map(({ index, operation, nth, disturbance, answer, requestBody, answerBody }) => ({
        index,
        operation,
        nth,
        disturbance,
        answer,
        requestBody,
        answerBody,
      })),
  }));
}

const LONGEST_BODY = 200;

/** The story as lines to read. */
export function spellStory({ name, findings, expected, actual, differences: found }: Story): string[] {
  return [
    name,
    ...(findings.length === 0 ? ["  as it should be"] : findings.map((rule) => `  FAIL: the handler ${rule}`)),
    "",
    "  Undisturbed:",
    ...expected.flatMap(spellDelivery),
    "",
    "  In this case:",
    ...actual.flatMap(spellDelivery),
    "",
    found.length === 0 ? "  Difference of records: none" : "  Difference of records:",
    ...found.flatMap(spellDifference),
  ];
}

function spellDelivery({ number, handler, atSeconds, status, reason, calls }: ToldDelivery): string[] {
  const outcome =
    status === undefined ? "the process is gone" : `${status}${reason === undefined ? "" : ` (${reason})`}`;
  return [`    delivery ${number} to ${handler}, +${atSeconds} s`, ...calls.flatMap(spellCall), `      → ${outcome}`];
}

function spellCall({ index, operation, disturbance, answer, requestBody, answerBody }: ToldCall): string[] {
  const line = `      ${index}. ${operation} → ${answer ?? "no answer"}${disturbance === undefined ? "" : `   ← ${disturbance}`}`;
  return [
    line,
    ...[requestBody, answerBody]
      .filter((body) => body.trim() !== "")
      .map((body) => `           ${shortened(body.trim())}`),
  ];
}

export function spellDifference({ kind, what, record, changes }: Difference): string[] {
  if (what !== "changed") return [`    ${kind}, ${what}: ${JSON.stringify(record)}`];
  return [
    `    ${kind}, changed: ${shortened(JSON.stringify(record))}`,
    ...changes.map(
      ({ field, expected, actual }) =>
        `      ${field} should be ${JSON.stringify(expected)} and is ${JSON.stringify(actual)}`,
    ),
  ];
}

function shortened(text: string): string {
  return text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}…` : text;
}
