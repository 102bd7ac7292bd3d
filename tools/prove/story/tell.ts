import { DeliveryError } from "../../../functions/runtime/define/errors.ts";
import type { StoryWorld } from "../../../local/console/contract/proof.ts";
import { commonFaults } from "../../../local/core/faults.ts";
import type { Case, CaseEnd } from "../cases/case.ts";
import type { Call } from "../simulation/call.ts";
import { type Delivery, isAcknowledged, lateCalls } from "../simulation/delivery.ts";
import type { Property } from "../finding.ts";
import { recording, settle, type Simulation } from "../simulation/simulation.ts";
import { differences } from "../simulation/snapshot.ts";
import { isReading } from "../cases/alike.ts";
import { leftOutForNothingFound } from "./nothing-found.ts";
import { cut } from "./spelling.ts";
import type { Story, ToldCall, ToldDelivery, Mending } from "./story.ts";
import { turningPoint } from "./turning-point.ts";
import { arrivalFields, doubledIn, worldsOf } from "./worlds.ts";
import type { Cure, RefusalCure } from "../../../local/core/records.ts";
import type { System } from "../../../local/core/system.ts";

const LONGEST_TEXT = 160;

/** Runs the case again and records everything. The outcome is the same, since cases are deterministic. */
export async function tellStory(simulation: Simulation, one: Case): Promise<Story> {
  const { expected, end, actual } = await recording(simulation, () => withPlaces(() => runBoth(simulation, one)));
  const [nearest] = (end?.expected ?? [])
    .map((right) => ({ right, found: differences(right, end?.actual ?? right) }))
    .sort((some, others) => some.found.length - others.found.length);
  const isWrong = end?.findings.some(({ isDivergence }) => isDivergence) === true;
  const isDeclarable = isWrong && end.findings.every(({ isDivergence }) => isDivergence);
  const worlds = nearest === undefined || end === undefined ? [] : worldsOf(nearest.right, end.actual);
  const leftOut = isOfOrder(one) && worlds.length > 0 ? leftOutForNothingFound(expected, actual) : undefined;
  return {
    name: one.name,
    findings: (end?.findings ?? []).map(({ rule }) => rule),
    says: one.says,
    expected,
    actual,
    worlds,
    cures: curesOf(simulation.systems, [...worlds, ...doubledIn(end?.findings ?? [])], actual, leftOut !== undefined),
    known: leftOut?.says,
    leftOutBy: leftOut?.handler,
    byArrival: byArrivalOf(worlds, end),
    declarable: isDeclarable ? one.declarable : [],
    turningPoint: isWrong && hasOneRun(one) ? ((await turningPoint(simulation, one, end)) ?? "none") : undefined,
  };
}

const MOST_FRAMES = 10;

/** Stack traces are on only here, since they are slow. */
async function withPlaces<Value>(run: () => Promise<Value>): Promise<Value> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = MOST_FRAMES;
  try {
    return await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function runBoth(simulation: Simulation, one: Case) {
  await one.runExpected(simulation);
  await settle(simulation); // bodies are read concurrently
  const expected = deliveriesOf(simulation);
  const end = await one.run(simulation);
  await settle(simulation);
  return { expected, end, actual: deliveriesOf(simulation) };
}

/** Others compare several runs, so there is no single last call. */
function hasOneRun({ property }: Case): boolean {
  const several: readonly Property[] = ["time", "identity", "isolation", "preservation"];
  return !several.includes(property);
}

/** The fewest entries with which the case would pass. */
function byArrivalOf(worlds: readonly StoryWorld[], end: CaseEnd | undefined): Story["byArrival"] {
  const wanted = arrivalFields(worlds).map((one) => ({ ...one, other: "", reason: "" }));
  if (end?.excusedBy === undefined || wanted.length === 0) return undefined;
  const needed = end.excusedBy(wanted) ?? [];
  return wanted.filter((one) => needed.includes(one)).map(({ records, fields }) => ({ records, fields }));
}

/** Its events are delivered undisturbed, so that a second attempt makes no difference. */
function isOfOrder({ property }: Case): boolean {
  return property === "order" || property === "interleaving";
}

function deliveriesOf(simulation: Simulation): ToldDelivery[] {
  const { deliveries, calls } = simulation;
  const start = deliveries[0]?.startedAt ?? 0;
  const told = (delivery: Delivery) => ({
    event: delivery.message.attributes["ce-id"] ?? "",
    status: delivery.status,
    reason: reasonOf(delivery),
  });
  const batches = Map.groupBy(deliveries, ({ number, inBatch = number }) => inBatch);
  return [...batches.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { number, handler, startedAt, status } = first;
    const own = calls.filter((call) => call.delivery === number);
    const late = others.length === 0 && isAcknowledged({ status }) ? lateCalls(first, own) : [];
    const inTime = own.filter((call) => !late.includes(call));
    return {
      number,
      handler: handler.name,
      type: handler.handler.eventType,
      ...told(first),
      ...(others.length === 0 ? {} : { batch: [first, ...others].map(told) }),
      atSeconds: (startedAt - start) / 1000,
      callsInTime: late.length === 0 ? Infinity : inTime.length,
      calls: [...inTime, ...late].map((call) => toldCall(simulation, call)),
    };
  });
}

/** With the message of the handler's own error, which contains only sample data here. */
function reasonOf({ reason, thrown }: Delivery): string | undefined {
  if (reason === undefined || !(thrown instanceof Error) || thrown instanceof DeliveryError) return reason;
  return `${reason}: ${cut(thrown.message.split("\n")[0] ?? "", LONGEST_TEXT)}`;
}

function toldCall(simulation: Simulation, call: Call): ToldCall {
  const { index, operation, nth, disturbance, answer, requestBody, answerBody, system } = call;
  const faults = { ...commonFaults, ...simulation.systems.find(({ name }) => name === system)?.faults };
  const meaning = disturbance === undefined ? undefined : faults[disturbance];
  const told = { index, operation, nth, disturbance, meaning, answer, requestBody, answerBody };
  return isReading(simulation, call) ? { ...told, isReading: true } : told;
}

/**
 * Advice about what is wrong in these end states, and about what these deliveries were refused. Where another cause is
 * known, only what helps whatever the cause.
 */
export function curesOf(
  systems: readonly Pick<System, "name" | "cures">[],
  worlds: readonly StoryWorld[],
  deliveries: readonly Pick<ToldDelivery, "reason" | "calls">[] = [],
  isCauseKnown = false,
): readonly Mending[] {
  const isMet = (system: string, { code, isOfAnyCause = false }: RefusalCure) =>
    deliveries.some(
      ({ reason = "", calls }) =>
        reason.startsWith(`${system} `) &&
        reason.endsWith(` ${code}`) &&
        (isOfAnyCause || calls.at(-1)?.disturbance === undefined),
    );
  const found = systems.flatMap(({ name, cures = [] }) =>
    cures.filter((cure) =>
      "code" in cure
        ? isMet(name, cure)
        : (!isCauseKnown || cure.isOwed === true) &&
          worlds.some((world) => world.kind === `${name} ${cure.kind}` && isCuredBy(cure, world)),
    ),
  );
  const sentences = new Map(
    found.map(({ says, ...cure }) => [says, { says, isOwed: "isOwed" in cure && cure.isOwed }]),
  );
  return [...sentences.values()];
}

function isCuredBy({ what, field }: Cure, { pairs }: StoryWorld): boolean {
  const alike = pairs.filter((pair) => pair.what === what);
  if (field === undefined) return alike.length > 0;
  return alike.some(({ rows }) => rows.some((row) => row.differs && row.field === field));
}
