import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cell, type Matrix, matricesOf, spellCell } from "./matrix.ts";
import { failuresOf } from "./terminal.ts";
import type { HandlerProof, Proof } from "../run/proof.ts";
import { commandFor } from "./command.ts";
import { spellNoWorlds, spellRuns } from "../story/spelling.ts";
import type { Story } from "../story/story.ts";
import type { RecordPair, RecordRow, StoryWorld } from "../../../local/console/contract/proof.ts";

/**
 * Writes index.html with the matrices, HANDLER.html with the stories that cells link to, and proof.json with
 * everything.
 */
export async function writeReport(folder: string, proof: Proof): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "proof.json"), `${JSON.stringify(proof, undefined, 1)}\n`);
  await writeFile(
    join(folder, "index.html"),
    page("Proof of convergence", [summary(proof), ...proof.handlers.map(handlerSection)]),
  );
  for (const handler of proof.handlers)
    await writeFile(
      join(folder, `${handler.handler}.html`),
      page(`${handler.handler}: stories`, storiesOf(handler, proof.seed)),
    );
}

function summary({ handlers, cases, seconds, seed }: Proof): string {
  const failures = handlers.reduce((count, handler) => count + failuresOf(handler), 0);
  return `<h1>${failures === 0 ? "Every handler converges" : `${failures} failures`}</h1>
<p>${cases} cases in ${seconds.toFixed(1)} s, seed ${seed}. A cell counts its cases over all samples and starting states, and leads to the story of one.</p>`;
}

function handlerSection(proof: HandlerProof): string {
  const { handler, bounds, problems } = proof;
  return `<h2>${escape(handler)}</h2>
<p>Clean run: at most ${bounds.cleanCalls} calls; delivered again after its success: ${bounds.repeatedCalls}, of which ${bounds.repeatedWrites} harmless writes. Slowest delivery: ${bounds.longestMs / 1000} s of the ${bounds.ackDeadlineMs / 1000} s to the ack deadline.</p>
<ul>${problems.map(({ rule }) => `<li class="failed">${escape(`${handler} ${rule}`)}</li>`).join("")}</ul>
${matricesOf(proof.results)
  .map((matrix) => table(handler, matrix))
  .join("\n")}`;
}

function table(handler: string, { property, places, disturbances, cell }: Matrix): string {
  const row = (disturbance: string) =>
    `<tr><th>${escape(disturbance)}</th>${places.map((place) => cellHtml(handler, cell(disturbance, place))).join("")}</tr>`;
  return `<h3>${property}</h3>
<table><tr><td></td>${places.map((place) => `<th>${escape(place)}</th>`).join("")}</tr>
${disturbances.map(row).join("\n")}</table>`;
}

function cellHtml(handler: string, cell: Cell | undefined): string {
  if (cell === undefined) return "<td></td>";
  const text = spellCell(cell);
  const { example } = cell;
  const content =
    example.story === undefined
      ? text
      : `<a href="${encodeURIComponent(handler)}.html#${idOf(example.case.name)}">${text}</a>`;
  return `<td class="${example.verdict}">${content}</td>`;
}

function storiesOf({ results }: HandlerProof, seed: number): string[] {
  return results.flatMap(({ case: { name }, verdict, story }) =>
    story === undefined ? [] : [`<section id="${idOf(name)}" class="${verdict}">${storyHtml(story, seed)}</section>`],
  );
}

function idOf(name: string): string {
  return encodeURIComponent(name).replaceAll("%", "");
}

/** The story as HTML: what is wrong, both end states in a table, what happened, and how to run it again. */
export function storyHtml(story: Story, seed: number): string {
  const { name, findings, worlds } = story;
  return `<h2>${escape(name)}</h2>
<ul>${findings.map((rule) => `<li>the handler ${escape(rule)}</li>`).join("")}</ul>
${worlds.length === 0 ? `<p>${escape(spellNoWorlds(story))}</p>` : worldsTable(worlds)}
<pre>${escape(spellRuns(story).join("\n"))}</pre>
<p><code>${escape(commandFor(name, seed))}</code></p>`;
}

function worldsTable(worlds: readonly StoryWorld[]): string {
  return `<table><tr><th></th><th>as it should be</th><th>as it is</th></tr>
${worlds.map(kindRows).join("\n")}</table>`;
}

function kindRows({ kind, same, pairs }: StoryWorld): string {
  const alike = same === 0 ? "" : `<tr><th>${escape(kind)}</th><td colspan="2">(${same} the same in both)</td></tr>`;
  return `${alike}${pairs.map((pair) => pairRows(kind, pair)).join("\n")}`;
}

function pairRows(kind: string, { what, rows }: RecordPair): string {
  return `<tr><th>${escape(kind)}</th><th colspan="2">${what}</th></tr>${rows.map(fieldRow).join("\n")}`;
}

function fieldRow({ field, expected = "", actual = "", differs }: RecordRow): string {
  const look = differs ? ' class="failed"' : "";
  return `<tr${look}><td>${escape(field)}</td><td>${escape(expected)}</td><td>${escape(actual)}</td></tr>`;
}

const STYLE = `body{font:14px system-ui;margin:2em;color:#222}table{border-collapse:collapse;margin-bottom:2em}
th,td{padding:.2em .6em;border:1px solid #ddd;text-align:left;font-weight:normal}a{color:inherit}
.ok{background:#eefaee}.declared{background:#fdf6dd}.failed{background:#fbdcdc}section.failed table{background:#fff}
pre{white-space:pre-wrap}`;

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light">
<title>${escape(title)}</title><style>${STYLE}</style>
<body>
${parts.join("\n")}
</body></html>
`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
