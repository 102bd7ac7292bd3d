import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Otherwise } from "../../../local/core/fault-fit.ts";
import type { StandIn } from "../../../local/core/system.ts";
import { root } from "../../../bundler/paths.ts";
import { type Explained, readExplained } from "../mutants/explained.ts";
import { ANY_OTHER, type Declarations } from "./declarations.ts";

type Specified = Pick<StandIn, "name" | "impossible" | "keepsFirst" | "restores">;

const page = join(root, "proof/README.md");

interface Declaring {
  readonly name: string;
  readonly declared: Declarations;
}

/** proof/README.md as it is (empty if missing), and as the declarations require. */
export async function documentedDeclarations(
  handlers: readonly Declaring[],
  standIns: readonly Specified[],
): Promise<{ is: string; should: string }> {
  const is = await readFile(page, "utf8").catch(() => "");
  return { is, should: spelled(handlers, standIns, await readExplained()) };
}

export async function updateDocumentation(
  handlers: readonly Declaring[],
  standIns: readonly Specified[],
): Promise<void> {
  await writeFile(page, (await documentedDeclarations(handlers, standIns)).should);
}

function spelled(
  handlers: readonly Declaring[],
  standIns: readonly Specified[],
  explained: readonly Explained[],
): string {
  return `${[
    "# What handlers do, and what they can't help",
    "",
    "Written by `npm run prove -- --update`, which a test holds to it: [docs/prove.md](../docs/prove.md) says what it means.",
    "",
    ...handlers.map(({ name }) => `- [${name}](${name}.effects.md)`),
    "",
    "## What is declared",
    "",
    ...tableOf(handlers, standIns),
    "",
    "## Mutants that may survive",
    "",
    ...tableOfMutants(explained),
  ].join("\n")}\n`;
}

/** A declaration: the handler, what is declared, the operation if any, and the reason. */
interface Entry {
  readonly who: string;
  readonly what: string;
  readonly where?: string;
  readonly reason: string;
}

function tableOf(handlers: readonly Declaring[], standIns: readonly Specified[]): string[] {
  const ofSystems = standIns.flatMap(({ name, impossible = [] }) =>
    impossible.map(({ fault, operation = "every call", only, reason }) => ({
      who: `all that use ${name}`,
      what: only === undefined ? fault : `${fault}: ${spellOnly(only)}`,
      where: operation,
      reason,
    })),
  );
  const restored = standIns.flatMap(({ name, restores = [] }) =>
    restores.map(({ kind, field, to, reason }) => ({
      who: `all that use ${name}`,
      what: `writes again ${field} of ${name} ${kind}${to === undefined ? "" : ` (${String(to)})`}, whoever has changed that since`,
      reason,
    })),
  );
  const kept = standIns.flatMap(({ name, keepsFirst = [] }) =>
    keepsFirst.map(({ kind, reason }) => ({
      who: `all that use ${name}`,
      what: `keeps what the first event to arrive has made a ${name} ${kind} of, unless a later write names the field`,
      reason,
    })),
  );
  const entries = [...ofSystems, ...kept, ...restored, ...handlers.flatMap(entriesOf)];
  return inTable([["handler", "what", "reason"], ...rowsOf(entries)]);
}

function spellOnly(only: readonly Otherwise[]): string {
  const fields = only.map(({ records, field, is }) => {
    const what = field === undefined ? records : `${field} of ${records}`;
    return is === undefined ? what : `${what} (${is === null ? "none" : String(is)})`;
  });
  return fields.join(", ");
}

function entriesOf({ name: who, declared }: Declaring): Entry[] {
  const { diverges = [], arrivalDecides = [], overwrites = [], restores = [] } = declared;
  const { means = [], doubles = [], unreached = [] } = declared;
  return [
    ...diverges.map(({ fault, operation, reason }) => ({ who, what: fault, where: operation, reason })),
    ...arrivalDecides.map(({ other, states = [], records, fields, reason }) => ({
      who,
      what: `beside ${[other === ANY_OTHER ? "any other" : other, ...states].join(", ")}: ${fields.join(", ")} of ${records}`,
      reason,
    })),
    ...overwrites.map(({ records, fields, reason }) => ({
      who,
      what: `overwrites ${fields.join(", ")} of ${records}`,
      reason,
    })),
    ...restores.map(({ records, fields, reason }) => ({
      who,
      what: `writes again ${fields.join(", ")} of ${records}, whoever has changed that since`,
      reason,
    })),
    ...means.map(({ records, fields, reason }) => ({ who, what: `means ${fields.join(", ")} of ${records}`, reason })),
    ...doubles.map(({ records, reason }) => ({ who, what: `adds a ${records} where there is one`, reason })),
    ...unreached.map(({ code, reason }) => ({ who, what: `not reached: \`${code.replaceAll("|", "\\|")}\``, reason })),
  ];
}

/** One row per reason: combines first the operations of a fault, then the handlers, then the faults. */
function rowsOf(entries: readonly Entry[]): string[][] {
  const byFault = grouped(entries, ({ who, what, reason }) => [who, what, reason]).map(([first, ...more]) => {
    const places = [first, ...more].flatMap(({ where }) => where ?? []);
    return { ...first, what: places.length === 0 ? first.what : `${first.what} at ${places.join(", ")}` };
  });
  const byWhat = grouped(byFault, ({ what, reason }) => [what, reason]).map(([first, ...more]) => ({
    ...first,
    who: [first, ...more].map(({ who }) => who).join(", "),
  }));
  return grouped(byWhat, ({ who, reason }) => [who, reason]).map(([first, ...more]) => [
    first.who,
    [first, ...more].map(({ what }) => what).join("<br>"),
    first.reason,
  ]);
}

function grouped(entries: readonly Entry[], keyOf: (entry: Entry) => readonly string[]): [Entry, ...Entry[]][] {
  const groups = Map.groupBy(entries, (entry) => JSON.stringify(keyOf(entry)));
  return [...groups.values()].flatMap(([first, ...more]) => (first === undefined ? [] : [[first, ...more]]));
}

function tableOfMutants(explained: readonly Explained[]): string[] {
  const sorted = explained.toSorted((one, other) => (one.file + one.what < other.file + other.what ? -1 : 1));
  const rows = sorted.map(({ file, what, reason }) => [file.replace("functions/", ""), what, reason]);
  return inTable([["file", "mutant that may survive", "reason"], ...rows]);
}

function inTable([headings = [], ...rows]: readonly (readonly string[])[]): string[] {
  return [headings, headings.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
}
