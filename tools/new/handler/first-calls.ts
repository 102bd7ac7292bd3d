import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import { UsageError } from "../../../local/core/problems.ts";

/** An initial call for a new handler. */
export interface FirstCall {
  readonly system: string;
  readonly imports: readonly string[];
  /** Comments to write above it. */
  readonly notes: readonly string[];
  readonly code: string;
}

const EXAMPLE = /^ *\* @example of (a person|anything)\n((?: *\* (?!@).*\n)+)/gm;

/**
 * The example of the system's client in functions/clients/NAME: `@example of a person` or `of anything`, with the imports
 * and the comments that it begins with.
 * @throws UsageError if it has none for such an event
 */
export function firstCallOf(system: string, isPerson: boolean, handler: string): FirstCall {
  const folder = join(root, "functions/clients", system);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".ts")) : [];
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8"));
  const examples = texts.flatMap((text) => [...text.matchAll(EXAMPLE)]);
  const ofPerson = isPerson ? examples.find(([, of]) => of === "a person") : undefined;
  const [, , lines = ""] = ofPerson ?? examples.find(([, of]) => of === "anything") ?? [];
  if (lines === "") throw new UsageError(lacks(system, examples.length > 0));
  const told = lines
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/^ *\* /, ""));
  const isNote = (line: string) => line.startsWith("// ");
  const isImport = (line: string) => line.startsWith("import ");
  const code = told.filter((line) => !isNote(line) && !isImport(line)).join("\n");
  return {
    system,
    imports: told.filter(isImport),
    notes: told.filter(isNote),
    code: code.replaceAll("handler_name", handler.replaceAll("-", "_")),
  };
}

function lacks(system: string, isOfPeople: boolean): string {
  if (isOfPeople) return `--uses names ${system}, whose calls are about people, and the event's data has no e-mail.`;
  return (
    `--uses names ${system}, and no file in functions/clients/${system} has an example to begin with: ` +
    "write `@example of anything` and below it a call into the comment of one of its verbs."
  );
}
