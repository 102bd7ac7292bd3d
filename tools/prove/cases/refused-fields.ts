import type { FaultFit } from "../../../local/core/fault-fit.ts";
import type { RecordField } from "../../../local/core/records.ts";
import { finding } from "../finding.ts";
import { toMessage } from "../events/samples.ts";
import type { Call } from "../simulation/call.ts";
import { deliverOnce, deliverUntilAcknowledged, replay } from "../simulation/deliver.ts";
import { isAcknowledged } from "../simulation/delivery.ts";
import { type Simulation, undisturbed } from "../simulation/simulation.ts";
import { holdState, type Held, type Snapshot } from "../simulation/snapshot.ts";
import { type Case, conclude, missedFindings } from "./case.ts";
import { WHOLE_DELIVERY } from "./duplicates.ts";
import { strikingForEver } from "./striking.ts";
import { begin, type CleanRun, ofCall, ofWhole, runClean, runUndisturbed, stateOf } from "./situation.ts";

/** If the state already refuses some fields of the call, refusing another shows nothing new. */
export function refusedFieldCases(simulation: Simulation, clean: CleanRun, call: Call, fit: FaultFit): Case[] {
  const field = fit.refuses?.field;
  return field === undefined || refusalsOf(simulation, clean).length > 0
    ? []
    : [refusedFieldCase(clean, call, fit, field)];
}

/** A field that no record needs is refused for ever: everything else must be written in the same delivery. */
function refusedFieldCase(clean: CleanRun, call: Call, fit: FaultFit, refused: RefusedField): Case {
  const { situation } = clean;
  return {
    ...ofCall(situation, call, { property: "faults", disturbance: fit.name }),
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      simulation.intercept = strikingForEver(simulation, fit, call);
      const message = toMessage(situation.sample.event);
      const delivery = await deliverOnce(subscription, message, 1);
      simulation.intercept = undisturbed;
      simulation.faults.clear();
      const isDone = isAcknowledged(delivery) && simulation.deadLetters.length === 0;
      const { kind, field } = refused;
      const mayBeNeeded = refused.mayBeNeeded === true || isNeeded(simulation.needed, field);
      if (!isDone && mayBeNeeded && simulation.deadLetters.length > 0) await replay(subscription, message);
      else if (!isDone && mayBeNeeded) await deliverUntilAcknowledged(subscription, message, { from: 2 });
      const rule = `gives up a ${kind} for a field that it can do without: ${field}, refused with ${fit.refuses?.code}`;
      const findings = isDone || mayBeNeeded ? [] : [finding("faults", rule)];
      const [expected, see] = leavingOut(simulation, clean.held, [{ system: call.system, ...refused }]);
      return conclude(simulation, "faults", [expected], [...missedFindings(simulation, call), ...findings], see);
    },
  };
}

type RefusedField = NonNullable<NonNullable<FaultFit["refuses"]>["field"]>;

/** In a state that refuses some fields, the end must otherwise equal that of the corresponding normal state. */
export function refusingStateCases(simulation: Simulation, clean: CleanRun): Case[] {
  return refusalsOf(simulation, clean).map((refusal) => refusingStateCase(clean, refusal));
}

function refusingStateCase({ situation }: CleanRun, { like: state, fields }: StateRefusal): Case {
  const like = { ...situation, state };
  const disturbance = `undisturbed, as with ${state}`;
  return {
    ...ofWhole(situation, { property: "faults", place: WHOLE_DELIVERY, disturbance }),
    runExpected: (simulation) => runUndisturbed(simulation, like),
    async run(simulation) {
      const { held } = await runClean(simulation, like);
      await runUndisturbed(simulation, situation);
      const [expected, see] = leavingOut(simulation, held, fields);
      return conclude(simulation, "faults", [expected], [], see);
    },
  };
}

/** The corresponding normal state, and the fields that this state refuses. */
interface StateRefusal {
  readonly like: string;
  readonly fields: readonly Refused[];
}

function refusalsOf(simulation: Simulation, { situation }: CleanRun): StateRefusal[] {
  return stateOf(simulation, situation).flatMap(({ system, refuses }) =>
    refuses === undefined
      ? []
      : [{ like: refuses.like, fields: refuses.fields.map((field) => ({ system, ...field })) }],
  );
}

/** Whether the state refuses a field that the handler needs. Then giving up the event is right. */
export function isRefusedInState(simulation: Simulation, { situation, needed }: CleanRun): boolean {
  return stateOf(simulation, situation).some(({ refuses }) =>
    refuses?.fields.some(({ field }) => isNeeded(needed, field)),
  );
}

function isNeeded(needed: ReadonlySet<string>, field: string): boolean {
  return needed.has("*") || needed.has(field.toLowerCase());
}

interface Refused extends RecordField {
  readonly system: string;
}

/**
 * An acceptable end without these fields, and how to view another end likewise. If the system has a notes field, their
 * values may stand there in words; nothing else may differ.
 */
export function leavingOut(
  { systems }: Simulation,
  right: Held,
  refused: readonly Refused[],
): [Snapshot, (simulation: Simulation) => Snapshot] {
  const whole = right();
  const notes = new Map<string, { readonly field: string; readonly values: readonly string[] }>();
  for (const { system, kind } of refused) {
    const records = `${system} ${kind}`;
    const found = systems.find(({ name }) => name === system);
    const field = found?.notes?.[kind];
    const names = refused.filter((one) => one.system === system && one.kind === kind).map((one) => one.field);
    if (field === undefined) continue;
    const values = valuesOf(whole.get(records) ?? [], names);
    notes.set(records, { field, values: values.flatMap((value) => [...(found?.spellings?.(value) ?? []), value]) });
  }
  const seen = (held: Held): Snapshot => {
    const rest = held((records, field) =>
      refused.some((one) => `${one.system} ${one.kind}` === records && one.field === field),
    );
    return new Map(
      [...rest].map(([records, list]) => {
        const note = notes.get(records);
        return [records, note === undefined ? list : list.map((record) => withoutNotes(record, note)).sort()];
      }),
    );
  };
  return [seen(right), (simulation) => seen(holdState(simulation))];
}

function valuesOf(records: readonly string[], fields: readonly string[]): string[] {
  return records.flatMap((record) => {
    const held: Readonly<Record<string, unknown>> = JSON.parse(record);
    return fields.flatMap((field) => {
      const value = held[field];
      return value === undefined ? [] : [typeof value === "string" ? value : JSON.stringify(value)];
    });
  });
}

/** A note contains a time as the handler spelled it, the record as its system does. */
function instantsIn(text: string): number[] {
  return (text.match(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/g) ?? []).map((time) => Date.parse(time));
}

/** The text without lines that mention one of the values or a record. */
function withoutNotes(
  record: string,
  { field, values }: { readonly field: string; readonly values: readonly string[] },
): string {
  const held: Record<string, unknown> = JSON.parse(record);
  if (typeof held[field] !== "string") return record;
  const text = values.reduce((left, value) => left.replaceAll(value, ""), held[field]);
  // A snapshot shows a reference as the record's name; a note contains its id.
  const instants = new Set(values.flatMap(instantsIn));
  const lines = text
    .split("\n")
    .filter((line) => !/^(?:[\w ]+:)?\s*(?:[A-Za-z\d]{18})?$/.test(line))
    .filter((line) => !instantsIn(line).some((instant) => instants.has(instant)));
  const { [field]: _, ...others } = held;
  const kept = lines.length === 0 ? others : { ...held, [field]: lines.join("\n") };
  return JSON.stringify(kept);
}
