import { alignRows } from "../../table.ts";
import type { HandlerProof, Proof } from "../run/proof.ts";
import { spellPaste } from "./entries.ts";
import { spellKind } from "./failures.ts";
import { failureKinds, withoutConsequences } from "../story/kinds.ts";
import { countVerdicts, matricesOf } from "./matrix.ts";
import { spellMatrix, spellNotOk } from "./matrix-lines.ts";

const MOST_STORIES = 10;
/** If the first one says how it is mended: much of the rest may be mended with it. */
const MOST_BESIDE_CURE = 3;

/**
 * The proof as text: for each handler the counts, what is not ok (or `all`), the bounds, and a story of each kind of
 * failure.
 */
export function spellProof(proof: Proof, { all = false } = {}): string[] {
  const { cases, seed } = proof;
  const failures = proof.handlers.reduce((count, handler) => count + failuresOf(handler), 0);
  const kinds = proof.handlers.reduce((count, handler) => count + failureKinds(handler).length, 0);
  const alike = proof.handlers.reduce((count, handler) => count + handler.alike, 0);
  return [
    ...proof.handlers.flatMap((handler) => spellHandler(handler, seed, all)),
    ...(proof.unreached ?? []).map((file) => `no case ran ${file}`),
    `${cases} cases in ${spellTime(proof)}; ${spellCount(alike)} more come to the same as one of them.`,
    ...(proof.kept === 0 ? [] : [`${spellCount(proof.kept)} of ${spellCount(cases)} cases ${KEPT}`]),
    spellChance(proof, failures > 0),
    failures === 0
      ? "Every handler converges."
      : `${spellFailures(failures, kinds)}. What a system gives no means for is declared in proof/HANDLER.declared.json: docs/prove.md.`,
  ];
}

const KEPT = "kept from before: nothing that they depend on has changed (--no-cache proves them again).";

function spellFailures(failures: number, kinds: number): string {
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  return [counted(failures, "failure"), ...(kinds === 0 ? [] : [counted(kinds, "kind")])].join(" of ");
}

function spellCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** CPU seconds are those of a single core. */
function spellTime({ cases, kept, seconds, cpuSeconds }: Proof): string {
  const rate = (time: number) => (time === 0 ? 0 : Math.round((cases - kept) / time));
  const wall = `${seconds.toFixed(1)} s, ${rate(seconds)} a second`;
  return cpuSeconds === undefined ? wall : `${wall}, ${rate(cpuSeconds)} a second of CPU (${cpuSeconds.toFixed(1)} s)`;
}

/** How many of the drawn cases were tried, and with what result. */
function spellChance({ seed, chance: { drawn, tried } }: Proof, hasFailures: boolean): string {
  const share = drawn === 0 ? 100 : Math.floor((tried / drawn) * 100);
  const result = hasFailures ? "" : " without a finding";
  return `tried ${share} % of ${spellCount(drawn)} drawn cases${result}: --budget 60s tries more, another seed than ${seed} others.`;
}

export function failuresOf({ results, problems }: HandlerProof): number {
  return countVerdicts(results).failed + problems.length;
}

/**
 * Problems outside any case. Of those that differ only in where they occurred, the first.
 * @param areEffects only changed effects, or only the others; default: both
 */
export function spellProblems({ handler, problems }: HandlerProof, areEffects?: boolean): string[] {
  const asked = problems.filter(({ property }) => areEffects === undefined || (property === "effects") === areEffects);
  const alike = Map.groupBy(asked, ({ rule }) => rule.replace(/ \([^()]*\)$/, ""));
  return [...alike.values()].flatMap(([first, ...others]) => {
    const more = others.length === 0 ? "" : ` … and ${others.length} more such`;
    const when = "Where no sample can reach it";
    const paste = first?.entry === undefined ? [] : spellPaste(when, first.entry.list, [first.entry], handler);
    return [`FAIL: ${handler} ${first?.rule}${more}`, ...paste];
  });
}

/** What is wrong with a handler outside any case, and the gravest of what is wrong in its cases. */
export function spellFirst(proof: HandlerProof, seed: number): string[] {
  const told = withoutConsequences(failureKinds(proof)).slice(0, 1);
  const { handler } = proof;
  return [
    ...spellProblems(proof, false),
    ...told.flatMap(({ kind, consequences }) => spellKind(kind, 1, { seed, consequences, handler })),
  ];
}

function spellHandler(proof: HandlerProof, seed: number, all: boolean): string[] {
  const { handler, bounds, results } = proof;
  const [effects = [], others = []] = [true, false].map((areEffects) => spellProblems(proof, areEffects));
  if (results.length === 0) return [`# ${handler}: not proved`, ...others, ...effects, ""];
  const told = failureKinds(proof);
  const kinds = all ? told.map((kind) => ({ kind, consequences: [] })) : withoutConsequences(told);
  const isCured = (kinds[0]?.kind.story?.cures ?? []).length > 0;
  const most = all ? Infinity : isCured ? MOST_BESIDE_CURE : MOST_STORIES;
  const matrices = matricesOf(results);
  return [
    `# ${handler}`,
    ...alignRows(matrices.map(({ property }) => countsOf(property, results))),
    `clean run: at most ${bounds.cleanCalls} calls; delivered again after its success: ${bounds.repeatedCalls}, of which ${bounds.repeatedWrites} harmless writes`,
    `slowest delivery: ${bounds.longestMs / 1000} s of the ${bounds.ackDeadlineMs / 1000} s to the ack deadline`,
    ...meetingsOf(proof),
    ...others,
    "",
    ...(all ? matrices.flatMap((matrix) => [...spellMatrix(matrix), ""]) : [...spellNotOk(matrices), ""]),
    ...kinds
      .slice(0, most)
      .flatMap(({ kind, consequences }, index) => spellKind(kind, index + 1, { seed, consequences, handler })),
    ...(kinds.length > most
      ? [`… and ${kinds.length - most} more kinds of failure, which --all tells too, and --report DIR.`, ""]
      : []),
    // Last: they change with every mistake that is mended.
    ...(effects.length > 0 ? [...effects, ""] : []),
  ];
}

/**
 * How many interleavings its runs cover, which handlers it meets only through others, and which share no records with
 * it.
 */
function meetingsOf({ results, covered, apart, represented }: HandlerProof): string[] {
  const runs = results.filter((result) => result.case.property === "interleaving").length;
  return [
    ...(runs === 0 ? [] : [`${runs + covered} interleavings, ${runs} runs: the others touch in the same order`]),
    ...represented.map(
      ({ names, by }) =>
        `meets ${by.join(", ")} in the place of ${few(names)}, whose calls touch the same in every state`,
    ),
    ...(apart.length === 0
      ? []
      : [`not tried together with ${apart.join(", ")}: no field of a record is touched by both`]),
  ];
}

const MOST_NAMES = 3;

function few(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
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
