import type { Result } from "../story/result.ts";
import { ANY_OTHER } from "../declared/declarations.ts";
import { type Entry, OUT_OF_ORDER } from "../finding.ts";
import type { FailureKind } from "../story/kinds.ts";
import type { Story } from "../story/story.ts";
import { arrivalFields } from "../story/worlds.ts";

/** A placeholder for the reason, which only the handler's author knows. An entry that contains it is refused. */
const TO_WRITE = "TODO: why";
const INDENT = 4;
const WIDTH = 120;

type Failing = Pick<FailureKind, "story" | "results">;

/** The entry to paste, if the failure may be declared. Otherwise empty. */
export function spellDeclarable(kind: Failing, own: string): string[] {
  const [when, entries] = declarableAs(kind, own);
  return [...Map.groupBy(entries, ({ list }) => list)].flatMap(([list, some]) => [
    ...spellPaste(when, list, some, list === "arrivalDecides" ? ownerOf(kind, own) : own),
    ...(list === "arrivalDecides" && some.length > 1 ? [`  ${kind.story?.byArrival ? ALL_DO : ONE_MAY_DO}`] : []),
  ]);
}

/** What to paste and where. */
export function spellPaste(when: string, list: Entry["list"], entries: readonly Entry[], own: string): string[] {
  return [
    `  ${when}, say why in "${list}" of proof/${own}.declared.json (npm run format):`,
    ...entries.flatMap((entry, index) => spellEntry(entry, index === entries.length - 1 ? "" : ",")),
  ];
}

/** What follows from a record that is declared needs no entry of its own, and must not have one. */
const ONE_MAY_DO = "One of them may cover the others: paste one, and run it again before the next.";

/** They were tried. */
const ALL_DO = "Paste all of them: none can be left out.";

/** Formatted as `npm run format` does. */
function spellEntry({ says }: Entry, end = ""): string[] {
  const members = Object.entries({ ...says, reason: TO_WRITE });
  const lines = members.flatMap(([name, value], index) => {
    const own = spellMember(name, value);
    return index === members.length - 1 ? own : [...own.slice(0, -1), `${own.at(-1)},`];
  });
  return ["{", ...lines.map((line) => `  ${line}`), `}${end}`].map((line) => `${" ".repeat(INDENT)}${line}`);
}

function spellMember(name: string, value: string | readonly string[]): string[] {
  const begin = `${JSON.stringify(name)}: `;
  if (typeof value === "string") return [`${begin}${JSON.stringify(value)}`];
  const texts = value.map((one) => JSON.stringify(one));
  const line = `${begin}[${texts.join(", ")}]`;
  return INDENT + line.length + 3 < WIDTH
    ? [line]
    : [`${begin}[`, ...texts.map((text, index) => `  ${text}${index < texts.length - 1 ? "," : ""}`), "]"];
}

function declarableAs({ story, results }: Failing, own: string): [when: string, entries: readonly Entry[]] {
  const meant = uniteFields(results.flatMap(({ findings }) => findings.flatMap(({ entry }) => entry ?? [])));
  if (meant.length > 0) return ["Where it is meant", meant];
  const [one] = story?.declarable ?? [];
  if (story === undefined || story.findings.length === 0 || one === undefined) return ["", []];
  if (story.cures?.some((cure) => cure.isOwed) === true) return ["", []];
  if (results.every(isOutOfOrder)) return ["Where arrival may decide", arrivalEntries(story, results, own)];
  const isThat = (disturbance: string) => disturbance.includes(one.fault) || disturbance === "two faults";
  if (!results.every((result) => isThat(result.case.disturbance))) return ["", []];
  const records = [...new Set(story.worlds.map(({ kind }) => kind))];
  const says = { fault: one.fault, operation: one.operation, records };
  const isCall = story.actual.some(({ calls }) => calls.some(({ operation }) => operation === one.operation));
  return [`Where ${isCall ? one.operation : "a system"} gives no means against it`, [{ list: "diverges", says }]];
}

/** What a handler leaves out about people who are not there yet is its own to declare, against every other. */
function ownerOf({ story }: Failing, own: string): string {
  return story?.leftOutBy ?? own;
}

function arrivalEntries(story: Story, results: readonly Result[], own: string): Entry[] {
  const owner = ownerOf({ story, results }, own);
  const others = otherTypes(story.actual, results, owner, owner === own ? 1 : 0);
  return (story.byArrival ?? arrivalFields(story.worlds)).flatMap(({ records, fields }) =>
    others.map((other): Entry => ({ list: "arrivalDecides", says: { other, records, fields } })),
  );
}

/** The types of the events beside the handler's own; more than `most` that are not of its type have one entry. */
function otherTypes(actual: Story["actual"], results: readonly Result[], own: string, most: number): string[] {
  const told = (actual.find(({ handler }) => handler !== own) ?? actual[0])?.type ?? "";
  const ownType = actual.find(({ handler }) => handler === own)?.type;
  const met = results.flatMap(({ case: { types = [] } }) => {
    const at = types.findIndex((type) => type === ownType);
    return types.filter((_, place) => place !== at);
  });
  const all = [...new Set(met.length === 0 ? [told] : met)];
  const foreign = all.filter((type) => type !== ownType);
  return [...all.filter((type) => type === ownType), ...(foreign.length > most ? [ANY_OTHER] : foreign)];
}

/** Merges entries for the same records into one with all fields. */
function uniteFields(entries: readonly Entry[]): Entry[] {
  const alike = Map.groupBy(entries, ({ list, says: { fields: _, ...others } }) => JSON.stringify([list, others]));
  return [...alike.values()].flatMap((some) => {
    const [first] = some;
    if (first?.says["fields"] === undefined) return first ?? [];
    const fields = [...new Set(some.flatMap(({ says }) => says["fields"] ?? []))];
    return { ...first, says: { ...first.says, fields } };
  });
}

function isOutOfOrder({ findings }: Result): boolean {
  return findings.length > 0 && findings.every(({ rule }) => rule === OUT_OF_ORDER);
}
