import type { Event } from "../../../functions/runtime/define/handler.ts";
import { leavesIn, type Path, replaced } from "../leaves.ts";
import { type KeyedRecord, knownRecords } from "../rules/harms.ts";
import { type Told, wrongMappings } from "../rules/value-mapping.ts";
import { toMessage } from "../samples.ts";
import { allowedAt } from "../siblings.ts";
import { deliverUntilAcknowledged } from "../simulation/deliver.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { isKept, withData } from "../variant.ts";
import type { Case } from "./case.ts";
import { WHOLE_DELIVERY } from "./duplicates.ts";
import { mistakeFindings } from "./own-mistakes.ts";
import { begin, ofWhole, type Situation } from "./situation.ts";
import { excuseMeant } from "./undisturbed.ts";

/** Longer lists are most likely countries. */
const MOST_WORDS = 12;

/** The event once for each value in its schema's enum for a field, and once with 0 for each number. */
export function enumValueCases(situation: Situation): Case[] {
  const { handler, sample } = situation;
  const { data, subject } = sample.event;
  return [...leavesIn(data)].flatMap(({ path, value }) => {
    const values = typeof value === "number" && !isKept(value, subject) ? [value, 0] : listed(value, path);
    const said = values.filter((one) => handler.validate(replaced(data, path, one)));
    return said.length < 2 ? [] : [enumValueCase(situation, path, said)];
  });

  function listed(value: unknown, path: Path): (string | number)[] {
    if (typeof value !== "string") return [];
    const words = allowedAt(handler.validate, data, path).filter((word) => typeof word === "string");
    return words.length > MOST_WORDS ? [] : words;
  }
}

function enumValueCase(situation: Situation, path: Path, values: readonly (string | number)[]): Case {
  const { handler, sample } = situation;
  const name = path.findLast((step) => typeof step === "string") ?? "";
  const disturbance = `as it is spelled of events whose ${path.join(".")} is ${values.join(", ")}`;
  return {
    ...ofWhole(situation, { property: "effects", place: WHOLE_DELIVERY, disturbance }),
    declarable: [],
    async run(simulation) {
      const mistakes: ReturnType<typeof mistakeFindings> = [];
      const told: Told[] = [];
      for (const value of values) {
        const event = withData(sample.event, replaced(sample.event.data, path, value));
        told.push({ value, records: await recordsOf(simulation, situation, event) });
        mistakes.push(...mistakeFindings(simulation));
      }
      const judged = excuseMeant(wrongMappings(name, told), handler.declared);
      const actual = takeSnapshot(simulation);
      return { ...judged, findings: [...judged.findings, ...mistakes], expected: [actual], actual, longestMs: 0 };
    },
  };
}

/** Records that the event created or changed. */
async function recordsOf(simulation: Simulation, situation: Situation, event: Event): Promise<readonly KeyedRecord[]> {
  const subscription = await begin(simulation, { ...situation, sample: { ...situation.sample, event } });
  const before = new Map(knownRecords(simulation.systems).map(({ key, fields }) => [key, JSON.stringify(fields)]));
  await deliverUntilAcknowledged(subscription, toMessage(event));
  await drain(simulation);
  return knownRecords(simulation.systems).filter(({ key, fields }) => before.get(key) !== JSON.stringify(fields));
}
