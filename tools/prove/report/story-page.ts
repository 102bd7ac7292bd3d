import { commandFor } from "./command.ts";
import { escape } from "./html.ts";
import { spellNoWorlds, spellRuns } from "../story/spelling.ts";
import type { Story } from "../story/story.ts";
import type { KindOfRecords, RecordPair, Row } from "../story/worlds.ts";

/** The story as HTML: what is wrong, both end states in a table, what happened, and how to run it again. */
export function storyHtml(story: Story, seed: number): string {
  const { name, findings, worlds } = story;
  return `<h2>${escape(name)}</h2>
<ul>${findings.map((rule) => `<li>the handler ${escape(rule)}</li>`).join("")}</ul>
${worlds.length === 0 ? `<p>${escape(spellNoWorlds(story))}</p>` : worldsTable(worlds)}
<pre>${escape(spellRuns(story).join("\n"))}</pre>
<p><code>${escape(commandFor(name, seed))}</code></p>`;
}

function worldsTable(worlds: readonly KindOfRecords[]): string {
  return `<table><tr><th></th><th>as it should be</th><th>as it is</th></tr>
${worlds.map(kindRows).join("\n")}</table>`;
}

function kindRows({ kind, same, pairs }: KindOfRecords): string {
  const alike = same === 0 ? "" : `<tr><th>${escape(kind)}</th><td colspan="2">(${same} the same in both)</td></tr>`;
  return `${alike}${pairs.map((pair) => pairRows(kind, pair)).join("\n")}`;
}

function pairRows(kind: string, { what, rows }: RecordPair): string {
  return `<tr><th>${escape(kind)}</th><th colspan="2">${what}</th></tr>${rows.map(fieldRow).join("\n")}`;
}

function fieldRow({ field, expected = "", actual = "", differs }: Row): string {
  const look = differs ? ' class="failed"' : "";
  return `<tr${look}><td>${escape(field)}</td><td>${escape(expected)}</td><td>${escape(actual)}</td></tr>`;
}
