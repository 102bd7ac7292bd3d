import type { Topic } from "./exchange.ts";
import type { Result } from "./play.ts";

const NEVER = "not asked yet";

const HEAD = `# How faithful the stand-ins are

\`npm run fidelity -- salesforce\` and \`-- customerio\` play the exchanges below with the stand-in and, where the environment has
credentials, with a real org or workspace, print what differs and write this page. Each row is one request and what matters of
its answer: [tools/fidelity/](../tools/fidelity/systems.ts) has them, and the tests hold the stand-ins to every one.

How an answer is known: *recorded* from real systems, by others; *documented* by the vendor; *reported* by people who met
it; *believed*. **Whoever wrote ycat had no org and no workspace: where a row says "${NEVER}", nobody has compared it with the
real system.** If you have one, run it, and commit the page.
`;

/** docs/fidelity.md with this system's rows replaced. */
export function pageOf(
  page: string,
  systems: Readonly<Record<string, { readonly topics: readonly Topic[] }>>,
  asked: { readonly system: string; readonly date: string; readonly results: readonly Result[] } | undefined,
): string {
  const sections = Object.entries(systems).map(([system, { topics }]) => {
    const present = page.split(/^## /m).find((text) => text.startsWith(`${system}\n`)) ?? "";
    const news = asked?.system === system ? asked : undefined;
    return sectionOf(system, topics, present, news);
  });
  return [HEAD, ...sections].join("\n");
}

function sectionOf(
  system: string,
  topics: readonly Topic[],
  present: string,
  news: { readonly date: string; readonly results: readonly Result[] } | undefined,
): string {
  const [, lastTime] = /^Asked of a real one on (.*)\.$/m.exec(present) ?? [];
  const date = news?.date ?? lastTime;
  const tables = topics.map(({ name, exchanges }) => {
    const rows = exchanges.map((exchange) => {
      const result = news?.results.find((one) => one.topic === name && one.exchange === exchange);
      const cell = result === undefined ? presentCell(present, name, exchange.name) : cellOf(result);
      return `| ${inCell(exchange.name)} | ${exchange.basis} | ${cell} |\n`;
    });
    return `\n### ${name}\n\n| exchange | known | a real one |\n| --- | --- | --- |\n${rows.join("")}`;
  });
  const asked = date === undefined ? "No real one has been asked yet." : `Asked of a real one on ${date}.`;
  return `## ${system}\n\n${asked}\n${tables.join("")}`;
}

function cellOf({ differences, skipped }: Result): string {
  if (skipped !== undefined) return `not asked: ${skipped}`;
  return differences.length === 0 ? "as expected" : inCell(`differs: ${differences.join("; ")}`);
}

function presentCell(section: string, topic: string, exchange: string): string {
  const table = section.split(/^### /m).find((text) => text.startsWith(`${topic}\n`)) ?? "";
  const row = table.split("\n").find((line) => line.startsWith(`| ${inCell(exchange)} |`));
  return row?.split(" | ").slice(2).join(" | ").replace(/ \|$/, "") ?? NEVER;
}

/** A cell must be one line, without `|`. */
function inCell(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
}
