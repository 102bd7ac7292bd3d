import type { Call } from "./calls.ts";
import type { Case } from "./case.ts";
import { type Difference, differences } from "./snapshot.ts";
import { settle, type Stage } from "./stage.ts";

/** One run of a case, delivery by delivery. */
export type Act = readonly ToldDelivery[];

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
  readonly breaches: readonly string[];
  readonly expected: Act;
  readonly actual: Act;
  /** Against the nearest of the ends that would be right. */
  readonly differences: readonly Difference[];
}

/** Plays the case again with everything written down; the same happens, for nothing in it is left to chance. */
export async function tellStory(stage: Stage, one: Case): Promise<Story> {
  stage.isRecording = true;
  await one.playExpected(stage);
  await settle(stage); // bodies are read beside the run
  const expected = actOf(stage);
  const played = await one.play(stage);
  await settle(stage);
  const actual = actOf(stage);
  stage.isRecording = false;
  const found = (played?.expected ?? []).map((end) => differences(end, played?.actual ?? end));
  const [nearest = []] = found.sort((some, others) => some.length - others.length);
  return {
    name: one.name,
    breaches: (played?.breaches ?? []).map(({ rule }) => rule),
    expected,
    actual,
    differences: nearest,
  };
}

function actOf({ runs, calls }: Stage): Act {
  const start = runs[0]?.startedAt ?? 0;
  return runs.map(({ delivery, handler, startedAt, status, reason }) => ({
    number: delivery,
    handler: handler.name,
    atSeconds: (startedAt - start) / 1000,
    status,
    reason,
    calls: calls
      .filter((call) => call.delivery === delivery)
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
export function spellStory({ name, breaches, expected, actual, differences: found }: Story): string[] {
  return [
    name,
    ...(breaches.length === 0 ? ["  as it should be"] : breaches.map((rule) => `  FAIL: the handler ${rule}`)),
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
