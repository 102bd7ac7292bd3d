import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StandIn } from "../../../local/core/system.ts";
import { root } from "../../../bundler/paths.ts";
import { type Explained, readExplained } from "../mutants/explained.ts";
import type { Declarations } from "./declarations.ts";

type Specified = Pick<StandIn, "name" | "impossible">;

const page = join(root, "docs/prove.md");
const BEGIN = "<!-- declared: npm run prove -- --update writes this table -->";
const END = "<!-- end of what is declared -->";

interface Declaring {
  readonly name: string;
  readonly declared: Declarations;
}

/** docs/prove.md as it is, and as it should be by what is declared. */
export async function documentedDeclarations(
  handlers: readonly Declaring[],
  standIns: readonly Specified[],
): Promise<{ is: string; should: string }> {
  const is = await readFile(page, "utf8");
  const [before, after] = [is.split(BEGIN)[0] ?? "", is.split(END)[1] ?? ""];
  if (before === is || is.split(END).length !== 2)
    throw new Error(`docs/prove.md has lost its table: the lines ${BEGIN} and ${END} are expected.`);
  const tables = [...tableOf(handlers, standIns), "", ...tableOfMutants(await readExplained())];
  return { is, should: `${before}${BEGIN}\n${tables.join("\n")}\n${END}${after}` };
}

export async function updateDocumentation(
  handlers: readonly Declaring[],
  standIns: readonly Specified[],
): Promise<void> {
  await writeFile(page, (await documentedDeclarations(handlers, standIns)).should);
}

function tableOf(handlers: readonly Declaring[], standIns: readonly Specified[]): string[] {
  const ofSystems = standIns.flatMap(({ name, impossible = [] }) =>
    impossible.map(({ fault, operation = "every call", reason }) => [
      `all that use ${name}`,
      `${fault} at ${operation}`,
      reason,
    ]),
  );
  const rows = handlers.flatMap(
    ({
      name,
      declared: { diverges = [], arrivalDecides = [], overwrites = [], restores = [], doubles = [], unreached = [] },
    }) => [
      ...diverges.map(({ fault, operation, reason }) => [name, `${fault} at ${operation}`, reason]),
      ...arrivalDecides.map(({ other, records, fields, reason }) => [
        name,
        `beside ${other}: ${fields.join(", ")} of ${records}`,
        reason,
      ]),
      ...overwrites.map(({ records, fields, reason }) => [
        name,
        `overwrites ${fields.join(", ")} of ${records}`,
        reason,
      ]),
      ...restores.map(({ records, fields, reason }) => [
        name,
        `writes again ${fields.join(", ")} of ${records}, whoever has changed that since`,
        reason,
      ]),
      ...doubles.map(({ records, reason }) => [name, `adds a ${records} where there is one`, reason]),
      ...unreached.map(({ code, reason }) => [name, `not reached: \`${code.replaceAll("|", "\\|")}\``, reason]),
    ],
  );
  return inTable([["handler", "what", "reason"], ...ofSystems, ...rows]);
}

function tableOfMutants(explained: readonly Explained[]): string[] {
  const sorted = explained.toSorted((one, other) => (one.file + one.what < other.file + other.what ? -1 : 1));
  const rows = sorted.map(({ file, what, reason }) => [file.replace("functions/", ""), what, reason]);
  return inTable([["file", "mutant that may survive", "reason"], ...rows]);
}

function inTable([headings = [], ...rows]: readonly (readonly string[])[]): string[] {
  return [headings, headings.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
}
