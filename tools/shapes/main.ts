import { OF_EVENT } from "../../functions/runtime/receive/radar.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { UnknownShape } from "../../local/console/contract/shapes.ts";
import { readArguments } from "../arguments.ts";
import { type Asked, placeOptions, placeUsage, prefixOf, readPlace } from "../place.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import { openGoogle } from "../google/ask.ts";
import { printAnswer } from "../printing.ts";
import { runCommand } from "../command.ts";
import { askRunner } from "../runner/ask.ts";
import { shapesLogged } from "./logged.ts";
import { runnerUrl } from "../runner/address.ts";
import type { ProjectTerminal } from "../terminal.ts";

const usage = `npm run shapes -- SOURCE [options]

Lists members of a source's genuine payloads that its schemas don't describe, by path and type, with the times they were first and last
seen, and the changes that each schema would need. Use it to notice a sender's change before it is refused. Values are never shown.
docs/sources.md

${placeUsage}`;

/** `npm run shapes`. @returns the exit code */
export function runShapes(texts: readonly string[], invocation: ProjectTerminal): Promise<number> {
  return runCommand(invocation, usage, async () => {
    const command = await readCommand(texts, invocation);
    const shapes = await find(command, invocation);
    printAnswer(invocation, command.isJson, shapes, linesOf(command.source, shapes));
  });
}

interface Command extends Asked {
  readonly source: string;
}

async function readCommand(texts: readonly string[], { dist }: ProjectTerminal): Promise<Command> {
  const { positionals, values } = readArguments(texts, { allowPositionals: true, options: placeOptions });
  const [source, ...more] = positionals;
  if (source === undefined || more.length > 0) throw new UsageError(usage);
  const { functions } = await readManifest(dist);
  const names = Object.keys(functions).filter((name) => functions[name]?.kind === "source");
  if (!names.includes(source)) throw new UsageError(`There is no source ${source}: there are ${names.join(", ")}.`);
  return { source, ...readPlace(values) };
}

async function find(
  { source, project, prefix }: Command,
  invocation: ProjectTerminal,
): Promise<readonly UnknownShape[]> {
  const { environment, google = openGoogle } = invocation;
  if (project !== undefined) return shapesLogged(google(project), source, prefixOf({ prefix }, environment));
  const url = runnerUrl(environment);
  return (await askRunner(url, `/api/sources/${encodeURIComponent(source)}/shapes`)) as UnknownShape[]; // validated by its schema
}

function linesOf(source: string, shapes: readonly UnknownShape[]): string[] {
  if (shapes.length === 0) return [`Nothing came to ${source} that its schemas do not know.`];
  return [...Map.groupBy(shapes, ({ kind }) => kind)].flatMap(([kind, ofKind]) => [
    `${source} ${kind}`,
    ...ofKind.map(({ path, type, first, last }) => `  ${path}  ${type}  ${first} … ${last}`),
    ...growthLines(source, kind, growthOf(ofKind)),
  ]);
}

/** None for unusual names, which a schema can't name. */
function growthLines(source: string, kind: string, growth: object): string[] {
  if (Object.keys(growth).length === 0) return [];
  return [
    `  to know it, schemas/${kind.startsWith(OF_EVENT) ? kind.slice(OF_EVENT.length) : `sources/${source}/${kind}`}.json grows by:`,
    ...JSON.stringify(growth, null, 2)
      .split("\n")
      .map((line) => `    ${line}`),
  ];
}

interface Growth {
  type?: string | string[];
  items?: Growth;
  properties?: Record<string, Growth>;
}

/** The part of a schema that describes these shapes. Merge it by hand, knowing what the sender means. */
function growthOf(shapes: readonly UnknownShape[]): Growth {
  const root: Growth = {};
  for (const { path, type } of shapes) {
    const steps: readonly string[] = path.match(/\/[^/[]+|\[\]/g) ?? [];
    if (steps.includes("/*")) continue; // an unusual name can't be written down, so its object stays open
    const place = steps.reduce(within, root);
    place.type = place.type === undefined ? type : [place.type, type].flat();
  }
  return root;
}

function within(place: Growth, step: string): Growth {
  if (step === "[]") return (place.items ??= {});
  return ((place.properties ??= {})[step.slice(1)] ??= {});
}
