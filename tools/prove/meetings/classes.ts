import { seedOf } from "../../seeded-random.ts";
import type { Candidate } from "../candidate.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import type { Footprint, TracedStep } from "./footprint.ts";
import type { SystemTouch } from "../simulation/touching.ts";

/** Handlers by what they do, so that whoever meets one of a class need not meet the others of it. */
export interface Classes {
  /** Whether two that meet are tried with each other; else others of their classes are. */
  areTried(one: ProvedHandler, other: ProvedHandler): boolean;
  /** The names of a handler's class, its own among them. */
  classOf(handler: ProvedHandler): readonly string[];
}

/** Where nothing is known of what handlers do. */
export const NO_CLASSES: Classes = { areTried: () => true, classOf: ({ name }) => [name] };

/**
 * Handlers are of one class that make the same calls in the same order in every state, and touch the same fields of the same kinds
 * of records by them; a field that one of them alone names may have any name. Those of whose orders of arrival something is
 * declared are classes of their own: no other can speak for them. With whom a handler is tried:
 * - of its own class with the next one by name, all in a ring: where they differ in what they write, some neighbours do;
 * - of every other class with one, not the same for all, so that a change to one handler changes few meetings;
 * - with each of its own event type, for the same events reach both.
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

/** Whom of a class a handler meets: of its own the next, of another the one for which a number made of both names is highest. */
function partnerAmong(names: readonly string[], name: string): string | undefined {
  const place = names.indexOf(name);
  if (place !== -1) return names[(place + 1) % names.length];
  const lots = names.map((other) => ({ other, lot: seedOf(0, [name, other].toSorted().join(" and ")) }));
  return lots.toSorted((one, two) => two.lot - one.lot)[0]?.other;
}

/** Those that declare something of orders of arrival, or of whose event type another declares it. */
function declaredOf(candidates: readonly Candidate[]): ReadonlySet<string> {
  const rulesOf = ({ handler }: Candidate) => handler.declared.arrivalDecides ?? [];
  const types = new Set(candidates.flatMap((one) => rulesOf(one).map(({ other }) => other)));
  const declared = candidates.filter((one) => rulesOf(one).length > 0 || types.has(one.handler.handler.eventType));
  return new Set(declared.map(({ handler }) => handler.name));
}

/** Spells what a handler does the same for two that do the same, whatever they, their samples and the fields that one alone names are called. */
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

/** Tells which fields one handler alone names. */
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
