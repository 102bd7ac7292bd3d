import { alignRows } from "../../table.ts";
import type { HandlerProof, Proof, Result } from "../proof.ts";
import { commandFor } from "./command.ts";
import { type FailureKind, failureKinds } from "./kinds.ts";
import { countVerdicts, type Matrix, matricesOf, spellCell } from "./matrix.ts";
import { spellStory } from "./spelling.ts";

const MOST_STORIES = 10;

/** The proof as lines to read: for each handler the counts, what is not ok (or `all`), the bounds and a story of each failure. */
export function spellProof(proof: Proof, { all = false } = {}): string[] {
  const { cases, seconds, seed } = proof;
  const failures = proof.handlers.reduce((count, handler) => count + failuresOf(handler), 0);
  const rate = seconds === 0 ? 0 : Math.round(cases / seconds);
  return [
    ...proof.handlers.flatMap((handler) => spellHandler(handler, seed, all)),
    `${cases} cases in ${seconds.toFixed(1)} s, ${rate} a second.`,
    `of ${proof.chance.drawn} cases drawn by seed ${seed} ${proof.chance.tried} were tried (${shareOf(proof.chance)}): --budget 60s tries more, another --seed others.`,
    failures === 0
      ? "Every handler converges."
      : `${failures} failures. What a system gives no means for is declared in proof/HANDLER.declared.json: docs/prove.md.`,
  ];
}

function shareOf({ drawn, tried }: Proof["chance"]): string {
  return `${drawn === 0 ? 100 : Math.floor((tried / drawn) * 100)} %`;
}

export function failuresOf({ results, problems }: HandlerProof): number {
  return countVerdicts(results).failed + problems.length;
}

/** What is wrong beside any case. */
export function spellProblems({ handler, problems }: HandlerProof): string[] {
  return problems.map(({ rule }) => `FAIL: ${handler} ${rule}`);
}

function spellHandler(proof: HandlerProof, seed: number, all: boolean): string[] {
  const { handler, bounds, results } = proof;
  const faults = spellProblems(proof);
  if (results.length === 0) return [`# ${handler}: not proved`, ...faults, ""];
  const kinds = failureKinds(proof);
  return [
    `# ${handler}`,
    ...alignRows(matricesOf(results).map(({ property }) => countsOf(property, results))),
    `clean run: at most ${bounds.cleanCalls} calls; delivered again after its success: ${bounds.repeatedCalls}, of which ${bounds.repeatedWrites} harmless writes`,
    `slowest delivery: ${bounds.longestMs / 1000} s of the ${bounds.ackDeadlineMs / 1000} s to the ack deadline`,
    ...meetingsOf(proof),
    ...faults,
    "",
    ...matricesOf(all ? results : notOk(results)).flatMap((matrix) => [...spellMatrix(matrix), ""]),
    ...kinds.slice(0, MOST_STORIES).flatMap((kind, index) => spellKind(kind, index + 1, seed)),
    ...(kinds.length > MOST_STORIES
      ? [`… and ${kinds.length - MOST_STORIES} more kinds of failure: --report DIR has them all.`, ""]
      : []),
  ];
}

/** How many interleavings its runs stand for, and whose events it can't touch. */
function meetingsOf({ results, covered, apart }: HandlerProof): string[] {
  const runs = results.filter((result) => result.case.property === "interleaving").length;
  return [
    ...(runs === 0 ? [] : [`${runs + covered} interleavings, ${runs} runs: the others touch in the same order`]),
    ...(apart.length === 0 ? [] : [`does not meet: ${apart.join(", ")}`]),
  ];
}

function countsOf(property: string, results: HandlerProof["results"]): string[] {
  const own = results.filter((result) => result.case.property === property);
  const { ok, declared, failed } = countVerdicts(own);
  return [
    `  ${property}`,
    `${own.length} cases`,
    `${ok} ok`,
    declared === 0 ? "" : `${declared} declared`,
    failed === 0 ? "" : `${failed} FAIL`,
  ];
}

/** The cells that hold a case which is not ok, with all of their cases. */
function notOk(results: HandlerProof["results"]): HandlerProof["results"] {
  const cells = Map.groupBy(results, ({ case: { property, place, disturbance } }) =>
    [property, place, disturbance].join("\n"),
  );
  return [...cells.values()].filter((cell) => cell.some(({ verdict }) => verdict !== "ok")).flat();
}

/** The story of one of them, how to see it again, and where the others are. */
function spellKind({ rule, story, results }: FailureKind, number: number, seed: number): string[] {
  const name = story?.name ?? results[0]?.case.name ?? "";
  const others = results.filter((result) => result.case.name !== name);
  return [
    `## ${number}. ${rule}`,
    ...(story === undefined ? [name] : spellStory(story, { bodies: false })),
    "",
    `  Play it: ${commandFor(name, seed)}`,
    ...(others.length === 0
      ? []
      : [`  … and ${others.length} more failures of this kind: ${countsByProperty(others)}`]),
    "",
  ];
}

function countsByProperty(results: readonly Result[]): string {
  const groups = Map.groupBy(results, (result) => result.case.property);
  return [...groups].map(([property, own]) => `${own.length} of ${property}`).join(", ");
}

/** Disturbances down, places across: of those there are few enough to fit. */
export function spellMatrix({ property, places, disturbances, cell }: Matrix): string[] {
  const letters = places.map((_, index) => lettersOf(index));
  const rows = disturbances.map((disturbance) => [
    `  ${disturbance}`,
    ...places.map((place) => spellCell(cell(disturbance, place))),
  ]);
  return [
    property,
    ...places.map((place, index) => `  ${letters[index]} = ${place}`),
    ...alignRows([["  ", ...letters], ...rows]),
  ];
}

/** A to Z, then AA to ZZ, as spreadsheets name columns. */
export function lettersOf(index: number): string {
  const last = String.fromCharCode("A".charCodeAt(0) + (index % 26));
  return index < 26 ? last : `${lettersOf(Math.floor(index / 26) - 1)}${last}`;
}
