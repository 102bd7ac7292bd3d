import { isChange } from "../../../functions/runtime/outage/signs.ts";
import type { Why, WhyAttempt, WhyEvent, WhyHandler, WhyState } from "../contract/why.ts";

/** A handler's log line, from whatever archive. */
interface LoggedLine {
  readonly at: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An event with everything logged about it. */
export interface LoggedEvent extends Omit<WhyEvent, "handlers"> {
  readonly lines: readonly LoggedLine[];
  /** The event type's handlers, whether or not they have logged anything. */
  readonly handlers: readonly string[];
}

/** Why a handler accepts nothing now, as a sentence; undefined while it does. */
export type Paused = (handler: string) => string | undefined;

/** What happened to each event, from handlers' logs alone. */
export function whyOf(email: string, events: readonly LoggedEvent[], paused: Paused): Why {
  const told = events.map(({ lines, handlers, ...event }): WhyEvent => {
    const byHandler = Map.groupBy(lines, ({ fields }) => textOf(fields["handler"]));
    const names = new Set([...handlers, ...[...byHandler.keys()].filter((name) => name !== null)]);
    return { ...event, handlers: [...names].map((name) => handlerOf(name, byHandler.get(name) ?? [], paused)) };
  });
  return { email, events: told.toSorted((a, b) => a.at.localeCompare(b.at)) };
}

const STATES: Readonly<Record<WhyAttempt["outcome"], WhyState>> = {
  done: "handled",
  // A replay for another handler: this one had handled the event before.
  skipped: "handled",
  failed: "retrying",
  "dead-lettered": "dead-lettered",
  paused: "waiting",
  "under way": "waiting",
};

function handlerOf(name: string, lines: readonly LoggedLine[], paused: Paused): WhyHandler {
  const isSweeps = ({ fields }: LoggedLine) => textOf(fields["message"])?.startsWith(SWEEP_SAYS) === true;
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
    sweeps: sweeps
      .map(({ at, fields }) => ({ at, system: textOf(fields["system"]) ?? "", what: textOf(fields["message"]) ?? "" }))
      .toSorted((a, b) => a.at.localeCompare(b.at)),
  };
}

/** As far as its own log lines tell. */
type LoggedAttempt = Omit<WhyAttempt, "isReplay">;

const CUT_OFF =
  "it was cut off, and no line says how: its instance was killed, or ran out of memory or time. A write that was under way is in no " +
  "line either; the next attempt looks";

function withCutOff(attempts: readonly LoggedAttempt[]): LoggedAttempt[] {
  const last = attempts.at(-1);
  return attempts.map((attempt) =>
    attempt.outcome === "under way" && attempt !== last ? { ...attempt, outcome: "failed", because: CUT_OFF } : attempt,
  );
}

/** After a handler has given an event up, only a replay delivers it again. */
function withReplays(attempts: readonly LoggedAttempt[]): WhyAttempt[] {
  const givenUp = attempts.findIndex(({ outcome }) => outcome === "dead-lettered");
  return attempts.map((attempt, place) => ({
    ...attempt,
    isReplay: attempt.outcome === "skipped" || (givenUp !== -1 && place > givenUp),
  }));
}

/** The beginning of messages in functions/runtime/sweep/sweep.ts about one event's calls. */
const SWEEP_SAYS = "what was sent is not there";

/** A replay counts from 1 again, so an attempt number after an outcome is another attempt. */
function roundsOf(lines: readonly LoggedLine[]): LoggedAttempt[] {
  const rounds: LoggedLine[][] = [[]];
  for (const line of lines.toSorted((a, b) => a.at.localeCompare(b.at))) {
    const round = rounds.at(-1) ?? [];
    if (round.some(isEnd)) rounds.push([line]);
    else round.push(line);
  }
  return rounds.filter((round) => round.length > 0).map(attemptOf);
}

function attemptOf(lines: readonly LoggedLine[]): LoggedAttempt {
  const [first] = lines;
  const end = lines.find(isEnd);
  const isPaused = end !== undefined && isOfPause(end);
  return {
    number: Number(first?.fields["attempt"] ?? 1),
    at: first?.at ?? "",
    version: textOf(first?.fields["version"]),
    outcome: isPaused ? "paused" : outcomeOf(end?.fields["outcome"]),
    because:
      [isPaused ? null : reasonOf(end?.fields), isUnanswered(end?.fields) ? UNANSWERED : null]
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

/** Lines with a code that are neither an attempt's end nor about one field or call. */
function isRemark(line: LoggedLine): boolean {
  const { reason, field, operation } = line.fields;
  return textOf(reason) !== null && !isEnd(line) && [field, operation].every((one) => textOf(one) === null);
}

function isEnd(line: LoggedLine): boolean {
  return line.fields["outcome"] !== undefined || isOfPause(line);
}

/** A delivery that a paused handler sends back: functions/runtime/handle/handle.ts logs no outcome of it. */
function isOfPause({ fields }: LoggedLine): boolean {
  return fields["outcome"] === undefined && fields["reason"] === "PAUSED";
}

const UNANSWERED = "no answer came, so it may have been written all the same; the next attempt looks";

/** Codes of calls that were sent but not answered: Node's own, and ours. */
const LOST = /^(?:E(?!NOTFOUND|CONNREFUSED|HOSTUNREACH)[A-Z]+|UND_ERR_\w+|TIMEOUT|NETWORK|DEADLINE)$/;

/** Whether a write was sent with unknown result. Its fields are not logged then. */
function isUnanswered({ reason, operation }: LoggedLine["fields"] = {}): boolean {
  return LOST.test(textOf(reason) ?? "") && isChange(textOf(operation) ?? "");
}

function outcomeOf(value: unknown): WhyAttempt["outcome"] {
  return value === "done" || value === "failed" || value === "dead-lettered" || value === "skipped"
    ? value
    : "under way";
}

/** `UNABLE_TO_LOCK_ROW (salesforce, POST /sobjects/Lead)` */
export function reasonOf(fields: LoggedLine["fields"] = {}): string | null {
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
