import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../../bundler/paths.ts";
import type { Source } from "../../../functions/runtime/define/source.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { parseFile, walk } from "../../syntax.ts";
import type { Given } from "../payload/given.ts";
import type { Payload } from "../payload/leaves.ts";
import { importsOf, mappingCode } from "./code.ts";
import type { Kind } from "./kind.ts";
import { testRow } from "./test.ts";

/** An existing source: its specification and its file. */
export interface Present {
  readonly specification: Source;
  readonly file: string;
}

/**
 * Undefined if there is no such source.
 * @throws UsageError if its file can't be loaded
 */
export async function presentSource(name: string): Promise<Present | undefined> {
  const file = `functions/sources/${name}.ts`;
  if (!existsSync(join(root, file))) return undefined;
  const module: { default?: Source } = await import(pathToFileURL(join(root, file)).href).catch((cause: unknown) => {
    throw new UsageError(
      `${file} is there already, and can't be loaded: npm run build says why. Nothing was written.`,
      { cause },
    );
  });
  const { default: specification } = module;
  if (specification?.kinds === undefined)
    throw new UsageError(`${file} is there already, and no source: it has no kinds. Nothing was written.`);
  return { specification, file };
}

/**
 * Groups payloads by the kind that the source itself reads.
 * @throws UsageError if it already maps a kind, can't read it, or is posted otherwise
 */
export function newKindsOf({ specification, file }: Present, given: readonly Given[]): Map<string, Payload[]> {
  const { body = "json", items } = specification;
  if (given.some((one) => one.body !== body || (one.items !== undefined && String(one.items) !== String(items))))
    throw new UsageError(
      `${file} is there already, and reads ${body}${items === undefined ? "" : " with a list"}: the payload is posted otherwise. Nothing was written.`,
    );
  const all = given.flatMap(({ payloads, headers }) =>
    payloads.map((payload) => ({ payload, kind: kindOf(specification, { payload, headers }, file) })),
  );
  const named = Map.groupBy(all, ({ kind }) => kind);
  const grouped = new Map([...named].map(([kind, ofOne]) => [kind, ofOne.map(({ payload }) => payload)]));
  for (const kind of grouped.keys())
    if (Object.hasOwn(specification.kinds, kind))
      throw new UsageError(`${file} is there already, and maps ${JSON.stringify(kind)}. Nothing was written.`);
  return grouped;
}

function kindOf(
  { kind }: Source,
  { payload, headers }: { payload: Payload } & Pick<Given, "headers">,
  file: string,
): string {
  const sentence = `${file} is there already, and its kind() reads nothing in the payload: whose webhook is it? Nothing was written.`;
  try {
    const said: unknown = kind(payload as never, { headers }); // as its sender posts it
    if (typeof said === "string" && said !== "" && !said.includes("undefined")) return said;
  } catch (cause) {
    throw new UsageError(sentence, { cause });
  }
  throw new UsageError(sentence);
}

/** The header with a webhook's id, if the source reads one. */
export function idHeaderOf({ specification }: Present): string | undefined {
  return specification.headers?.find((name) => name === "webhook-id" || name === "svix-id");
}

/** The title of the rows in a generated test. */
const MADE = '"makes of %s an event %s"';

/**
 * The source's file with mappings of these kinds added, and its test with a row for each, if it is still as generated.
 */
export function withKinds(present: Present, kinds: readonly Kind[]): Map<string, string> {
  const { specification, file } = present;
  const code = readFileSync(join(root, file), "utf8");
  const at = startOfKinds(code);
  if (at === undefined)
    throw new UsageError(
      `${file} is there already, and has no kinds: { … } that one could be added to. Nothing was written.`,
    );
  const mapped = kinds.map((kind) => mappingCode(kind, idHeaderOf(present))).join("\n");
  const imports = importsOf(kinds).filter((line) => !code.includes(line));
  const changed = `${imports.map((line) => `${line}\n`).join("")}${code.slice(0, at)}\n${mapped}${code.slice(at)}`;
  const test = `test/sources/${specification.name}.test.ts`;
  const tested = existsSync(join(root, test)) ? readFileSync(join(root, test), "utf8") : "";
  const files = new Map([[file, changed]]);
  if (tested.includes(MADE))
    files.set(
      test,
      tested.replace("it.each([", (start) => start + kinds.map(testRow).join("")),
    );
  return files;
}

/** Where the members of `kinds: { … }` begin. */
function startOfKinds(code: string): number | undefined {
  for (const [{ type, key, value }] of walk(parseFile(code)))
    if (type === "ObjectProperty" && Object(key).name === "kinds" && Object(value).type === "ObjectExpression")
      return Number(Object(value).start) + 1;
  return undefined;
}
