import type { Letter } from "../../local/console/dead-letters/letters.ts";
import type { Look } from "../../local/console/dead-letters/look.ts";
import { createObjections } from "../../local/console/dead-letters/objections.ts";
import { type Pace, replayPaced } from "../../local/console/dead-letters/paced/paced.ts";
import { type Fates, watchReplays } from "../../local/console/dead-letters/paced/watch.ts";
import { type Plan, planReplays } from "../../local/console/dead-letters/plans.ts";
import { type Outcome, replay, type ReplayOptions } from "../../local/console/dead-letters/replaying.ts";
import type { Command } from "./arguments.ts";
import type { Surroundings } from "./surroundings.ts";
import { openReplayJournal } from "./journal.ts";
import { allowancesAt, deliveriesAt } from "./known.ts";
import { identify, isDone, outcomeLine, summary } from "./outcomes.ts";
import { counted, printable, printableJson, age } from "../printing.ts";

type Replay = Extract<Command, { name: "replay" }>;

export async function replayLetters(
  command: Replay,
  letters: readonly Letter[],
  look: Look,
  surroundings: Surroundings,
): Promise<void> {
  const { manifest, checkout, place, pubsub, clock, signal, print } = surroundings;
  const outcomes: Outcome[] = [];
  const chosen = letters.slice(0, command.most); // oldest first
  const plans = await planReplays(chosen, manifest, checkout);
  const note = openReplayJournal(surroundings.journal, place, () => clock.now());
  const pace = command.isDryRun ? undefined : command.pace;
  const options: ReplayOptions = {
    publish: pubsub.publish,
    acknowledge: look.acknowledge,
    isDryRun: command.isDryRun,
    dropIgnored: command.dropIgnored,
    rate: command.rate,
    clock,
    signal,
    ...(!command.isDryRun && {
      objections: createObjections(plans, {
        ...surroundings,
        allowances: () => allowancesAt(place, surroundings),
      }),
    }),
    report(outcome) {
      outcomes.push(outcome);
      note(outcome);
      const isTold = outcome.outcome !== "not tried" && (pace === undefined || !isDone(outcome));
      if (!command.isJson && isTold) print(printable(outcomeLine(outcome)));
    },
  };
  const end =
    pace === undefined
      ? { stopped: await replay(plans, options) }
      : await paced(plans, { command, pace, look, options, surroundings });
  sayEnd(end, { command, outcomes, left: letters.length - chosen.length }, surroundings);
}

interface End {
  readonly command: Replay;
  readonly outcomes: readonly Outcome[];
  /** Number of letters that matched but were not chosen. */
  readonly left: number;
}

function sayEnd(
  end: { readonly stopped: string | undefined },
  { command, outcomes, left }: End,
  { print, complain }: Surroundings,
): void {
  if (command.isJson)
    print(
      printableJson({
        ...end,
        outcomes: outcomes.map(({ letter, ...rest }) => ({ ...identify(letter), ...rest })),
      }),
    );
  else print(outcomes.length + left === 0 ? "Nothing to replay." : summary(outcomes));
  if (left > 0 && !command.isJson) print(`${counted(left, "dead letter")} left (--max).`);
  if (end.stopped !== undefined) complain(`The replay ${end.stopped}. All others stay where they were.`);
  // An interrupted dry run leaves letters that might have been replayed.
  const undone = outcomes.filter((one) => !isDone(one) && !(command.isDryRun && one.outcome === "not tried")).length;
  if (undone > 0)
    complain(
      `${undone} of ${counted(outcomes.length, "dead letter")} ${command.isDryRun ? "would not be" : "not"} replayed.`,
    );
}

interface Paced {
  readonly command: Replay;
  readonly pace: Pace;
  readonly look: Look;
  readonly options: ReplayOptions;
  readonly surroundings: Surroundings;
}

/** Reports progress, and at the end the outcomes of replayed letters. */
async function paced(plans: readonly Plan[], { command, pace, look, options, surroundings }: Paced) {
  const { manifest, place, clock, print } = surroundings;
  const deliveries = deliveriesAt(place);
  const watch = watchReplays({ look, manifest, prefix: place.prefix, deliveries });
  const began = clock.now();
  const total = plans.filter(({ action }) => action === "publish").length;
  let last = "";
  const say = (fates: Fates) => {
    const line = progressLine(fates, { total, elapsedMs: clock.now() - began, rate: command.rate });
    if (command.isJson || line === last || fates.letters === 0) return;
    last = line;
    print(line);
  };
  const end = await replayPaced(plans, { ...options, pace, watch, tell: say });
  const { again } = end.fates;
  if (again > 0)
    surroundings.complain(`${counted(again, "dead letter")} again: npm run dead-letters -- list says why.`);
  return end;
}

/**
 * Counts letters, and outcomes per event and handler: `120 of 1000 replayed: 118 handled, 1 failed again, 1 retried;
 * about 44 s left`.
 */
function progressLine(
  { letters, handled, again, retried }: Fates,
  { total, elapsedMs, rate }: { readonly total: number; readonly elapsedMs: number; readonly rate: number },
): string {
  const facts = [
    ...(handled === undefined ? [] : [`${handled} handled`]),
    `${again} failed again`,
    ...(retried > 0 ? [`${retried} retried`] : []),
  ];
  const left = total - letters;
  const perMs = rate === Infinity ? letters / Math.max(1, elapsedMs) : rate / 1000;
  const time = left > 0 && perMs > 0 ? `; about ${age(left / perMs)} left` : "";
  return `${letters} of ${total} replayed: ${facts.join(", ")}${time}`;
}
