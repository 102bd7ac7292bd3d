import { isChange } from "../../../functions/runtime/outage/signs.ts";
import type { Why, WhyAttempt, WhyEvent, WhyHandler, WhyState, WhySweep } from "../contract/why.ts";

/** A handler's log line, wherever it was kept. */
export interface ToldLine {
  readonly at: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An event and all that was logged of it. */
export interface ToldEvent extends Omit<WhyEvent, "handlers"> {
  readonly lines: readonly ToldLine[];
  /** Those that listen to it, whether they have said anything or not. */
  readonly handlers: readonly string[];
}

/** Why a handler takes nothing just now, as a sentence; undefined where it does. */
export type Paused = (handler: string) => string | undefined;

/** What became of each event, told by nothing but what handlers log. */
export function whyOf(email: string, events: readonly ToldEvent[], paused: Paused): Why {
  const told = events.map(({ lines, handlers, ...event }): WhyEvent => {
    const byHandler = Map.groupBy(lines, ({ fields }) => textOf(fields["handler"]));
    const names = new Set([...handlers, ...[...byHandler.keys()].filter((name) => name !== null)]);
    return { ...event, handlers: [...names].map((name) => handlerOf(name, byHandler.get(name) ?? [], paused)) };
  });
  return { email, events: told.toSorted((a, b) => a.at.localeCompare(b.at)) };
}

const STATES: Readonly<Record<WhyAttempt["outcome"], WhyState>> = {
  done: "handled",
  // A replay that was meant for another handler: this one had seen to the event before.
  skipped: "handled",
  failed: "retrying",
  "dead-lettered": "dead-lettered",
  "under way": "waiting",
};

function handlerOf(name: string, lines: readonly ToldLine[], paused: Paused): WhyHandler {
  const isSweeps = ({ fields }: ToldLine) => textOf(fields["message"])?.startsWith(SWEEP_SAYS) === true;
  const [sweeps, ofHandler] = [lines.filter(isSweeps), lines.filter((line) => !isSweeps(line))];
  const rounds = [...Map.groupBy(ofHandler, ({ fields }) => Number(fields["attempt"] ?? 1)).values()];
  const attempts = withReplays(withCutOff(rounds.flatMap(roundsOf).toSorted((a, b) => a.at.localeCompare(b.at))));
  const last = attempts.findLast(({ outcome }) => outcome !== "under way") ?? attempts.at(-1);
  const state = STATES[last?.outcome ?? "under way"];
  const isOpen = state === "retrying" || state === "waiting";
  const pause = isOpen ? paused(name) : undefined;
  return {
    name,
    version: last?.version ?? null,
    state: pause === undefined ? state : "paused",
    because: pause ?? (state === "handled" ? null : (last?.because ?? null)),
    attempts,
    sweeps: sweeps.map(sweepOf).toSorted((a, b) => a.at.localeCompare(b.at)),
  };
}

/** As its own lines tell of it. */
type ToldAttempt = Omit<WhyAttempt, "isReplay">;

const CUT_OFF = "it was cut off, and no line says how: its instance was killed, or ran out of memory or time";

/** What is delivered again is no longer under way. */
function withCutOff(attempts: readonly ToldAttempt[]): ToldAttempt[] {
  const last = attempts.at(-1);
  return attempts.map((attempt) =>
    attempt.outcome === "under way" && attempt !== last ? { ...attempt, outcome: "failed", because: CUT_OFF } : attempt,
  );
}

/** What a handler has once given up it is given again by a replay alone. */
function withReplays(attempts: readonly ToldAttempt[]): WhyAttempt[] {
  const givenUp = attempts.findIndex(({ outcome }) => outcome === "dead-lettered");
  return attempts.map((attempt, place) => ({
    ...attempt,
    isReplay: attempt.outcome === "skipped" || (givenUp !== -1 && place > givenUp),
  }));
}

/** How each message of functions/runtime/sweep/sweep.ts begins that tells of one event's calls. */
const SWEEP_SAYS = "what was sent is not there";

function sweepOf({ at, fields }: ToldLine): WhySweep {
  return { at, system: textOf(fields["system"]) ?? "", what: textOf(fields["message"]) ?? "" };
}

/** A replay counts from 1 again: what comes after an outcome is another attempt of the same number. */
function roundsOf(lines: readonly ToldLine[]): ToldAttempt[] {
  const rounds: ToldLine[][] = [[]];
  for (const line of lines.toSorted((a, b) => a.at.localeCompare(b.at))) {
    const round = rounds.at(-1) ?? [];
    if (round.some(({ fields }) => fields["outcome"] !== undefined)) rounds.push([line]);
    else round.push(line);
  }
  return rounds.filter((round) => round.length > 0).map(attemptOf);
}

function attemptOf(lines: readonly ToldLine[]): ToldAttempt {
  const [first] = lines;
  const end = lines.find(({ fields }) => fields["outcome"] !== undefined);
  return {
    number: Number(first?.fields["attempt"] ?? 1),
    at: first?.at ?? "",
    version: textOf(first?.fields["version"]),
    outcome: outcomeOf(end?.fields["outcome"]),
    because:
      [reasonOf(end?.fields), isUnanswered(end?.fields) ? UNANSWERED : null]
        .filter((part) => part !== null)
        .join(": ") || null,
    writes: lines
      .filter(({ fields }) => fields["message"] === "record written")
      .map(({ fields }) => ({
        system: textOf(fields["system"]) ?? "",
        operation: textOf(fields["operation"]) ?? "",
        records: textsOf(fields["records"]),
        fields: textsOf(fields["fields"]),
      })),
    leftOut: lines
      .filter(({ fields }) => fields["message"] === "field left out")
      .map(({ fields }) => ({ field: textOf(fields["field"]) ?? "", because: textOf(fields["reason"]) ?? "" })),
    remarks: lines.filter(isRemark).map(({ fields }) => ({
      what: textOf(fields["message"]) ?? "",
      because: textOf(fields["reason"]) ?? "",
    })),
  };
}

/** Whatever has a code and is neither how the attempt ended, nor of one field or call. */
function isRemark({ fields: { reason, outcome, field, operation } }: ToldLine): boolean {
  return textOf(reason) !== null && [outcome, field, operation].every((one) => textOf(one) === null);
}

const UNANSWERED = "no answer came, so it may have been written all the same; the next attempt looks";

/** Codes without an answer, of calls that have left: Node's own, and ours. */
const LOST = /^(?:E(?!NOTFOUND|CONNREFUSED|HOSTUNREACH)[A-Z]+|UND_ERR_\w+|TIMEOUT|NETWORK|DEADLINE)$/;

/** Whether a call that writes was made, and nobody knows whether it has. Its fields stand in no line then. */
function isUnanswered({ reason, operation }: ToldLine["fields"] = {}): boolean {
  return LOST.test(textOf(reason) ?? "") && isChange(textOf(operation) ?? "");
}

function outcomeOf(value: unknown): WhyAttempt["outcome"] {
  return value === "done" || value === "failed" || value === "dead-lettered" || value === "skipped"
    ? value
    : "under way";
}

/** `UNABLE_TO_LOCK_ROW (salesforce, POST /sobjects/Lead)` */
export function reasonOf(fields: ToldLine["fields"] = {}): string | null {
  const reason = textOf(fields["reason"]);
  const where = [fields["system"], fields["operation"]].map(textOf).filter((part) => part !== null);
  return reason === null || where.length === 0 ? reason : `${reason} (${where.join(", ")})`;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
