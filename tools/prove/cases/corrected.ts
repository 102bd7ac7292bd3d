import type { Event } from "../../../functions/runtime/define/handler.ts";
import { type Harm, type KeyedRecord, knownRecords, undoings } from "../rules/harms.ts";
import { toMessage } from "../events/samples.ts";
import { deliverUntilAcknowledged, pass } from "../simulation/deliver.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import type { Case } from "./case.ts";
import { WHOLE_DELIVERY } from "./duplicates.ts";
import { begin, type CleanRun, ofWhole, subjectOf } from "./situation.ts";
import { declaredFor, excuse } from "./undisturbed.ts";
import { spellOverwrite, spellRestoration } from "./judge.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3600 * 1000;

/** People correct what the event has written, and the event comes again: their corrections must stay. */
export function correctedCase({ situation }: CleanRun): Case {
  const { handler, sample } = situation;
  const disturbance = "again after people have changed what it wrote";
  return {
    ...ofWhole(situation, { property: "preservation", place: WHOLE_DELIVERY, disturbance }),
    declarable: [],
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const [message, { systems }] = [toMessage(sample.event), simulation];
      const before = knownRecords(systems);
      await deliverUntilAcknowledged(subscription, message);
      await pass(simulation, MINUTE_MS);
      const written = knownRecords(systems);
      await correct(simulation, before, written, sample.event);
      const corrected = knownRecords(systems);
      await pass(simulation, MINUTE_MS);
      subscription.instance.kill();
      await deliverUntilAcknowledged(subscription, message);
      await drain(simulation);
      const harms = undoings({ written, corrected, after: knownRecords(systems) }).filter(
        (harm) => !systems.some((system) => isRestored(system, harm)),
      );
      const actual = takeSnapshot(simulation);
      const { overwrites = [], restores = [] } = handler.declared;
      const judged = excuse("preservation", harms, {
        list: "restores",
        by: (harm) =>
          // What it may overwrite at first it may overwrite again.
          declaredFor(harm, overwrites, spellOverwrite) ?? declaredFor(harm, restores, spellRestoration),
      });
      return { ...judged, expected: [actual], actual, longestMs: 0 };
    },
  };
}

/** Whether a method of the system's client is meant to restore this value. */
function isRestored({ name, restores = [] }: Simulation["systems"][number], { records, field, to }: Harm): boolean {
  return restores.some(
    (one) => `${name} ${one.kind}` === records && one.field === field && (one.to === undefined || one.to === to),
  );
}

/**
 * Changes each field that the event has set, except fields that identify the record, automatic timestamps, and fields
 * that the system protects.
 */
async function correct(
  simulation: Simulation,
  before: readonly KeyedRecord[],
  written: readonly KeyedRecord[],
  event: Event,
): Promise<void> {
  const earlier = new Map(before.map((record) => [record.key, record.fields]));
  const ids = new Set(written.map(({ id }) => id));
  const { email, key = email } = subjectOf(event);
  const isIdentity = (value: unknown) =>
    ids.has(String(value)) || [email, key, event.subject, event.id].some((one) => String(value).includes(one));
  for (const { key: place, kind, id, fields } of written) {
    const system = simulation.systems.find(({ name }) => kind.startsWith(`${name} `));
    if (system?.editRecord === undefined || id === undefined) continue;
    for (const [field, value] of Object.entries(fields)) {
      const isOwn = JSON.stringify(value) === JSON.stringify(earlier.get(place)?.[field]);
      if (isOwn || isIdentity(value)) continue;
      for (const other of othersFor(value, system.words ?? [])) {
        try {
          await system.editRecord(kind.slice(system.name.length + 1), id, { [field]: other });
          break;
        } catch {
          // The system does not allow this change.
        }
      }
    }
  }
}

/** Values that people might enter instead. */
function othersFor(value: unknown, words: readonly (readonly string[])[]): unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value + 1];
  // A hash is not text.
  if (typeof value !== "string" || value === "" || /^[\da-f]{64}$/.test(value)) return [];
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return [];
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return [new Date(Date.parse(value) + DAY_MS).toISOString().slice(0, 10)];
  const list = words.find((one) => one.includes(value)) ?? [];
  return [...list.filter((one) => one !== value), "By hand"];
}
