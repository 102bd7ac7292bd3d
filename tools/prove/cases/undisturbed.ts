import type { Event } from "../../../functions/runtime/define/handler.ts";
import { DeliveryError } from "../../../functions/runtime/define/errors.ts";
import type { Declarations, Overwrite } from "../declared/declarations.ts";
import { spellDouble, spellMeaning, spellOverwrite } from "./judge.ts";
import { type Entry, finding, firstOfEachRule, OWN_ERROR, type Property, UNACKNOWLEDGED } from "../finding.ts";
import { deliveryFindings, longestMs } from "../rules/deliveries.ts";
import { doubles, type Harm, knownRecords, losses, type Watched } from "../rules/harms.ts";
import { toMessage } from "../events/samples.ts";
import { deliverOnce, deliverUntilAcknowledged } from "../simulation/deliver.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { sparseOf } from "../events/variant.ts";
import type { Case, CaseEnd } from "./case.ts";
import { isRefusedInState } from "./refused-fields.ts";
import { WHOLE_DELIVERY } from "./duplicates.ts";
import { begin, type CleanRun, isLeftToAnother, ofWhole, PROCESSED, type Situation } from "./situation.ts";

/**
 * A mistake in the clean run is also in everything compared with it. So this compares with the world before the run.
 */
export function undisturbedCases({ situation }: CleanRun): Case[] {
  const sparse = withLess(situation);
  return [
    undisturbedCase("preservation", situation, "undisturbed"),
    ...(sparse === undefined
      ? []
      : [
          undisturbedCase("preservation", sparse, "undisturbed, of an event that says little"),
          ...(situation.state === PROCESSED ? [] : [afterWholeCase(situation, sparse.sample.event)]),
        ]),
    undisturbedCase("identity", situation, "undisturbed"),
  ];
}

/** No starting state has values in all fields that a handler writes; the whole event gives them some. */
function afterWholeCase(situation: Situation, sparse: Event): Case {
  const { handler, sample } = situation;
  const event = { ...sparse, id: `${sparse.id}-2` };
  const disturbance = "an event that says little, after one that says all";
  return {
    ...ofWhole(situation, { property: "preservation", place: WHOLE_DELIVERY, disturbance }),
    declarable: [],
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      await deliverUntilAcknowledged(subscription, toMessage(sample.event));
      const watched = await watching(simulation, () => deliverUntilAcknowledged(subscription, toMessage(event)));
      const actual = takeSnapshot(simulation);
      const judged = judgeHarms("preservation", losses(watched, event), handler.declared);
      return { ...judged, expected: [actual], actual, longestMs: 0 };
    },
  };
}

function undisturbedCase(property: "preservation" | "identity", situation: Situation, disturbance: string): Case {
  const { handler, sample } = situation;
  return {
    ...ofWhole(situation, { property, place: WHOLE_DELIVERY, disturbance }),
    declarable: [],
    async run(simulation) {
      const watched = await runWatched(simulation, situation);
      const harms = property === "identity" ? doubles(watched) : losses(watched, sample.event);
      const actual = takeSnapshot(simulation);
      return { ...judgeHarms(property, harms, handler.declared), expected: [actual], actual, longestMs: 0 };
    },
  };
}

/**
 * The only case of a clean run that should be acknowledged and is not. There is nothing to compare other cases with.
 */
export function unacknowledgedCases(simulation: Simulation, clean: CleanRun): Case[] {
  const { situation } = clean;
  if (isRefusedInState(simulation, clean) || isLeftToAnother(simulation, clean)) return [];
  return [
    {
      ...ofWhole(situation, { property: "acknowledgement", place: WHOLE_DELIVERY, disturbance: "undisturbed" }),
      declarable: [],
      runExpected: async () => {},
      async run() {
        const subscription = await begin(simulation, situation);
        await deliverOnce(subscription, toMessage(situation.sample.event), 1);
        await drain(simulation);
        const actual = takeSnapshot(simulation);
        const isOwn = simulation.deliveries.some(({ thrown }) => isOwnError(thrown));
        const rules = isOwn ? [UNACKNOWLEDGED, OWN_ERROR] : [UNACKNOWLEDGED];
        const findings = [...deliveryFindings(simulation), ...rules.map((rule) => finding("acknowledgement", rule))];
        return { findings, expected: [actual], actual, longestMs: longestMs(simulation) };
      },
    },
  ];
}

/** Errors from clients mean that a system refused or was unavailable. */
function isOwnError(thrown: unknown): boolean {
  return thrown !== undefined && !(thrown instanceof DeliveryError);
}

/** Runs the situation undisturbed. Returns the records from before its event and after. */
export async function runWatched(simulation: Simulation, situation: Situation): Promise<Watched> {
  const subscription = await begin(simulation, situation);
  return watching(simulation, () => deliverUntilAcknowledged(subscription, toMessage(situation.sample.event)));
}

async function watching(simulation: Simulation, run: () => Promise<unknown>): Promise<Watched> {
  await drain(simulation);
  const before = knownRecords(simulation.systems);
  await run();
  await drain(simulation);
  return { before, after: knownRecords(simulation.systems) };
}

/** Splits harms into declared ones, by their spelling, and findings. */
function judgeHarms(property: "preservation" | "identity", harms: readonly Harm[], declared: Declarations) {
  const { overwrites = [], doubles: declaredDoubles = [] } = declared;
  if (property === "preservation")
    return excuse(property, harms, {
      list: "overwrites",
      by: (harm) => declaredFor(harm, overwrites, spellOverwrite),
    });
  const by = ({ records }: Harm) => {
    const double = declaredDoubles.find((one) => one.records === records);
    return double && spellDouble(double);
  };
  return excuse(property, harms, { list: "doubles", by });
}

type Covering = Pick<Overwrite, "records" | "fields">;

/** Filters out values that are declared as intended. */
export function excuseMeant(
  harms: readonly Harm[],
  { means = [] }: Declarations,
): Pick<CaseEnd, "findings" | "excused"> {
  return excuse("effects", harms, { list: "means", by: (harm) => declaredFor(harm, means, spellMeaning) });
}

/** The first declaration that covers a harm, and its spelling. */
export function declaredFor<One extends Covering>(
  { records, field }: Harm,
  entries: readonly One[],
  spell: (entry: One) => string,
): string | undefined {
  const entry = entries.find((one) => one.records === records && one.fields.includes(field));
  return entry && spell(entry);
}

/** Findings of the harms that are not declared, and the declarations that covered the others. */
export function excuse(
  property: Property,
  harms: readonly Harm[],
  { list, by }: { readonly list: Entry["list"]; readonly by: (harm: Harm) => string | undefined },
): Pick<CaseEnd, "findings" | "excused"> {
  const judged = harms.map((harm) => ({ harm, excuse: by(harm) }));
  const left = judged.filter((one) => one.excuse === undefined);
  const findings = left.map(({ harm: { rule, records, field } }) =>
    finding(property, rule, { list, says: list === "doubles" ? { records } : { records, fields: [field] } }),
  );
  return {
    findings: firstOfEachRule(findings),
    excused: judged.flatMap((one) => one.excuse ?? []),
  };
}

/** Undefined if the event contains no optional data. */
function withLess(situation: Situation): Situation | undefined {
  const { handler, sample } = situation;
  const event = sparseOf(sample.event, handler.validate);
  return event.data === sample.event.data ? undefined : { ...situation, sample: { ...sample, event } };
}
