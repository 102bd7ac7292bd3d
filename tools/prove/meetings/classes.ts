import { seedOf } from "../../seeded-random.ts";
import type { Candidate } from "../run/candidate.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import type { Footprint, TracedStep } from "./footprint.ts";
import type { SystemTouch } from "../simulation/touching.ts";

/** Classes of handlers that behave alike, so that others need to meet only one member. */
export interface Classes {
  /** Whether two handlers that could meet are tried with each other. Otherwise other members of their classes are. */
  areTried(one: ProvedHandler, other: ProvedHandler): boolean;
  /** Names of all handlers in the handler's class, including itself. */
  classOf(handler: ProvedHandler): readonly string[];
}

/** Used when the handlers' behaviour is unknown. */
export const NO_CLASSES: Classes = { areTried: () => true, classOf: ({ name }) => [name] };

/**
 * Two handlers are in one class if they make the same calls in the same order in every state and touch the same fields
 * of the same kinds of records. A field used by only one handler may have any name. A handler with declarations about
 * orders of arrival forms its own class, because no other can represent it. Each handler is tried
 * - within its class with the next one by name, in a ring: if members differ in what they write, some neighbours do;
 * - with one handler of every other class, chosen so that a change to one handler affects few meetings;
 * - with every handler of its own event type, since they receive the same events.
 */
export function classesOf(footprints: readonly Footprint[], candidates: readonly Candidate[]): Classes {
  const behaviourOf = behaviourSpeller(footprints);
  const alone = declaredOf(candidates);
  const members = Map.groupBy(footprints, (footprint) =>
    alone.has(footprint.handler) ? footprint.handler : behaviourOf(footprint),
  );
  const classes = new Map<string, readonly string[]>();
  for (const own of members.values()) {
    const names = own.map(({ handler }) => handler).toSorted();
    for (const name of names) classes.set(name, names);
  }
  const classOf = ({ name }: ProvedHandler) => classes.get(name) ?? [name];
  const chooses = (one: ProvedHandler, other: ProvedHandler) => partnerAmong(classOf(other), one.name) === other.name;
  return {
    classOf,
    areTried: (one, other) =>
      one.handler.eventType === other.handler.eventType || chooses(one, other) || chooses(other, one),
  };
}

/**
 * The handler's partner in a class: in its own class the next name; in another the one whose hash with this name is
 * highest.
 */
function partnerAmong(names: readonly string[], name: string): string | undefined {
  const place = names.indexOf(name);
  if (place !== -1) return names[(place + 1) % names.length];
  const lots = names.map((other) => ({ other, lot: seedOf(0, [name, other].toSorted().join(" and ")) }));
  return lots.toSorted((one, two) => two.lot - one.lot)[0]?.other;
}

/** Handlers with declarations about orders of arrival, and those of event types that such a declaration names. */
function declaredOf(candidates: readonly Candidate[]): ReadonlySet<string> {
  const rulesOf = ({ handler }: Candidate) => handler.declared.arrivalDecides ?? [];
  const types = new Set(candidates.flatMap((one) => rulesOf(one).map(({ other }) => other)));
  const declared = candidates.filter((one) => rulesOf(one).length > 0 || types.has(one.handler.handler.eventType));
  return new Set(declared.map(({ handler }) => handler.name));
}

/**
 * Describes a handler's behaviour. Equal for two that do the same, regardless of the names of handlers, samples and
 * fields that only one of them uses.
 */
function behaviourSpeller(footprints: readonly Footprint[]): (footprint: Footprint) => string {
  const isOneHandlers = fieldsOfOne(footprints);
  const spellTouch = (touch: SystemTouch) => {
    const { system, kind, fields, isWrite } = touch;
    const nameOf = (field: string) => (isOneHandlers(touch, field) ? "one of its own" : field);
    return [system, kind, isWrite, fields === "all" ? fields : [...new Set(fields.map(nameOf))].toSorted()];
  };
  const spellStep = ({ operation, touches }: TracedStep) => [operation, touches.map(spellTouch)];
  return ({ sort, steps, runs }) => {
    const spelled = steps.map((step) => JSON.stringify(spellStep(step)));
    const bySample = runs.map((states) =>
      JSON.stringify(states.map(({ state, calls }) => [state, calls.map((call) => spelled[call])])),
    );
    return JSON.stringify([sort, [...new Set(bySample)].toSorted()]);
  };
}

/** Finds the fields that only one handler uses. */
function fieldsOfOne(footprints: readonly Footprint[]): (touch: SystemTouch, field: string) => boolean {
  const spell = ({ system, kind }: SystemTouch, field: string) => `${system} ${kind} ${field}`;
  const namedBy = new Map<string, Set<string>>();
  for (const { handler, touches } of footprints)
    for (const touch of touches)
      for (const field of touch.fields === "all" ? [] : touch.fields) {
        const place = spell(touch, field);
        namedBy.set(place, (namedBy.get(place) ?? new Set()).add(handler));
      }
  return (touch, field) => namedBy.get(spell(touch, field))?.size === 1;
}
