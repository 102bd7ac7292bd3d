import type { HandlerView, PausedView } from "../../local/console/contract/handlers.ts";
import { costOfWaiting, whyPaused } from "../../local/console/handlers/words.ts";
import { age } from "../printing.ts";
import { alignRows } from "../table.ts";
import type { Command } from "./arguments.ts";

/** A line per handler, paused ones first, with the reason. */
export function statusLines(handlers: readonly HandlerView[], now: number): string[] {
  if (handlers.length === 0) return ["There are no handlers."];
  const sorted = handlers.toSorted((a, b) => Number(a.paused === null) - Number(b.paused === null));
  const rows = sorted.map((one) => [
    one.name,
    one.paused === null ? "runs" : `paused ${sinceText(one.paused, now)}`.trimEnd(),
    count(one.backlog),
    one.oldestSeconds === null ? "–" : age(one.oldestSeconds * 1000),
    count(one.deadLetters),
    count(one.perMinute),
  ]);
  const reasons = sorted.flatMap((one) => (one.paused === null ? [] : [`${one.name}: ${whyLine(one, one.paused)}`]));
  return [
    ...alignRows([["handler", "state", "waiting", "oldest", "dead letters", "a minute"], ...rows]),
    ...(reasons.length === 0 ? [] : ["", ...reasons]),
  ];
}

function whyLine(handler: HandlerView, paused: PausedView): string {
  const isByHand = paused.by === "person";
  const until = isByHand && paused.until !== null ? `, until ${paused.until}` : "";
  const again = isByHand || paused.times === 1 ? undefined : `paused ${paused.times} times in a row`;
  const parts = [`${whyPaused(paused)}${until}`, again, costOfWaiting(handler)];
  return parts.filter((part) => part !== undefined).join("; ");
}

function sinceText({ since }: PausedView, now: number): string {
  return since === null ? "" : `for ${age(now - Date.parse(since))}`;
}

function count(number: number | null): string {
  return number === null ? "–" : String(Math.round(number * 10) / 10);
}

/** What was done, and when it ends. */
export function doneLines({ verb, wanted, for: duration }: Command, handlers: readonly HandlerView[]): string[] {
  const names = handlers.map(({ name }) => name).join(", ");
  if (verb === "resume") {
    if (names === "") return [`Nothing of ${wanted} is paused.`];
    return [`Resumed: ${names}. What waits is delivered, slowly at first.`, ...handlers.flatMap(lettersLine)];
  }
  const end = duration === undefined ? `npm run resume -- ${wanted} ends it` : `it ends by itself after ${duration}`;
  return [`Paused: ${names}; ${end}. Events wait meanwhile, and no attempt is spent.`];
}

/** Refusals that count as each message's own make some before a handler pauses for them. */
function lettersLine({ name, deadLetters }: HandlerView): string[] {
  if (deadLetters === null || deadLetters === 0) return [];
  const command = `npm run dead-letters -- list, then replay --filter handler=${name}`;
  return [`${name} has dead letters too (${count(deadLetters)}), which wait until they are replayed: ${command}`];
}
