import { type Breach, breach, divergence } from "../breach.ts";
import type { Case } from "../case.ts";
import { deliverUntilAcknowledged, isAcknowledged, subscribe } from "../deliver.ts";
import { seededRandom, seedOf } from "../random.ts";
import { rewritten, toMessage } from "../samples.ts";
import { runBreaches } from "../run-rules.ts";
import { arrange } from "../scene.ts";
import { isEqual } from "../snapshot.ts";
import { playOut, type Stage } from "../stage.ts";
import { playSwitched, type Schedule } from "../switch.ts";
import {
  type EndState,
  type Ensemble,
  ensembleName,
  ensembleOf,
  type Part,
  playInOrder,
  rulesNeeded,
  takeEndState,
} from "./several-events.ts";

interface Together {
  readonly ensemble: Ensemble;
  readonly label: string;
  /** Both on one instance, as Cloud Run serves them; else each on its own. */
  readonly onOneInstance: boolean;
}

/**
 * Two runs at once, switched at every call: two events of a person where no ordering key keeps them apart (two handlers,
 * or one that is not ordered), one event delivered twice at once, and two persons' events on one instance.
 */
export function interleavingCases(
  parts: readonly Part[],
  states: readonly string[],
  options: { readonly seed: number; readonly count: number },
): Case[] {
  const apart = parts.flatMap((one, place) =>
    parts
      .slice(place)
      .filter((other) => mayMeet(one, other))
      .map((other) => [one, other]),
  );
  const pairs = apart.flatMap((pair) =>
    states.map((state): Together => ({ ensemble: ensembleOf(pair, state), label: "at once", onOneInstance: false })),
  );
  const [first = ""] = states;
  const twice = parts
    .filter(({ handler }) => !isOrdered(handler))
    .flatMap((part) => states.map((state) => twiceAtOnce(part, state)));
  const strangers = parts.map((part) => besideStranger(part, first));
  return [...pairs, ...twice, ...strangers].flatMap((together) => casesOf(together, options));
}

function mayMeet(one: Part, other: Part): boolean {
  return one.handler !== other.handler || !isOrdered(one.handler);
}

function isOrdered({ handler }: Part["handler"]): boolean {
  return handler.delivery?.ordered ?? true;
}

/** The very same event, delivered twice. */
function twiceAtOnce(part: Part, state: string): Together {
  const ensemble = ensembleOf([part, part], state);
  const [event] = ensemble.events;
  return {
    ensemble: { ...ensemble, events: event === undefined ? [] : [event, event] },
    label: "the same twice at once",
    onOneInstance: false,
  };
}

function besideStranger(part: Part, state: string): Together {
  const ensemble = ensembleOf([part, part], state);
  const [event, other] = ensemble.events;
  if (event === undefined || other === undefined) throw new Error("an ensemble of two has two events");
  const stranger = rewritten(other, { email: "stranger@example.org", at: Date.parse(other.time), id: other.id });
  return {
    ensemble: { ...ensemble, events: [event, stranger] },
    label: "beside a stranger's on one instance",
    onOneInstance: true,
  };
}

/** A run rarely makes more calls; where it does, one switch comes in its first ones. */
const STEPS = 9;

/** Those with one switch, or as many of them as the bound allows; what is left of it is drawn. */
export function schedules(count: number, random: () => number): Schedule[] {
  const once = ([0, 1] as const).flatMap((first) =>
    Array.from({ length: STEPS }, (_, calls): Schedule => [
      ...Array<0 | 1>(calls).fill(first),
      ...Array<0 | 1>(STEPS * 2).fill(first === 0 ? 1 : 0),
    ]),
  );
  const all: Schedule[] = once.slice(0, count);
  while (all.length < count) all.push(Array.from({ length: STEPS * 2 }, () => (random() < 0.5 ? 0 : 1)));
  return all;
}

/** `AAAB…`: whose turn it is, up to where it stays the same. */
function spell(schedule: Schedule): string {
  const letters = schedule.map((who) => (who === 0 ? "A" : "B")).join("");
  return letters.replace(/(.)\1*$/, "$1…");
}

function casesOf(
  { ensemble, label, onOneInstance }: Together,
  { seed, count }: { readonly seed: number; readonly count: number },
): Case[] {
  const base = [...ensembleName(ensemble), label];
  const serial = serialEnds(ensemble);
  return schedules(count, seededRandom(seedOf(seed, base.join(" ")))).map((schedule): Case => ({
    property: "interleaving",
    name: [...base, `switched ${spell(schedule)}`].join(" · "),
    row: ensemble.parts.map(({ handler }) => handler.name).join(" and "),
    column: label,
    disturbances: [{ fault: label, operation: base[1] ?? "" }],
    playExpected: async (stage) => void (await playInOrder(stage, ensemble, [0, 1])),
    async play(stage) {
      const ends = await serial(stage);
      const { end, breaches } = await playTogether(stage, ensemble, { schedule, onOneInstance });
      return judge(ensemble, ends, end, breaches);
    },
  }));
}

/** The end is that of one after the other; and where that is not the order of time, what differs is declared. */
function judge(ensemble: Ensemble, ends: readonly EndState[], end: EndState, breaches: Breach[]) {
  const [inTime] = ends;
  const expected = ends.map(({ whole }) => whole);
  const isSerial = expected.some((snapshot) => isEqual(snapshot, end.whole));
  const arrivalRules = inTime === undefined ? undefined : rulesNeeded(inTime, end, ensemble.rules);
  if (!isSerial) breaches.push(divergence("interleaving", "ends as neither one after the other does"));
  else if (arrivalRules === undefined)
    breaches.push(divergence("interleaving", "ends otherwise than in the order of the events' times"));
  return { breaches, expected, actual: end.whole, longestMs: 0, arrivalRules: arrivalRules ?? [] };
}

function serialEnds(ensemble: Ensemble): (stage: Stage) => Promise<readonly EndState[]> {
  let ends: readonly EndState[] | undefined;
  return async (stage) => {
    ends ??= [await playInOrder(stage, ensemble, [0, 1]), await playInOrder(stage, ensemble, [1, 0])];
    return ends;
  };
}

async function playTogether(
  stage: Stage,
  { parts, events, state, rules }: Ensemble,
  { schedule, onOneInstance }: { readonly schedule: Schedule; readonly onOneInstance: boolean },
): Promise<{ readonly end: EndState; readonly breaches: Breach[] }> {
  arrange(stage, events, state);
  const subscriptions = parts.map(({ handler }) => subscribe(stage, handler));
  const [shared] = subscriptions;
  if (onOneInstance && shared !== undefined)
    for (const subscription of subscriptions) subscription.instance = shared.instance;
  const deliveries = subscriptions.map((subscription, index) => ({
    subscription,
    message: toMessage(events[index] ?? never()),
  }));
  const runs = await playSwitched(stage, deliveries, schedule);
  for (const [index, { subscription, message }] of deliveries.entries()) {
    const run = runs[index];
    if (run !== undefined && !isAcknowledged(run)) await deliverUntilAcknowledged(subscription, message, { from: 2 });
  }
  await playOut(stage);
  const breaches = runBreaches(stage);
  if (stage.deadLetters.length > 0) breaches.push(breach("interleaving", "dead-letters an event because of the other"));
  return { end: takeEndState(stage, rules), breaches };
}

function never(): never {
  throw new Error("an ensemble has an event for each of its parts");
}
