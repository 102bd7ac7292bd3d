import type { Model } from "./created.ts";
import type { Effect, SystemEffect } from "./effect.ts";
import { becomingOf, callsLine, costLines, fieldLines, recordLines } from "./lines.ts";
import { withoutValues } from "./values.ts";

/** The text of proof/HANDLER.effects.md. */
export function spellEffects(handler: string, effects: readonly Effect[], ofBatches: readonly Effect[] = []): string {
  const systems = effects[0]?.systems.map(({ system }) => system) ?? [];
  const lines = [
    `# What ${handler} does`,
    "",
    "Written by `npm run prove -- --update`; `npm run prove` fails where the handler does anything else: [docs/prove.md](../docs/prove.md#what-a-handler-does).",
    "`+` created, `~` changed, `-` removed, `=` left as it was; `← field` and `{field}`: the event's.",
    "",
    "## Outcome",
    "",
    ...block(outcomeLines(effects)),
    ...systems.flatMap((system) => systemSection(system, effects)),
    ...(ofBatches.length === 0 ? [] : batchSection(systems, effects, ofBatches)),
  ];
  return lines.join("\n");
}

function outcomeLines(effects: readonly Effect[]): string[] {
  const said = effects.map(({ sample, state, outcome }) => ({ sample, state, lines: [outcome] }));
  const isIdle = (some: readonly Effect[]) =>
    some.every(({ systems }) => systems.every(({ calls }) => calls.length === 0));
  const all = [...Map.groupBy(effects, ({ sample }) => sample)];
  const idle = all.filter(([, some]) => isIdle(some)).map(([sample]) => sample);
  const samples = all.filter(([sample]) => !idle.includes(sample));
  const unused = samples.flatMap(([sample, some]) => {
    const fields = (some[0]?.unused ?? []).filter((field) => some.every((effect) => effect.unused.includes(field)));
    return fields.length === 0 ? [] : [`of ${sample} written nowhere as it is: ${fields.join(", ")}`];
  });
  const outcomes = groupSaid(said, (line) => line).map(({ heading, lines }) => `${lines.join()} ${heading}`);
  return [...outcomes, ...(idle.length === 0 ? [] : [`does nothing with: ${idle.join(", ")}`]), ...unused];
}

/** The effect of a batch: only records that differ from those that the first sample creates alone. */
function batchSection(systems: readonly string[], alone: readonly Effect[], ofBatches: readonly Effect[]): string[] {
  const said = ofBatches.map(({ sample, state, outcome }) => ({ sample, state, lines: [outcome] }));
  return [
    "## In a batch",
    "",
    `Each time these of one person, who is such, in one batch with the same of somebody whom no system knows: ${ofBatches[0]?.sample}.`,
    "",
    ...block(groupSaid(said, (line) => line).map(({ heading, lines }) => `${lines.join()} ${heading}`)),
    ...systems.flatMap((system) => {
      const [first] = samplesOf(system, alone);
      const models: Model[] = [];
      for (const { effect } of first?.some ?? []) recordLines(effect, models, new Map());
      const all = inSituations(system, ofBatches);
      const becoming = becomingOf(all.map(({ effect }) => effect));
      const records = ownSaid(all, (effect) => recordLines(effect, models, becoming));
      const calls = all.map(({ effect }) => effect.calls);
      return [
        `### ${system}, state by state`,
        "",
        ...block(groupSaid(records, withoutValues).flatMap(spellGroup)),
        ...block(costLines(calls).map((line) => line.replace(/an event$/, "a batch"))),
      ];
    }),
  ];
}

interface InSituation {
  readonly sample: string;
  readonly state: string;
  readonly effect: SystemEffect;
}

function inSituations(system: string, effects: readonly Effect[]): InSituation[] {
  return effects.flatMap(({ sample, state, systems }) =>
    systems.filter((effect) => effect.system === system).map((effect) => ({ sample, state, effect })),
  );
}

function samplesOf(system: string, effects: readonly Effect[]) {
  const samples = Map.groupBy(inSituations(system, effects), ({ sample }) => sample);
  return [...samples].map(([sample, some]) => ({ sample, some }));
}

function systemSection(system: string, effects: readonly Effect[]): string[] {
  const all = inSituations(system, effects);
  const samples = samplesOf(system, effects);
  const becoming = becomingOf(all.map(({ effect }) => effect));
  const told = samples.map(({ sample, some }) => {
    const models: Model[] = [];
    return { sample, models, records: ownSaid(some, (effect) => recordLines(effect, models, becoming)) };
  });
  const records = told.flatMap(({ records: said }) => said);
  const calls = samples.flatMap(({ some }) => ownSaid(some, ({ calls: made }) => [callsLine(made)]));
  return [
    `## ${system}`,
    "",
    ...createdSection(told),
    "### State by state",
    "",
    ...block(groupSaid(records, withoutValues).flatMap(spellGroup)),
    "### Calls, and what they cost (in parentheses: nothing)",
    "",
    ...block(costLines(all.map(({ effect }) => effect.calls))),
    ...block(groupSaid(calls, (line) => line).flatMap(({ heading, lines }) => [...lines, `  ${heading}`])),
  ];
}

/** Leaves out states of other systems that change nothing compared with the first state. */
function ownSaid(all: readonly InSituation[], linesOf: (effect: SystemEffect) => string[]): Said[] {
  const said = all.map(({ sample, state, effect }) => ({ sample, state, effect, lines: linesOf(effect) }));
  const alike = (lines: readonly string[] = []) => lines.map(withoutValues).join("\n");
  return said.filter(
    ({ effect, lines }, index) => index === 0 || effect.isOwn || alike(lines) !== alike(said[0]?.lines),
  );
}

/** Records as first created. For later samples only fields that differ from the first sample's. */
function createdSection(told: readonly { readonly sample: string; readonly models: readonly Model[] }[]): string[] {
  const [first] = told;
  return told.flatMap(({ sample, models }, index) => {
    const lines = models.flatMap((model) => {
      const earlier = index === 0 ? undefined : first?.models.find(({ label }) => label === model.label);
      const fields = fieldLines(model, earlier).map((line) => `  ${line}`);
      return earlier !== undefined && fields.length === 0 ? [] : [model.label, ...fields];
    });
    const heading = `### Created from ${sample}${index === 0 ? "" : ", where it is otherwise"}`;
    return lines.length === 0 ? [] : [heading, "", ...block(lines)];
  });
}

function spellGroup({ heading, lines }: SaidGroup): string[] {
  return [heading, ...lines.map((line) => `  ${line}`)];
}

/** A literal block in Markdown. */
function block(lines: readonly string[]): string[] {
  return [...lines.map((line) => `    ${line}`), ""];
}

/** What is said about one sample in one starting state. */
interface Said {
  readonly sample: string;
  readonly state: string;
  readonly lines: readonly string[];
}

interface SaidGroup {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Puts situations with the same lines, after mapping each by `alike`, under one heading. */
function groupSaid(said: readonly Said[], alike: (line: string) => string): SaidGroup[] {
  const all = [...Map.groupBy(said, ({ state }) => state).values()].flat();
  const groups = Map.groupBy(all, ({ lines }) => lines.map(alike).join("\n"));
  const samples = new Set(all.map(({ sample }) => sample)).size;
  return [...groups.values()].map((group) => ({
    heading: group.length === all.length ? "in every state" : headingOf(group, samples),
    lines: group[0]?.lines ?? [],
  }));
}

/** `a Lead; a Contact (full)`: names the samples where not all of the state's samples are included. */
function headingOf(group: readonly Said[], samples: number): string {
  const states = Map.groupBy(group, ({ state }) => state);
  return [...states]
    .map(([state, some]) =>
      some.length === samples ? state : `${state} (${some.map(({ sample }) => sample).join(", ")})`,
    )
    .join("; ");
}
