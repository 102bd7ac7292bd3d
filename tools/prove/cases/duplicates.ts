import { REPLAY_HANDLER } from "../../../functions/runtime/pubsub/message.ts";
import { type Event, handlerName } from "../../../functions/runtime/define/handler.ts";
import { findTrace, traceOf } from "../isolation/traces.ts";
import { type Finding, finding } from "../rules/finding.ts";
import { type KeyedRecord, knownRecords } from "../rules/harms.ts";
import type { Call } from "../simulation/call.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { leavesOf } from "../variant.ts";
import { type Case, conclude } from "./case.ts";
import { deliverUntilAcknowledged, pass, type Subscription } from "../simulation/deliver.ts";
import { begin, type CleanRun, ofWhole } from "./situation.ts";
import { toMessage } from "../samples.ts";
import { drain, recording, type Simulation } from "../simulation/simulation.ts";
import { sweepUp } from "../simulation/sweep.ts";

export const WHOLE_DELIVERY = "the whole delivery";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3600 * 1000;

interface Repetition {
  readonly disturbance: string;
  readonly afterMs: number;
  readonly onNewInstance: boolean;
  readonly isReplay?: boolean;
}

/** The event is delivered again after its success. */
export function duplicateCases({ systems }: Simulation, clean: CleanRun): Case[] {
  const windows = systems.map(({ deduplicationMs }) => deduplicationMs).filter((window) => window !== undefined);
  const repetitions: Repetition[] = [
    { disturbance: "twice in a row", afterMs: 0, onNewInstance: false },
    { disturbance: "again after 10 minutes", afterMs: 10 * MINUTE_MS, onNewInstance: true },
    { disturbance: "again after a week", afterMs: 7 * DAY_MS, onNewInstance: true },
    { disturbance: "replayed after its success", afterMs: DAY_MS, onNewInstance: true, isReplay: true },
    ...windows.map((window) => ({
      disturbance: "again after the system has forgotten it",
      afterMs: window + MINUTE_MS,
      onNewInstance: true,
    })),
  ];
  return [...repetitions.map((repetition) => duplicateCase(clean, repetition)), sweptCase(clean)];
}

/** What was sent is looked for; of somebody whom the system wants nothing of it is sent once more. */
function sweptCase(clean: CleanRun): Case {
  const { situation } = clean;
  return {
    ...ofWhole(situation, { property: "duplicates", place: WHOLE_DELIVERY, disturbance: "swept after its success" }),
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      await deliverUntilAcknowledged(subscription, toMessage(situation.sample.event));
      await drain(simulation);
      if (simulation.sent.length === 0) return undefined;
      return conclude(simulation, "duplicates", [clean.snapshot], await sweepUp(simulation));
    },
  };
}

function duplicateCase(clean: CleanRun, { disturbance, afterMs, onNewInstance, isReplay = false }: Repetition): Case {
  const { situation } = clean;
  return {
    ...ofWhole(situation, { property: "duplicates", place: WHOLE_DELIVERY, disturbance }),
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const message = toMessage(situation.sample.event);
      await deliverUntilAcknowledged(subscription, message);
      await pass(simulation, afterMs);
      if (onNewInstance) subscription.instance.kill();
      const attributes = {
        ...message.attributes,
        ...(isReplay ? { [REPLAY_HANDLER]: handlerName(situation.handler.handler) } : {}),
      };
      const findings = await deliverAgain(subscription, { ...message, attributes });
      return conclude(simulation, "duplicates", [clean.snapshot], findings);
    },
  };
}

const CORRECTED = "again after people have corrected what it wrote";

/** What an event has brought is theirs to correct from then on: a redelivery leaves it as they have it. */
export function correctedCase(clean: CleanRun): Case {
  const { situation } = clean;
  const message = toMessage(situation.sample.event);
  const run = async (simulation: Simulation) => {
    const subscription = await begin(simulation, situation);
    const before = new Set(knownRecords(simulation.systems).map(({ key }) => key));
    await deliverUntilAcknowledged(subscription, message);
    await pass(simulation, DAY_MS);
    const created = knownRecords(simulation.systems).filter(({ key }) => !before.has(key));
    const isCorrected = await correct(simulation, situation.sample.event, created);
    return isCorrected ? subscription : undefined;
  };
  return {
    ...ofWhole(situation, { property: "duplicates", place: WHOLE_DELIVERY, disturbance: CORRECTED }),
    runExpected: async (simulation) => void (await run(simulation)),
    async run(simulation) {
      const subscription = await recording(simulation, () => run(simulation));
      if (subscription === undefined) return undefined;
      const corrected = takeSnapshot(simulation);
      subscription.instance.kill();
      const findings = await deliverAgain(subscription, message);
      return conclude(simulation, "duplicates", [corrected], findings);
    },
  };
}

/** Changes the last letter of each text that the event has said, and by which nothing is looked for. */
async function correct(
  { systems, calls }: Simulation,
  event: Event,
  records: readonly KeyedRecord[],
): Promise<boolean> {
  const said = leavesOf(event).map(({ value }) => String(value));
  const sent = calls
    .filter(isRead)
    .map(({ url, requestBody }) => `${url.href} ${requestBody}`)
    .join("\n");
  let isCorrected = false;
  for (const { system: name, kind, id, fields } of records.map(withSystem)) {
    const system = systems.find((one) => one.name === name);
    for (const [field, value] of Object.entries(fields)) {
      if (id === undefined || system?.editRecord === undefined || typeof value !== "string") continue;
      const isText = said.some((one) => one.length >= LEAST_TEXT && value.includes(one));
      if (!isText || findTrace([traceOf(field, value)], sent) !== undefined) continue;
      try {
        await system.editRecord(kind, id, { [field]: `${value.slice(0, -1)}~` });
        isCorrected = true;
      } catch {
        // The system takes no such text there.
      }
    }
  }
  return isCorrected;
}

/** Shorter ones are in others by chance. */
const LEAST_TEXT = 3;

function isRead({ method, operation }: Call): boolean {
  return method === "GET" || operation.startsWith("POST /composite ");
}

function withSystem({ kind, ...record }: KeyedRecord) {
  const [system = "", ...own] = kind.split(" ");
  return { ...record, system, kind: own.join(" ") };
}

/** The effect is there: the event must be acknowledged, if not at once (an index may lag), then soon. */
async function deliverAgain(subscription: Subscription, message: ReturnType<typeof toMessage>): Promise<Finding[]> {
  const { isAcknowledged } = await deliverUntilAcknowledged(subscription, message);
  if (isAcknowledged && subscription.simulation.deadLetters.length === 0) return [];
  return [finding("duplicates", "reports what has happened as failed for ever when it is delivered again")];
}
