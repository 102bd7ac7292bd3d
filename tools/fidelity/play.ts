import { randomBytes } from "node:crypto";
import { eventUlid } from "../../functions/clients/customerio/event-ulid.ts";
import { membersOf } from "../../functions/runtime/objects.ts";
import { differences, Kind, type Pattern } from "./match.ts";
import type { Exchange, Sent, Topic } from "./exchange.ts";

/** An answer with its body parsed: JSON, a text, or undefined if empty. */
export interface Answered {
  readonly status: number;
  readonly headers: { get(name: string): string | null | undefined };
  readonly body: unknown;
}

/** A system to play exchanges with. */
export interface Target {
  /** Sends it as the system's own user. */
  send(sent: Sent): Promise<Answered>;
  /** Words that texts may contain besides {run}. */
  readonly words: Readonly<Record<string, string>>;
  /** It is not a real system, whatever the settings say. Absent: unknown. */
  readonly isOnThisMachine?: boolean;
  /** Why this exchange can't run here. Undefined: it can. */
  refuses(exchange: Exchange): string | undefined;
  /** Prepares a topic's setup or an exchange's fault. Absent: nothing to prepare. */
  prepare?(topic: Topic, exchange?: Exchange): void;
  /** Removes what a topic has created. @returns what could not be removed */
  remove(topic: Topic, answers: readonly Answered[], words: Readonly<Record<string, string>>): Promise<string[]>;
  wait(milliseconds: number): Promise<void>;
}

/** Options for a real system. */
export interface RealOptions {
  /** Optional features that the real system has; see Exchange.needs. */
  readonly has: readonly string[];
  /** The user has confirmed that it is a production system. */
  readonly isProduction: boolean;
}

export interface Result {
  readonly topic: string;
  readonly exchange: Exchange;
  /** Sentences. Empty: as expected. */
  readonly differences: readonly string[];
  /** Why it did not run. */
  readonly skipped?: string;
}

export interface Played {
  readonly results: readonly Result[];
  /** What could not be removed. */
  readonly left: readonly string[];
}

const EVENTUALLY_MS = 60_000;
const AGAIN_MS = 2_000;

/** Plays a topic's exchanges in order, and cleans up. */
export async function play(topic: Topic, target: Target): Promise<Played> {
  const run = randomBytes(6).toString("hex");
  let words: Readonly<Record<string, string>> = { ...target.words, run, ulid: ulidOf(run) };
  const answers: Answered[] = [];
  const results: Result[] = [];
  let left: string[] = [];
  target.prepare?.(topic);
  try {
    for (const exchange of topic.exchanges) {
      const skipped = target.refuses(exchange);
      if (skipped !== undefined) {
        results.push({ topic: topic.name, exchange, differences: [], skipped });
        continue;
      }
      target.prepare?.(topic, exchange);
      const { answered, found } = await ask(exchange, target, words);
      answers.push(answered);
      results.push({ topic: topic.name, exchange, differences: found });
      words = { ...words, ...kept(exchange, answered.body) };
    }
  } finally {
    left = await target.remove(topic, answers, words);
  }
  return { results, left };
}

async function ask(exchange: Exchange, target: Target, words: Readonly<Record<string, string>>) {
  for (let waited = 0; ; waited += AGAIN_MS) {
    const answered = await target.send(filled(exchange.sent, words));
    const found = differ(exchange, answered, words);
    if (found.length === 0 || exchange.isEventual !== true || waited >= EVENTUALLY_MS) return { answered, found };
    await target.wait(AGAIN_MS);
  }
}

function differ({ status, headers = {}, body }: Exchange, answered: Answered, words: Readonly<Record<string, string>>) {
  return [
    ...(answered.status === status ? [] : [`status: ${status} expected, ${answered.status} came`]),
    ...Object.entries(headers).flatMap(([name, pattern]) =>
      differences(pattern, answered.headers.get(name) ?? undefined, name),
    ),
    ...(body === undefined ? [] : differences(filledPattern(body, words), answered.body)),
  ];
}

function kept({ keep = {} }: Exchange, body: unknown): Record<string, string> {
  const found = Object.entries(keep).map(([name, place]) => {
    let value = body;
    for (const step of place.split(".")) value = Array.isArray(value) ? value[Number(step)] : membersOf(value)[step];
    return [name, typeof value === "string" ? value : "nothing"] as const;
  });
  return Object.fromEntries(found);
}

/** Replaces words in braces. Unknown words stay. */
export function filled(sent: Sent, words: Readonly<Record<string, string>>): Sent {
  const { path, body, text } = sent;
  return {
    ...sent,
    path: fill(path, words),
    ...(body !== undefined && { body: fillAll(body, words) }),
    ...(text !== undefined && { text: fill(text, words) }),
  };
}

function fill(text: string, words: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
}

function fillAll(value: unknown, words: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string") return fill(value, words);
  if (Array.isArray(value)) return value.map((one) => fillAll(one, words));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fillAll(member, words)]));
}

function filledPattern(pattern: Pattern, words: Readonly<Record<string, string>>): Pattern {
  if (typeof pattern === "string") return fill(pattern, words);
  if (typeof pattern !== "object" || pattern === null || pattern instanceof RegExp || pattern instanceof Kind)
    return pattern;
  if (Array.isArray(pattern)) return pattern.map((one: Pattern) => filledPattern(one, words));
  const members = Object.entries(pattern).map(
    ([name, one]: [string, Pattern]) => [name, filledPattern(one, words)] as const,
  );
  return Object.fromEntries(members);
}

/** An event id, in the client's form. */
function ulidOf(run: string): string {
  const time = new Date().toISOString();
  return eventUlid({ source: "/tools/fidelity", id: run, time }, "ycat fidelity");
}
