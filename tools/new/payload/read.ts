import { readFile } from "node:fs/promises";
import { givenPath } from "../../../bundler/paths.ts";
import { parseForm, parseMultipart } from "../../../functions/runtime/receive/form.ts";
import { jsonIn } from "../../../local/core/json.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { type Given, listOf } from "./given.ts";
import type { Payload } from "./leaves.ts";
import { bodyIn, boundaryIn, formatOf, headersIn, isForm, textIn } from "./text.ts";

/**
 * A webhook as people have it: JSON from a documentation or a program, or a form, with whatever was copied along.
 * @throws UsageError that says what it is instead, and in which line
 */
export async function readGiven(file: string): Promise<Given> {
  const place = `--from ${file}`;
  const bytes = await readFile(givenPath(file)).catch((error: unknown) => {
    const isFolder = Object(error).code === "EISDIR";
    throw new UsageError(`${place}: ${isFolder ? "it is a folder; a file is expected" : "there is no such file"}.`);
  });
  const text = textIn(bytes, place);
  const form = formIn(text);
  if (form !== undefined) return { ...form, headers: headersIn(text), body: "form" };
  const { value, headers } = withoutWrapping(await parse(text, place));
  const inner = typeof value === "string" ? formIn(value) : undefined;
  if (inner !== undefined) return { ...inner, headers, body: "form" };
  const fault = faultOf(value);
  if (fault !== undefined) throw new UsageError(`${place}: ${fault}`);
  const list = listOf(value);
  const read = list === undefined ? unfolded({ ...Object(value) }) : { ...list, folded: [] };
  return { ...read, headers: { ...headersIn(text), ...headers }, body: "json" };
}

/** A form's fields, and which of them contain JSON: an object, or the list of webhooks, as Mandrill posts it. */
function formIn(text: string): Omit<Given, "headers" | "body"> | undefined {
  const body = jsonIn(text) === undefined ? (bodyIn(text) ?? text) : "";
  const boundary = boundaryIn(body);
  if (boundary === undefined && !isForm(body)) return undefined;
  const fields = boundary === undefined ? parseForm(Buffer.from(body)) : parseMultipart(Buffer.from(body), boundary);
  return unfolded(fields);
}

/** A webhook with what its members hold as JSON, which Jotform, Mandrill and Amazon's notifications have; and their names. */
function unfolded(members: Payload): Omit<Given, "headers" | "body"> {
  const objects = Object.entries(members).flatMap(([name, value]) => {
    const held = typeof value === "string" ? jsonIn(value) : undefined;
    return typeof held === "object" && held !== null ? [[name, held] as const] : [];
  });
  const payload: Payload = { ...members, ...Object.fromEntries(objects) };
  const list = objects.some(([, held]) => Array.isArray(held)) ? listOf(payload) : undefined;
  return { ...(list ?? { payloads: [payload], around: {} }), folded: objects.map(([name]) => name) };
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

/**
 * Unwraps JSON that was encoded twice, and a recorder's request: its headers, with the body beside them, as text
 * (webhook.site's `content`; base64 in AWS) or as what it holds. A body that is a form stays text.
 */
function withoutWrapping(value: unknown): { readonly value: unknown; readonly headers: Given["headers"] } {
  if (typeof value === "string") return { value: jsonIn(value) ?? value, headers: {} };
  const [only, another] = Array.isArray(value) ? value : [value];
  const { json: item = only } = Object(only); // n8n has each of its items so
  const { headers, content, isBase64Encoded, body: text = content } = Object(item);
  const body = isBase64Encoded === true ? Buffer.from(String(text), "base64").toString() : text;
  const given = Object.entries(Object(headers)).map(([name, held]) => [name.toLowerCase(), String(held)] as const);
  const isRequest =
    another === undefined && given.some(([name]) => ["content-type", "user-agent", "host"].includes(name));
  if (!isRequest || body === undefined) return { value, headers: {} };
  const said = typeof body === "string" ? (jsonIn(body) ?? (formIn(body) && body)) : body;
  return said === undefined ? { value, headers: {} } : { value: said, headers: Object.fromEntries(given) };
}

/** Why it can't be a webhook. */
function faultOf(value: unknown): string | undefined {
  if (Array.isArray(value) && listOf(value) !== undefined) return undefined;
  if (Array.isArray(value)) return "it is a list, and not of objects: one webhook is expected, or a list of them.";
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
