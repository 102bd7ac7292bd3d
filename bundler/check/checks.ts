import {
  type AnyHandler,
  isBatchHandler,
  pauseAfterOf,
  priorityOf,
  timeoutSecondsOf,
} from "../../functions/runtime/define/batch-handler.ts";
import { type Handler, handlerName } from "../../functions/runtime/define/handler.ts";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { DEFAULT_ATTEMPTS, MAX_DELIVERY_ATTEMPTS } from "../../functions/runtime/handle/give-up.ts";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { batchFaults } from "./batch.ts";
import { memberFaults } from "./members.ts";
import { resourcesOf } from "../read/resources.ts";
import { isWithin, resourceFaults, shown } from "./resources.ts";
import type { Schemas } from "../read/schemas.ts";
import { nameFaults, OWN_NAMES, unknownEventType } from "./name-checks.ts";
import { sourceFaults } from "./source-checks.ts";
import { unknownMembers } from "./unknown-members.ts";
import type { Unit, Units } from "../read/units.ts";

/**
 * @param others further faults
 * @returns a sentence for everything that is unfinished and must be finished before deployment
 * @throws SpecificationError with one sentence for every fault, each naming its file
 */
export function checkUnits(units: Units, schemas: Schemas, others: readonly string[] = []): string[] {
  const faults = [
    ...units.sources.flatMap((unit) => sourceFaults(unit, schemas)),
    ...units.handlers.flatMap((unit) =>
      handlerFaults(unit, units, schemas).map((fault) => `functions/handlers/${unit.file}.ts: ${fault}`),
    ),
    ...units.clients.flatMap(clientFaults),
    ...others,
    ...orphanSchemas(units, schemas),
    ...sharedNames(units).map(
      (name) =>
        `functions: "${name}" is the name of more than one source or handler; each becomes a function of that name.`,
    ),
  ];
  if (faults.length > 0) throw new SpecificationError(faults.join("\n"));
  return [
    ...deafEventTypes(units).map(
      (type) => `schemas/${type}.json: a source publishes ${type}, and no handler in functions/handlers takes it.`,
    ),
    ...units.sources.flatMap((unit) => unknownMembers(unit, schemas)),
  ];
}

function clientFaults({ file, specification: { name } }: Units["clients"][number]): string[] {
  const faults: string[] = [];
  if (file !== name) faults.push(`the client's name is "${name}"; the folder must be functions/clients/${name}.`);
  if (!/^[a-z][a-z0-9]*$/.test(name))
    faults.push(`the name "${name}" can't be an argument of run(): lower-case letters and digits only.`);
  return faults.map((fault) => `functions/clients/${file}/client.ts: ${fault}`);
}

function handlerFaults({ file, specification }: Unit<AnyHandler>, { clients }: Units, schemas: Schemas): string[] {
  const { eventType, uses } = specification;
  const isKnown = schemas.events.has(eventType);
  const isNamed = specification.name !== undefined;
  // By default the name comes from the event type: if that is wrong, it is the cause.
  const names = isKnown || isNamed ? nameFaults(handlerName(specification), file, isNamed) : [];
  const known: readonly string[] = clients.map((client) => client.specification.name);
  const unknown = uses.filter((use) => !known.includes(use));
  return [
    ...(isKnown ? [] : [unknownEventType(eventType, schemas)]),
    ...names,
    ...memberFaults(specification),
    ...resourceFaults(resourcesOf(specification)),
    ...(isBatchHandler(specification) ? batchFaults(specification) : timeoutFaults(specification)),
    ...deliveryFaults(specification),
    ...unknown.map(
      (use) => `uses names "${use}", and there is no functions/clients/${use}/client.ts (${didYouMean(use, known)}).`,
    ),
  ];
}

function timeoutFaults(handler: Handler): string[] {
  const timeoutSeconds = timeoutSecondsOf(handler);
  if (isWithin(timeoutSeconds, 10, 590)) return [];
  return [
    `delivery.timeoutSeconds is ${JSON.stringify(timeoutSeconds)}; 10 to 590 are possible, since Pub/Sub waits 600 s at most for a push.`,
  ];
}

/** A pause needs several events: a single one never proves what several must. */
function deliveryFaults(handler: AnyHandler): string[] {
  const faults: string[] = [];
  const check = (name: string, value: number, least: number, most: number) => {
    if (!isWithin(value, least, most))
      faults.push(`delivery.${name} is ${shown(value)}; ${least} to ${most} are possible.`);
  };
  const { attempts, events } = pauseAfterOf(handler);
  check("attempts", handler.delivery?.attempts ?? DEFAULT_ATTEMPTS, 1, MAX_DELIVERY_ATTEMPTS / 2);
  check("pauseAfter.attempts", attempts, 1, 100);
  check("pauseAfter.events", events, 2, 100);
  const priority: string = priorityOf(handler);
  if (priority !== "live" && priority !== "batch")
    faults.push(`delivery.priority is ${JSON.stringify(priority)}; "live" and "batch" are possible.`);
  return faults;
}

/** Schemas left behind by a removed source, or written for one with another name. */
function orphanSchemas({ sources }: Units, { envelopes, kinds }: Schemas): string[] {
  const names = new Set(sources.map(({ specification }) => specification.name));
  return [...new Set([...envelopes.keys(), ...kinds.keys()])]
    .filter((name) => !names.has(name))
    .map((name) => `schemas/sources/${name}: there is no functions/sources/${name}.ts.`);
}

function deafEventTypes({ sources, handlers }: Units): string[] {
  const heard = new Set<string>(handlers.map(({ specification }) => specification.eventType));
  return [...new Set(sources.flatMap(({ publishes }) => publishes))].filter((type) => !heard.has(type));
}

function sharedNames({ sources, handlers }: Units): string[] {
  const names = [
    ...sources.map(({ specification }) => specification.name),
    ...handlers.map(({ specification }) => handlerName(specification)),
    ...OWN_NAMES,
  ];
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
