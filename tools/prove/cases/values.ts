import type { Event } from "../../../functions/runtime/define/handler.ts";
import { leavesIn, type Path, replaced } from "../events/leaves.ts";
import { crossedWords } from "../rules/crossed-words.ts";
import type { KeyedRecord } from "../rules/harms.ts";
import { type Told, wrongMappings } from "../rules/value-mapping.ts";
import { zeroLeftOut } from "../rules/zero.ts";
import { allowedAt } from "../events/siblings.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { isKept, withData } from "../events/variant.ts";
import type { Case } from "./case.ts";
import { WHOLE_DELIVERY } from "./duplicates.ts";
import { mistakeFindings } from "./own-mistakes.ts";
import { ofWhole, type Situation } from "./situation.ts";
import { excuseMeant, runWatched } from "./undisturbed.ts";

/** Longer lists are most likely countries. */
const MOST_WORDS = 12;

type Value = Told["value"];

/**
 * The event once for each value in its schema's enum for a field, with both values of each boolean, and with 0, another
 * number and the negative of each number, as far as its schema allows. Of lists only the first item: others are alike.
 */
export function valueCases(situation: Situation): Case[] {
  const { handler, sample } = situation;
  const { data, subject } = sample.event;
  return [...leavesIn(data)].flatMap(({ path, value }) => {
    if (path.some((step) => typeof step === "number" && step > 0)) return [];
    const said = valuesFor(value, path).filter((one) => handler.validate(replaced(data, path, one)));
    return said.length < 2 ? [] : [valueCase(situation, path, said)];
  });

  function valuesFor(value: unknown, path: Path): Value[] {
    if (typeof value === "boolean") return [value, !value];
    if (typeof value === "number") return isKept(value, subject) ? [] : numbersBeside(value);
    if (typeof value !== "string") return [];
    const words = allowedAt(handler.validate, data, path).filter((word) => typeof word === "string");
    return words.length > MOST_WORDS ? [] : words;
  }
}

/** One other than 0 tells a threshold from a number that is taken for missing. */
function numbersBeside(value: number): number[] {
  return [...new Set([value, 0, value === 1 ? 2 : 1, ...(value > 0 ? [-value] : [])])];
}

function valueCase(situation: Situation, path: Path, values: readonly Value[]): Case {
  const { handler, sample } = situation;
  const name = path.findLast((step) => typeof step === "string") ?? "";
  const disturbance = `written values, of events whose ${path.join(".")} is ${values.join(", ")}`;
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
      const harms = [wrongMappings, zeroLeftOut, crossedWords].flatMap((rule) => rule(name, told));
      const judged = excuseMeant(harms, handler.declared);
      const actual = takeSnapshot(simulation);
      return { ...judged, findings: [...judged.findings, ...mistakes], expected: [actual], actual, longestMs: 0 };
    },
  };
}

/** Records that the event created or changed. */
async function recordsOf(simulation: Simulation, situation: Situation, event: Event): Promise<readonly KeyedRecord[]> {
  const watched = await runWatched(simulation, { ...situation, sample: { ...situation.sample, event } });
  const before = new Map(watched.before.map(({ key, fields }) => [key, JSON.stringify(fields)]));
  return watched.after.filter(({ key, fields }) => before.get(key) !== JSON.stringify(fields));
}
