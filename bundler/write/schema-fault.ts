import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorObject } from "ajv/dist/2020.js";
import { root } from "../paths.ts";
import { pathIn } from "../../functions/runtime/objects.ts";
import { lineOf } from "../read/lines.ts";

/**
 * What is wrong with a schema, in a sentence that begins with its file and line.
 * @param errors what ajv's own schema of schemas refuses; none where the mistake is of another kind
 */
export function schemaFault(file: string, error: unknown, errors: readonly ErrorObject[]): string {
  const message = error instanceof Error ? error.message : "";
  const [refused] = message.startsWith("schema is invalid") ? errors : [];
  const text = textOf(file);
  if (refused === undefined)
    return `${file}:${lineNamedIn(message, text)}: is no valid JSON Schema: ${message.replace(/^strict mode: /, "")}`;
  const path = pathIn(refused.instancePath);
  const place = path.map((part) => `"${part}"`).join(" · ");
  return `${file}:${lineOf(text, path)}: is no valid JSON Schema: ${place} ${saidOf(refused)}`;
}

/** What ajv says of a value, with the words that it may be. */
export function saidOf({ keyword, params, message = "is wrong" }: ErrorObject): string {
  return keyword === "enum" ? `must be one of ${params["allowedValues"].join(", ")}` : message;
}

/** Schemas that stand in no file of ours have no lines. */
function textOf(file: string): string {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return "";
  }
}

/** ajv names a place of the schema, or the keyword alone. */
function lineNamedIn(message: string, text: string): number {
  const [, pointer] = /"[^"#]*#(\/[^"]*)"/.exec(message) ?? [];
  if (pointer !== undefined) return lineOf(text, pathIn(pointer));
  const places = Array.from(message.matchAll(/"[^"]+"/g), ([name]) => text.indexOf(name));
  return text.slice(0, Math.max(0, places.find((at) => at !== -1) ?? 0)).split("\n").length;
}
