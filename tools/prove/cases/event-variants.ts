import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { LogFields } from "../../../functions/runtime/log.ts";
import { type Finding, finding, NO_FIELD } from "../finding.ts";
import { knownRecords } from "../rules/harms.ts";
import { implausibleValues } from "../rules/implausible-values.ts";
import { leavesIn } from "../events/leaves.ts";
import { toMessage } from "../events/samples.ts";
import { deliverUntilAcknowledged } from "../simulation/deliver.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { eachLess, inIndia, inYen, sparseOf, variantOf, withoutItems, wordyOf } from "../events/variant.ts";
import type { Case } from "./case.ts";
import { WHOLE_DELIVERY } from "./duplicates.ts";
import { mistakeFindings } from "./own-mistakes.ts";
import { begin, type CleanRun, ofWhole, type Situation } from "./situation.ts";
import { excuseMeant } from "./undisturbed.ts";
import { listCases } from "./lists.ts";
import { valueCases } from "./values.ts";

/**
 * What is written for the event as it is; also with little data and with long texts, if some of the clean run's calls
 * are new, and without each single field, if all of them are.
 */
export function eventVariantCases({ situation, calls }: CleanRun, fresh: number): Case[] {
  const { handler, sample } = situation;
  const { event } = sample;
  const of = (other: Event, disturbance: string) =>
    eventVariantCase(
      { ...situation, sample: { ...sample, event: other } },
      `written values, of an event ${disturbance}`,
      namesOnlyIn(event, other),
    );
  return [
    eventVariantCase(situation, "undisturbed, written values"),
    ...(fresh === 0
      ? []
      : [
          of(sparseOf(event, handler.validate), "that says little"),
          of(wordyOf(event, handler), "with long texts"),
          of(variantOf(event, { ...handler, mark: "wording" }), "that says something else"),
          ...inYen(event, handler.validate).map((other) => of(other, "in yen")),
          ...inIndia(event, handler.validate).map((other) => of(other, "whose times are of another zone")),
          ...withoutItems(event, handler.validate).map(([name, less]) => of(less, `with none of its ${name}`)),
          ...valueCases(situation),
          ...listCases(situation),
        ]),
    ...(fresh === 0 || fresh < calls.length ? [] : eachLess(event, handler.validate)).map(([name, less]) =>
      of(less, `without ${name}`),
    ),
  ];
}

function eventVariantCase(situation: Situation, disturbance: string, absent?: ReadonlySet<string>): Case {
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
      const harms = implausibleValues({ before, after: knownRecords(systems) }, sample.event, {
        ...(absent && { absent }),
        inSeconds,
        inMinorUnits: handler.inMinorUnits,
      });
      const judged = excuseMeant(harms, handler.declared);
      const actual = takeSnapshot(simulation);
      const findings = [...judged.findings, ...unknown, ...mistakeFindings(simulation)];
      return { ...judged, findings, expected: [actual], actual, longestMs: 0 };
    },
  };
}

/** Names of fields that the other event lacks. Not those of a list's items: what none of them cost together is 0. */
function namesOnlyIn(event: Event, other: Event): ReadonlySet<string> {
  const [names, others] = [event, other].map(({ data }) =>
    [...leavesIn(data)].flatMap(({ path }) =>
      path.every((step) => typeof step === "string") ? String(path.at(-1)) : [],
    ),
  );
  return new Set(names?.filter((name) => others?.includes(name) === false));
}

/** The code that clients log when they leave out a field that does not exist. */
const NO_SUCH_FIELD = "NO_SUCH_FIELD";

async function watchFields(simulation: Simulation, run: () => Promise<unknown>): Promise<Finding[]> {
  const { onLine } = simulation;
  const rules = new Set<string>();
  const note = ({ system = "", operation = "", reason = "", field = "" }: LogFields) => {
    const [code, advice = "it is misspelt, or schemas/ is older than the system"] = reason.split(": ");
    if (code === NO_SUCH_FIELD) rules.add(`gives ${system} ${NO_FIELD}, ${field} in ${operation}: ${advice}`);
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
