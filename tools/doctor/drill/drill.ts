import { setTimeout as sleep } from "node:timers/promises";
import { CommandError } from "../../../local/core/problems.ts";
import type { Lane, Outcome } from "./lane.ts";

interface DrillOptions {
  readonly print: (line: string) => void;
  /** Publishes an event that each handler refuses once and then handles. @returns its id */
  readonly refused: (address: string) => Promise<string>;
  /** Publishes an invalid message to the event's topic. @returns its event id */
  readonly poison: (mark: string) => Promise<string>;
  /** `npm run dead-letters`. @returns its exit code */
  readonly deadLetters: (texts: readonly string[]) => Promise<number>;
  readonly now: () => number;
  /** Makes the drill's address unique. */
  readonly mark: string;
}

const LOOK_EVERY_MS = 100;

/**
 * Sends a marked event that is valid, one that is refused once, and one that no handler can handle. Prints when each
 * expected step was seen.
 * @throws CommandError if one is missing, after cleaning up
 */
export async function drill(lane: Lane, options: DrillOptions): Promise<void> {
  const { print, deadLetters, refused, poison, now, mark } = options;
  const healthy = `drill-${mark}@example.com`;
  const began = now();
  const say = (what: string) => print(`${((now() - began) / 1000).toFixed(1).padStart(7)} s  ${what}`);
  const until = (eventId: string, isIt: (seen: readonly Outcome[]) => boolean, what: string) =>
    waitFor(lane, { eventId, isIt, what, now });
  const letters: string[] = [];
  try {
    const right = await lane.send(healthy);
    say(`healthy event sent: ${healthy}`);
    const done = await until(right, isAllDone, "the effect of the healthy event");
    say(`effect: ${handlersOf(done).join(", ")} done`);

    const again = await refused(healthy);
    say(`event published that is to be refused once: ${again}`);
    const retried = await until(again, isAllDone, "the second attempt of the event that is to be refused once");
    if (!areAll(retried, "failed")) throw new CommandError(`No attempt of ${again} failed, though the first was to.`);
    say(`retry: ${handlersOf(retried).join(", ")} refused it once, and did it when it came again`);

    const since = now();
    const wrong = await poison(mark);
    letters.push(wrong);
    say(`poison event published: ${wrong}, without any data`);
    const given = await until(wrong, isAllGivenUp, "the dead letter of the poison event");
    say(`dead letter: ${handlersOf(given).join(", ")} gave it up`);
    say(`page: ${await lane.page(since)}`);
    if ((await deadLetters(["replay", wrong, ...placeOf(lane)])) !== 0)
      throw new CommandError("The dead letter of the poison event could not be replayed.");
    const isAgain = (seen: readonly Outcome[]) =>
      handlersOf(given).every((handler) => timesGivenUp(seen, handler) > timesGivenUp(given, handler));
    await until(wrong, isAgain, "the replayed event's dead letter");
    say("replay: its handlers alone had it again, and gave it up again");
  } finally {
    for (const id of letters)
      if ((await deadLetters(["discard", id, "--because", "a drill", ...placeOf(lane)])) !== 0)
        say(`clean-up: the dead letters of ${id} are still there`);
    for (const line of await lane.cleanUp(healthy)) say(`clean-up: ${line}`);
    say("clean-up: done");
  }
}

function placeOf({ place: { project, prefix } }: Lane): string[] {
  return project === undefined ? [] : ["--project", project, ...(prefix === undefined ? [] : ["--prefix", prefix])];
}

function timesGivenUp(seen: readonly Outcome[], wanted: string): number {
  return seen.filter(({ handler, outcome }) => handler === wanted && outcome === "dead-lettered").length;
}

interface Waiting {
  readonly eventId: string;
  readonly isIt: (seen: readonly Outcome[]) => boolean;
  readonly what: string;
  readonly now: () => number;
}

async function waitFor(lane: Lane, { eventId, isIt, what, now }: Waiting): Promise<readonly Outcome[]> {
  for (const end = now() + lane.patienceMs; now() < end; await sleep(LOOK_EVERY_MS)) {
    const seen = await lane.outcomes(eventId);
    if (isIt(seen)) return seen;
  }
  throw new CommandError(`${what} was not seen within ${lane.patienceMs / 1000} s (event ${eventId}).`);
}

function handlersOf(outcomes: readonly Outcome[]): string[] {
  return [...new Set(outcomes.map(({ handler }) => handler))].toSorted();
}

const isAllDone = (seen: readonly Outcome[]) => areAll(seen, "done");
const isAllGivenUp = (seen: readonly Outcome[]) => areAll(seen, "dead-lettered");

/** Whether every handler that received it has this outcome. */
function areAll(seen: readonly Outcome[], outcome: Outcome["outcome"]): boolean {
  const handlers = handlersOf(seen);
  const isThere = (handler: string) => seen.some((one) => one.handler === handler && one.outcome === outcome);
  return handlers.length > 0 && handlers.every(isThere);
}
