import { existsSync, readdirSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { basename, join } from "node:path";
import { mapBeside } from "../../bundler/write/bundles.ts";
import { readArguments } from "../arguments.ts";
import { runCommand } from "../command.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { Output } from "../terminal.ts";

const usage = `npm run where -- PLACE… --bundle BUNDLE

Translates places in a bundle into places in TypeScript. PLACE is as Cloud Logging shows it, index.cjs:35:110, or a text with such places.

  --bundle BUNDLE    the deployed zip, app-0123456789abcdef.zip (it is named in the manifest, in Terraform and in the function's
                     labels), or the name of a function, for its present build
`;

interface Invocation extends Output {
  readonly dist: string;
}

const PLACE = /index\.cjs:(\d+):(\d+)/g;

/** `npm run where`. @returns the exit code. */
export function where(texts: readonly string[], invocation: Invocation): Promise<number> {
  return runCommand(invocation, usage, async () => {
    const { values, positionals } = readArguments(texts, {
      allowPositionals: true,
      options: { bundle: { type: "string" } },
    });
    if (positionals.length === 0) throw new UsageError(usage);
    if (values.bundle === undefined)
      throw new UsageError("--bundle says which bundle: app-0123456789abcdef.zip, or app");
    const map = readMap(invocation.dist, values.bundle);
    for (const text of positionals) invocation.print(translated(text, map));
  });
}

function translated(text: string, map: SourceMap): string {
  if (text.match(PLACE) === null) throw new UsageError(`"${text}" has no place like index.cjs:35:110.`);
  return text.replaceAll(PLACE, (place, line: string, column: string) => {
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!("originalSource" in entry)) return `${place} (of no source: is it another bundle's?)`;
    return `${entry.originalSource.replace(/^(?:\.\.\/)+/, "")}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** @throws UsageError that says how to get the bundle's source map */
function readMap(dist: string, bundle: string): SourceMap {
  const functions = join(dist, "functions");
  const name = basename(bundle);
  const file = name.endsWith(".zip") ? join(functions, mapBeside(name)) : join(functions, name, "index.cjs.map");
  if (existsSync(file)) return new SourceMap(JSON.parse(readFileSync(file, "utf8")));
  const [, unit = name] = /^(.*)-[0-9a-f]{16}\.zip$/.exec(name) ?? [];
  const present = existsSync(functions) ? readdirSync(functions).filter((entry) => entry.endsWith(".zip")) : [];
  const own = present.filter((zip) => zip.startsWith(`${unit}-`));
  throw new UsageError(
    `dist/functions has no source map of ${bundle} (there are: ${(own.length > 0 ? own : present).join(", ") || "none"}). ` +
      "The same sources make the same bundle: check out the commit that was deployed, and npm run build.",
  );
}
