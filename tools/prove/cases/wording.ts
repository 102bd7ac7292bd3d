import type { LogFields } from "../../../functions/runtime/log.ts";
import { type Finding, finding } from "../finding.ts";
import { knownRecords } from "../rules/harms.ts";
import { misspellings } from "../rules/wording.ts";
import { toMessage } from "../samples.ts";
import { deliverUntilAcknowledged } from "../simulation/deliver.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { sparseOf, wordyOf } from "../variant.ts";
import type { Case } from "./case.ts";
import { WHOLE_DELIVERY } from "./duplicates.ts";
import { spellMeaning } from "./judge.ts";
import { begin, type CleanRun, ofWhole, type Situation } from "./situation.ts";
import { declaredFor, excuse } from "./undisturbed.ts";

/** What is written of an event as it is; and of one with little in it or with long texts, where that is worth a look. */
export function wordingCases({ situation }: CleanRun, isFirst: boolean): Case[] {
  const { handler, sample } = situation;
  const as = (event: typeof sample.event): Situation => ({ ...situation, sample: { ...sample, event } });
  return [
    wordingCase(situation, "undisturbed, as it is spelled"),
    ...(isFirst
      ? [
          wordingCase(as(sparseOf(sample.event, handler.validate)), "as it is spelled of an event that says little"),
          wordingCase(as(wordyOf(sample.event, handler)), "as it is spelled of an event with long texts"),
        ]
      : []),
  ];
}

function wordingCase(situation: Situation, disturbance: string): Case {
  const { handler, sample } = situation;
  return {
    ...ofWhole(situation, { property: "effects", place: WHOLE_DELIVERY, disturbance }),
    declarable: [],
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const { systems } = simulation;
      const before = knownRecords(systems);
      const unknown = await watchFields(simulation, () =>
        deliverUntilAcknowledged(subscription, toMessage(sample.event)),
      );
      await drain(simulation);
      const inSeconds = systems.filter((system) => system.countsSeconds === true).map(({ name }) => name);
      const harms = misspellings({ before, after: knownRecords(systems) }, sample.event, inSeconds);
      const { means = [] } = handler.declared;
      const judged = excuse("effects", harms, (harm) => declaredFor(harm, means, spellMeaning));
      const actual = takeSnapshot(simulation);
      return { ...judged, findings: [...judged.findings, ...unknown], expected: [actual], actual, longestMs: 0 };
    },
  };
}

/** What clients say, as they leave it out, of a field that no object of that name has. */
const NO_SUCH_FIELD = "NO_SUCH_FIELD";

async function watchFields(simulation: Simulation, run: () => Promise<unknown>): Promise<Finding[]> {
  const { onLine } = simulation;
  const rules = new Set<string>();
  const note = ({ system = "", operation = "", reason = "", field = "" }: LogFields) => {
    const [code, advice = "it is misspelt, or schemas/ is older than the system"] = reason.split(": ");
    if (code === NO_SUCH_FIELD)
      rules.add(`gives ${system} a field that it has not got, ${field} in ${operation}: ${advice}`);
  };
  simulation.onLine = (level, message, fields) => {
    onLine?.(level, message, fields);
    note(fields);
  };
  try {
    await run();
  } finally {
    simulation.onLine = onLine;
  }
  return [...rules].map((rule) => finding("effects", rule));
}
