import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorObject } from "ajv/dist/2020.js";
import { root } from "../paths.ts";
import { didYouMean, likeliest } from "../../functions/runtime/define/nearest.ts";
import { formats } from "./formats.ts";
import { pathIn } from "../../functions/runtime/objects.ts";
import { lineOf } from "../read/lines.ts";

/**
 * A sentence about an invalid schema that begins with its file and line.
 * @param errors ajv's meta-schema errors; empty for other mistakes
 */
export function schemaFault(file: string, error: unknown, errors: readonly ErrorObject[]): string {
  const message = error instanceof Error ? error.message : "";
  const [refused] = message.startsWith("schema is invalid") ? errors : [];
  const text = textOf(file);
  if (refused === undefined)
    return `${file}:${lineNamedIn(message, text)}: is no valid JSON Schema: ${message.replace(/^strict mode: /, "")}${remedyFor(message)}`;
  const path = pathIn(refused.instancePath);
  const place = path.map((part) => `"${part}"`).join(" · ");
  const remedy = remedyAt(path);
  return `${file}:${lineOf(text, path)}: is no valid JSON Schema: ${place} ${ajvMessage(refused)}${remedy}`;
}

/** The fix for a keyword of an older draft or another language. */
function remedyAt(path: readonly string[]): string {
  const last = path.at(-1) ?? "";
  if (last === "required" && path.length > 1) return ": the names of those that are, beside properties";
  if (last === "items") return ": the one schema of all items; prefixItems has one for each place";
  if (last.startsWith("exclusive")) return `: the limit itself, in the place of ${last.slice(9).toLowerCase()}`;
  if (last === "type") return "; of two there is a list, and a time is a string with a format";
  return "";
}

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

/** The fix, where ajv's message does not suggest it. */
function remedyFor(message: string): string {
  const [, keyword] = /^strict mode: unknown keyword: "(.+)"$/.exec(message) ?? [];
  if (keyword !== undefined) return suggestion(keyword, KEYWORDS) || ". The data's members belong in properties";
  if (message.includes("(?P<")) return ". A group is named as in (?<name>…)";
  if (/\(\?[imsx]+\)/.test(message)) return ". It has no flags: letters in both cases are [Aa]";
  const [, format] = /unknown format "(.+?)"/.exec(message) ?? [];
  if (format !== undefined) return `. It is left out, or ${didYouMean(format, Object.keys(formats))}`;
  if (/^no schema with key or ref ".*json-schema\.org/.test(message)) return `. "$schema" is ${DRAFT}`;
  if (message.startsWith("can't resolve reference"))
    return ". A schema stands alone: what it refers to is in its own $defs";
  if (/required property .* is not defined/.test(message))
    return ". It has to be named in properties there too: { } will do";
  return "";
}

function suggestion(given: string, known: readonly string[]): string {
  const near = likeliest(given, known);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

/** The keywords that people write. */
const KEYWORDS = (
  "$defs $ref $schema additionalProperties allOf anyOf const default deprecated description else enum examples exclusiveMaximum " +
  "exclusiveMinimum format if items maxItems maxLength maximum minItems minLength minimum multipleOf not oneOf pattern prefixItems " +
  "properties propertyNames required then title type uniqueItems"
).split(" ");

/** ajv's message, with the allowed values. */
export function ajvMessage({ keyword, params, message = "is wrong" }: ErrorObject): string {
  return keyword === "enum" ? `must be one of ${params["allowedValues"].join(", ")}` : message;
}

/** "" for schemas that are not in a file of ours: they have no lines. */
function textOf(file: string): string {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return "";
  }
}

/** ajv names a place in the schema, or only a keyword. */
function lineNamedIn(message: string, text: string): number {
  const [, pointer] = /"[^"#]*#(\/[^"]*)"/.exec(message) ?? [];
  if (pointer !== undefined) return lineOf(text, pathIn(pointer));
  const [, pattern] = /^Invalid regular expression: \/(.*)\/\w*:/.exec(message) ?? [];
  const names = Array.from(message.matchAll(/"[^"]+"/g), ([name]) => name);
  const places = [...(pattern === undefined ? [] : [JSON.stringify(pattern)]), ...names].map((name) =>
    text.indexOf(name),
  );
  return text.slice(0, Math.max(0, places.find((at) => at !== -1) ?? 0)).split("\n").length;
}
