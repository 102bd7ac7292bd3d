import { type Matrix, matricesOf, spellCell } from "./matrix.ts";
import type { HandlerProof, Proof } from "./prove.ts";
import { spellStory } from "./story.ts";

const MOST_STORIES = 5;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The proof as lines to read: per handler the matrices, the bounds and what is wrong. */
export function spellProof(proof: Proof): string[] {
  const { cases, seconds, seed } = proof;
  const failures = proof.handlers.reduce((count, handler) => count + failuresOf(handler), 0);
  const rate = seconds === 0 ? 0 : Math.round(cases / seconds);
  return [
    ...proof.handlers.flatMap(spellHandler),
    `${cases} cases in ${seconds.toFixed(1)} s, ${rate} a second; what is drawn is drawn from --seed ${seed}.`,
    failures === 0 ? "Every handler converges." : `${failures} failures.`,
  ];
}

export function failuresOf({ results, problems }: HandlerProof): number {
  return results.filter(({ verdict }) => verdict === "failed").length + problems.length;
}

function spellHandler(proof: HandlerProof): string[] {
  const { handler, bounds, problems, results } = proof;
  const stories = results.flatMap(({ verdict, story }) => (verdict === "failed" && story !== undefined ? [story] : []));
  return [
    `# ${handler}`,
    "",
    ...matricesOf(proof).flatMap((matrix) => [...spellMatrix(matrix), ""]),
    `clean run: at most ${bounds.cleanCalls} calls; delivered again after its success: ${bounds.repeatedCalls}, of which ${bounds.repeatedWrites} harmless writes`,
    `slowest delivery: ${bounds.longestMs / 1000} s of the ${bounds.ackDeadlineMs / 1000} s to the ack deadline`,
    ...problems.map(({ rule }) => `FAIL: ${handler} ${rule}`),
    "",
    ...stories.slice(0, MOST_STORIES).flatMap((story) => [...spellStory(story), ""]),
    ...(stories.length > MOST_STORIES
      ? [`… and ${stories.length - MOST_STORIES} more: --report DIR has them all.`, ""]
      : []),
  ];
}

/** Disturbances down, calls across: of those there are few enough to fit. */
function spellMatrix({ property, calls, disturbances, cell }: Matrix): string[] {
  const rows = disturbances.map((disturbance) => [
    disturbance,
    ...calls.map((call) => spellCell(cell(disturbance, call))),
  ]);
  const head = ["", ...calls.map((_, index) => LETTERS.charAt(index % LETTERS.length))];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  return [property, ...calls.map((call, index) => `  ${head[index + 1]} = ${call}`), line(head), ...rows.map(line)];
}
