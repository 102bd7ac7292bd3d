import { readFile } from "node:fs/promises";
import { givenPath } from "../../../bundler/paths.ts";
import { UsageError } from "../../../local/core/problems.ts";
import type { Payload } from "./leaves.ts";
import { bodyIn, formatOf, textIn } from "./text.ts";

/**
 * One webhook's body, as people have it: JSON, as a documentation prints it or a program, with what it was copied with.
 * @throws UsageError that says what it is instead, and in which line
 */
export async function readPayload(file: string): Promise<Payload> {
  const place = `--from ${file}`;
  const bytes = await readFile(givenPath(file)).catch((error: unknown) => {
    const isFolder = Object(error).code === "EISDIR";
    throw new UsageError(`${place}: ${isFolder ? "it is a folder; a file is expected" : "there is no such file"}.`);
  });
  const value = withoutWrapping(await parse(textIn(bytes, place), place));
  const fault = faultOf(value);
  if (fault !== undefined) throw new UsageError(`${place}: ${fault}`);
  return { ...Object(value) };
}

async function parse(text: string, place: string): Promise<unknown> {
  const json = jsonIn(text);
  if (json !== undefined) return json;
  const inner = bodyIn(text);
  const format = inner === undefined ? formatOf(text) : undefined;
  if (format !== undefined) throw new UsageError(`${place}: ${format}`);
  const { LiteralError, literalIn } = await import("./literal.ts");
  try {
    return (inner === undefined ? undefined : jsonIn(inner)) ?? literalIn(inner ?? text);
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
    const linesBefore = text.slice(0, Math.max(0, text.indexOf(inner ?? ""))).split("\n").length - 1;
    throw new UsageError(
      `${place}:${linesBefore + error.line}: it is no JSON, where a JSON object is expected: ${error.message}.`,
    );
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Out of a text that was made JSON twice, and out of the request that a recorder keeps: its headers, and the body beside them. */
function withoutWrapping(value: unknown): unknown {
  if (typeof value === "string") return jsonIn(value) ?? value;
  const [only, another] = Array.isArray(value) ? value : [value];
  const { headers, body } = Object(only);
  const names = Object.keys(Object(headers)).map((name) => name.toLowerCase());
  const isRequest =
    another === undefined && names.some((name) => ["content-type", "user-agent", "host"].includes(name));
  if (!isRequest || body === undefined) return value;
  return typeof body === "string" ? (jsonIn(body) ?? value) : body;
}

/** Why it is nobody's webhook. */
function faultOf(value: unknown): string | undefined {
  if (Array.isArray(value))
    return `it is a list of ${value.length}, and one webhook is expected: give each kind a file of its own. Where the sender posts lists, docs/sources.md, "A list of webhooks in one request".`;
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0)
    return "a JSON object is expected, one webhook as its sender posts it.";
  const { openapi, swagger, asyncapi, $schema, properties, log, info } = Object(value);
  if ([openapi, swagger, asyncapi].some((version) => typeof version === "string"))
    return "it is a description of an API: a webhook is expected, as its examples are.";
  if (typeof $schema === "string" && typeof properties === "object")
    return "it is a JSON Schema: a webhook is expected, as its sender posts it.";
  if (Array.isArray(log?.entries)) return "it is a recording (HAR): a request's postData.text alone is expected.";
  if (info?._postman_id !== undefined) return "it is a Postman collection: a request's body alone is expected.";
  return undefined;
}
