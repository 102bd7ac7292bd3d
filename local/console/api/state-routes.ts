import { describeUnderWay } from "./deliveries.ts";
import { UNKNOWN_SHAPE } from "../../../functions/runtime/receive/radar.ts";
import { resetState, seedState, stateOf } from "./state.ts";
import { shapesIn } from "../shapes.ts";
import type { FaultRow } from "../contract/faults.ts";
import { anything, byName, flag, list, object, oneOf, ref, text } from "./json-schema.ts";
import type { Route } from "./route.ts";
import type { Console } from "../console.ts";
import { createFaults, type FaultRule, type Faults } from "../../core/faults.ts";
import type { System } from "../../core/system.ts";

const state = byName(anything);
const rules = list(ref("FaultRow"));

/** The entire state, for tests, tools and curl. */
export const stateRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/health",
    summary:
      "200 when everything listens, with the addresses of Pub/Sub and the systems, and whether it takes up new builds",
    answer: object({ status: oneOf("ok"), pubsub: text, settings: byName(text), project: text, isWatching: flag }),
    run: ({ world, project, isWatching }) => ({ status: "ok", ...world.addresses, project, isWatching }),
  },
  {
    method: "GET",
    path: "/api/sources",
    summary: "the sources: where their webhooks go, and the development secrets that sign them",
    answer: list(ref("SourceView")),
    run: ({ sources }) => sources(),
  },
  {
    method: "GET",
    path: "/api/sources/{source}/shapes",
    summary:
      "what a source's genuine payloads hold that its schemas do not know, by path and type, first and last seen",
    answer: list(ref("UnknownShape")),
    run: ({ journal }, { path }) =>
      shapesIn(
        journal.lines(({ function: name, fields }) => name === path["source"] && fields["message"] === UNKNOWN_SHAPE),
      ),
  },
  {
    method: "GET",
    path: "/api/state",
    summary: "every record of every system, by kind, and what lies in Pub/Sub",
    answer: state,
    run: stateOf,
  },
  {
    method: "POST",
    path: "/api/state",
    summary:
      "adds records as somebody in the system's own console would: {SYSTEM: {KIND: [{…}]}}. " +
      "If a system refuses a record, it adds none; the systems before it in the body have added theirs",
    request: anything, // seedState reports what is wrong
    answer: state,
    run: (console, { body }) => seedState(console, body),
  },
  {
    method: "DELETE",
    path: "/api/state",
    summary: "back to the start: no people, faults, messages or journal",
    async run(console) {
      await console.handlers.resumeAll();
      await resetState(console);
    },
  },
  {
    method: "GET",
    path: "/api/deliveries",
    summary: "the last deliveries, and those that are under way, the newest first",
    answer: list(ref("DeliveryRow")),
    run: ({ pushes, deliveries }) => [...pushes.underWay().flatMap(describeUnderWay), ...deliveries.list()],
  },
  {
    method: "GET",
    path: "/api/faults",
    summary: "the fault rules that are set, with how often each has struck",
    answer: rules,
    run: ({ world }) => world.faults.list(),
  },
  {
    method: "POST",
    path: "/api/faults",
    summary: "adds a rule or a list of them: {system, fault, match?, from?, times?, …}",
    request: anything, // addFaults reports what is wrong
    answer: rules,
    run: (console, { body }) => tellFaults(console, addFaults(console.world, body) as readonly FaultRow[]),
  },
  {
    method: "DELETE",
    path: "/api/faults",
    summary: "takes all rules away",
    run({ world, journal }) {
      world.faults.clear();
      journal.stream.tell("fault", []);
    },
  },
];

function tellFaults({ journal }: Console, all: readonly FaultRow[]): readonly FaultRow[] {
  journal.stream.tell("fault", all);
  return all;
}

/** Adds a rule or a list of rules, all or none. Throws a sentence naming what is wrong. */
function addFaults(
  { faults, systems }: { readonly faults: Faults; readonly systems: ReadonlyMap<string, System> },
  body: unknown,
): readonly object[] {
  const given: unknown[] = Array.isArray(body) ? body : [body];
  const trial = createFaults([...systems.values()]);
  for (const rule of given) trial.add(ruleFrom(rule));
  for (const rule of given) faults.add(ruleFrom(rule));
  return faults.list();
}

function ruleFrom(value: unknown): FaultRule {
  if (typeof value !== "object" || value === null)
    throw new Error('a fault rule is like {"system": "SYSTEM", "fault": "apply-then-drop"}');
  return value as FaultRule; // add() checks every field
}
