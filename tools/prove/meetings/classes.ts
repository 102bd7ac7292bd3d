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
 * Handlers of one class make in every state the same calls in the same order, which touch the same fields of the same kinds of
 * records; a field that no other handler names may have any name. Within a class each meets the next one by name, all in a ring:
 * where they differ in what they write, some neighbours do. Of every other class it meets one, not always the same, so that a
 * change to one handler is one to few meetings. Always tried are two of one event type, which all its events reach, and whoever
 * declares something of orders of arrival, or of whose type that is declared: of those no other can speak.
 */
export function classesOf(footprints: readonly Footprint[], candidates: readonly Candidate[]): Classes {
  const spell = speller(footprints);
  const alone = declaring(candidates);
  const members = Map.groupBy(footprints, (footprint) =>
    alone.has(footprint.handler) ? footprint.handler : spell(footprint),
  );
  const classes = new Map<string, readonly string[]>();
  for (const own of members.values()) {
    const names = own.map(({ handler }) => handler).toSorted();
    for (const name of names) classes.set(name, names);
  }
  const classOf = ({ name }: ProvedHandler) => classes.get(name) ?? [name];
  const chooses = (one: ProvedHandler, other: ProvedHandler) => chosen(one.name, classOf(other)) === other.name;
  return {
    classOf,
    areTried: (one, other) =>
      one.handler.eventType === other.handler.eventType || chooses(one, other) || chooses(other, one),
  };
}

/** Whom of a class a handler meets: of its own the next, of another's the one for which a number made of both names is highest. */
function chosen(name: string, names: readonly string[]): string | undefined {
  const place = names.indexOf(name);
  if (place !== -1) return names[(place + 1) % names.length];
  const lots = names.map((other) => ({ other, lot: seedOf(0, [name, other].toSorted().join(" and ")) }));
  return lots.toSorted((one, two) => two.lot - one.lot)[0]?.other;
}

function declaring(candidates: readonly Candidate[]): ReadonlySet<string> {
  const rulesOf = ({ handler }: Candidate) => handler.declared.arrivalDecides ?? [];
  const types = new Set(candidates.flatMap((one) => rulesOf(one).map(({ other }) => other)));
  const alone = candidates.filter((one) => rulesOf(one).length > 0 || types.has(one.handler.handler.eventType));
  return new Set(alone.map(({ handler }) => handler.name));
}

/** Spells what a handler does, whatever it, its samples and what it alone has are called. */
function speller(footprints: readonly Footprint[]): (footprint: Footprint) => string {
  const namedBy = new Map<string, Set<string>>();
  const placeOf = ({ system, kind }: SystemTouch, field: string) => `${system} ${kind} ${field}`;
  for (const { handler, touches } of footprints)
    for (const touch of touches)
      for (const field of touch.fields === "all" ? [] : touch.fields) {
        const place = placeOf(touch, field);
        namedBy.set(place, (namedBy.get(place) ?? new Set()).add(handler));
      }
  const spellTouch = (touch: SystemTouch) => {
    const { system, kind, fields, isWrite } = touch;
    const nameOf = (field: string) => (namedBy.get(placeOf(touch, field))?.size === 1 ? "one of its own" : field);
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
