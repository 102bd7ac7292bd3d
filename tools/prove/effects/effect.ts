import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Call } from "../simulation/call.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { differingFields, pairRecords, type Told } from "./pairs.ts";
import { dataFields, isTelling, type Names, spellFields } from "./values.ts";
import { type Moments, nameRecords, type TakenRecord } from "./records.ts";

/** What a handler does with one sample in one starting state. Plain data, because workers send it. */
export interface Effect {
  readonly sample: string;
  readonly state: string;
  /** `acknowledged` or another outcome, with any warnings. */
  readonly outcome: string;
  /** Event fields that appear in no written record. */
  readonly unused: readonly string[];
  readonly systems: readonly SystemEffect[];
}

export interface SystemEffect {
  readonly system: string;
  /** Whether the starting state is about this system. */
  readonly isOwn: boolean;
  readonly created: readonly Told[];
  readonly changed: readonly ChangedRecord[];
  readonly removed: readonly Told[];
  /** Unchanged records of the starting state. */
  readonly left: readonly Told[];
  readonly calls: readonly SpelledCall[];
}

export interface ChangedRecord {
  readonly name: string;
  readonly changes: readonly { readonly field: string; readonly from: string; readonly to: string }[];
}

export interface SpelledCall {
  readonly operation: string;
  /** By unit. Undefined if the stand-in does not tell costs. */
  readonly cost: Readonly<Record<string, number>> | undefined;
}

/** A run as observed from outside. */
interface Seen extends Moments {
  readonly sample: { readonly name: string; readonly event: Event };
  readonly state: string;
  readonly outcome: string;
  readonly calls: readonly Call[];
}

/** The effect of a run on the systems that the handler uses. */
export function effectOf({ systems: all }: Simulation, uses: readonly string[], seen: Seen): Effect {
  const { sample, state, outcome } = seen;
  const names = nameRecords(seen, sample.event);
  const used = all.toSorted((one, other) => uses.indexOf(one.name) - uses.indexOf(other.name));
  const systems = used
    .filter(({ name }) => uses.includes(name))
    .map((system): SystemEffect => {
      const others = all.filter((other) => other !== system).flatMap(({ startingStates }) => startingStates);
      const isNamed = ({ name }: { readonly name: string }) => name === state;
      return {
        system: system.name,
        isOwn: system.startingStates.some(isNamed) || !others.some(isNamed),
        ...recordEffects(system.name, seen, names),
        calls: seen.calls
          .filter((call) => call.system === system.name)
          .map((call) => ({ operation: call.operation, cost: system.costOf?.({ ...call, body: call.requestBody }) })),
      };
    });
  return { sample: sample.name, state, outcome, unused: unusedFields(sample.event, systems), systems };
}

function recordEffects(system: string, { sample: { event }, setUp, before, after }: Seen, names: Names) {
  const tell = (records: readonly TakenRecord[]) =>
    records.filter((record) => record.system === system).map((record) => toTold(record, event, names));
  const earlier = tell(before);
  const arranged = new Set(pairRecords(tell(setUp), earlier).fresh);
  const { pairs, gone, fresh } = pairRecords(earlier, tell(after));
  const compared = pairs.map(({ former, latter }) => ({ former, changes: changesBetween(former, latter) }));
  return {
    created: fresh,
    changed: compared
      .filter(({ changes }) => changes.length > 0)
      .map(({ former: { name }, changes }) => ({ name, changes })),
    removed: gone,
    left: compared
      .filter(({ former, changes }) => changes.length === 0 && arranged.has(former))
      .map(({ former }) => former),
  };
}

function toTold({ kind, known, counted, held }: TakenRecord, event: Event, names: Names): Told {
  const id = known?.id;
  return {
    kind,
    id,
    name: (id === undefined ? undefined : names.get(id)) ?? kind,
    fields: spellFields(counted, held, event, names),
  };
}

function changesBetween({ fields }: Told, latter: Told): ChangedRecord["changes"] {
  return differingFields(fields, latter.fields).map((field) => ({
    field,
    from: fields[field] ?? "none",
    to: latter.fields[field] ?? "none",
  }));
}

/**
 * Compares values, alone or within another text. The subject counts as used, because it shows in which record was
 * written.
 */
function unusedFields({ data, subject }: Event, systems: readonly SystemEffect[]): string[] {
  const written = systems
    .flatMap(({ created, changed }) => [
      ...created.flatMap(({ fields }) => Object.values(fields)),
      ...changed.flatMap(({ changes }) => changes.map(({ to }) => to)),
    ])
    .join("\n")
    .replaceAll(/“[^”]*”/g, "“”") // names of records were not written by this run
    .toLowerCase();
  const isWritten = (path: string, value: string | number) =>
    [`{${path}}`, JSON.stringify(value).replaceAll(/^"|"$/g, "")].some((text) => written.includes(text.toLowerCase()));
  return dataFields(data).flatMap(([path, value]) =>
    isTelling(value) && value !== subject && !isWritten(path, value) ? [path] : [],
  );
}
