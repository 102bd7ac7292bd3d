import { RefusedPayloadError } from "../define/errors.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../define/source.ts";
import { toUtf8 } from "../reading/charset.ts";
import { type Form, parseForm, parseMultipart } from "./form.ts";
import { inflate } from "./inflate.ts";
import type { SourceUnit, Webhook } from "./unit.ts";

/**
 * What a verified body says. Its headers are read as they are meant and turn nothing away: whoever has signed it would only
 * send it again. What is written as JSON, XML or a form is so, whatever they call it.
 * @throws RefusedPayloadError when it can't be read.
 */
export function readBody(unit: SourceUnit, { headers, body }: Webhook): unknown {
  const { source, parse } = unit;
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, body: format = "json" } = source;
  const { "content-type": type = "", "content-encoding": encoding = "" } = headers;
  const bytes = unescaped(unmarked(toUtf8(inflate(body, encoding, maxBodyBytes), type)));
  if (bytes.length === 0) throw new RefusedPayloadError("the body is empty", { code: "EMPTY", system: "schema" });
  const [, boundary] = /^multipart\/form-data\b.*;\s*boundary="?([^\s";,]+)/i.exec(type) ?? [];
  if (boundary !== undefined && format !== "xml" && isInParts(bytes, boundary))
    return meantBy(parseMultipart(bytes, boundary), parse);
  if (format !== "json") return parse(bytes);
  return isForm(bytes) ? meantBy(parseForm(bytes), parse) : jsonIn(bytes, unit);
}

/** JSON that may be a text with the JSON in it: made twice, as https://github.com/PrefectHQ/prefect/issues/17890 */
function jsonIn(bytes: Buffer, unit: SourceUnit): unknown {
  const value = parsed(bytes, unit);
  return typeof value === "string" && /^\s*[{[]/.test(value) ? parsed(Buffer.from(value), unit) : value;
}

/** A body that is a list may have a line for each instead: https://github.com/ndjson/ndjson-spec */
function parsed(bytes: Buffer, { source, parse }: SourceUnit): unknown {
  try {
    return parse(bytes);
  } catch (error) {
    const lines = source.items?.length === 0 ? linesIn(bytes) : [];
    if (lines.length < 2) throw error;
    return lines.map(parse);
  }
}

/** JSON has no line break within its texts, and no other byte of UTF-8 is one. */
function linesIn(bytes: Buffer): Buffer[] {
  const lines = bytes.toString("latin1").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => Buffer.from(line, "latin1"));
}

/** Without byte-order marks: there may be two, as PowerShell pipes them. https://github.com/stablyai/orca/pull/21437 */
function unmarked(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3;
  return bytes.subarray(start);
}

/** Of a sender that lets one choose between the two: no JSON begins so. */
function isForm(bytes: Buffer): boolean {
  return /^[\s&]*[a-z_][\w.%+[\]-]*=/i.test(bytes.toString("latin1", 0, 200));
}

function isInParts(bytes: Buffer, boundary: string): boolean {
  return bytes.toString("latin1", 0, 200).trimStart().startsWith(`--${boundary}`);
}

/** Its fields are the members; or the only one holds the JSON, as GitHub and Slack have it in `payload`. */
function meantBy(form: Form, parse: SourceUnit["parse"]): unknown {
  const [[name, value] = [], ...others] = Object.entries(form);
  const isJson = typeof value === "string" && others.length === 0 && (name === "payload" || /^\s*[{[]/.test(value));
  return isJson ? parse(Buffer.from(value)) : form;
}

/** JSON that was escaped as if it were a form, whose one name it is then. */
function unescaped(bytes: Buffer): Buffer {
  if (!/^%[57]b/i.test(bytes.toString("latin1", 0, 3))) return bytes;
  try {
    return Buffer.from(decodeURIComponent(bytes.toString().replaceAll("+", " ").replace(/=\s*$/, "")));
  } catch {
    return bytes; // of no UTF-8: the parser says what is wrong with it
  }
}
