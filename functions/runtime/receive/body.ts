import { RefusedPayloadError } from "../define/errors.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../define/source.ts";
import { toUtf8 } from "../reading/charset.ts";
import { parseJson } from "../reading/json.ts";
import { type Form, parseForm, parseMultipart } from "./form.ts";
import { structuredMode } from "./envelopes.ts";
import { inflate } from "./inflate.ts";
import type { SourceUnit, Webhook } from "./unit.ts";

/**
 * The content of a verified body. Its headers are only hints and never a reason to refuse: the sender would send the
 * same again. JSON, XML and forms are recognised whatever they are declared as.
 * @throws RefusedPayloadError if it can't be read.
 */
export function readBody(unit: SourceUnit, webhook: Webhook): unknown {
  return structuredMode(unit, contentOf(unit, webhook), webhook.headers);
}

function contentOf(unit: SourceUnit, { headers, body }: Webhook): unknown {
  const { source, parse } = unit;
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, body: format = "json" } = source;
  const { "content-type": type = "", "content-encoding": encoding = "" } = headers;
  const bytes = unescaped(unmarked(toUtf8(inflate(body, encoding, maxBodyBytes), type)));
  if (bytes.length === 0) throw new RefusedPayloadError("the body is empty", { code: "EMPTY", system: "schema" });
  const [, boundary] = /^multipart\/form-data\b.*;\s*boundary="?([^\s";,]+)/i.exec(type) ?? [];
  if (boundary !== undefined && isInParts(bytes, boundary)) return meantBy(parseMultipart(bytes, boundary), parse);
  if (format === "form") return JSON_START.test(startOf(bytes)) ? parseJson(bytes) : parse(bytes);
  if (format === "xml") return parse(bytes);
  return isForm(bytes, type) ? meantBy(parseForm(bytes), parse) : jsonIn(bytes, unit);
}

/** Of an object, or of a list of objects, lists or texts. The name of a form's field may begin with a bracket. */
const JSON_START = /^\s*(?:\{\s*["}]|\[\s*[[{"\]])/;

/** JSON, possibly encoded twice: https://github.com/PrefectHQ/prefect/issues/17890 */
function jsonIn(bytes: Buffer, unit: SourceUnit): unknown {
  const value = parsed(bytes, unit);
  return typeof value === "string" && /^\s*[{[]/.test(value) ? parsed(Buffer.from(value), unit) : value;
}

/** A list may also come as JSON lines: https://github.com/ndjson/ndjson-spec */
function parsed(bytes: Buffer, { source, parse }: SourceUnit): unknown {
  try {
    return parse(bytes);
  } catch (error) {
    const lines = source.items?.length === 0 ? linesIn(bytes) : [];
    if (lines.length < 2) throw error;
    return lines.map(parse);
  }
}

/** Line breaks occur neither within JSON strings nor within multi-byte characters. */
function linesIn(bytes: Buffer): Buffer[] {
  const lines = bytes.toString("latin1").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => Buffer.from(line, "latin1"));
}

const MARK = Buffer.from("\ufeff");

/** Without byte-order marks: PowerShell may pipe two. https://github.com/stablyai/orca/pull/21437 */
function unmarked(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes.subarray(start, start + MARK.length).equals(MARK)) start += MARK.length;
  return bytes.subarray(start);
}

/**
 * For senders with a choice of both: JSON never begins like this. A form that says so may begin with any name, such as
 * a question in any script, or the number of a field.
 */
function isForm(bytes: Buffer, type: string): boolean {
  const start = startOf(bytes);
  if (/^[\s&]*[a-z_][\w.%+[\]-]*=/i.test(start)) return true;
  return /^application\/x-www-form-urlencoded\b/i.test(type) && /^[\s&]*[^\s&={["<][^={["<]*=/.test(start);
}

function isInParts(bytes: Buffer, boundary: string): boolean {
  return startOf(bytes).trimStart().startsWith(`--${boundary}`);
}

function startOf(bytes: Buffer): string {
  return bytes.toString("latin1", 0, 400);
}

/** A form's fields are members; a single field may hold the JSON, like GitHub's and Slack's `payload`. */
function meantBy(form: Form, parse: SourceUnit["parse"]): unknown {
  const [[name, value] = [], ...others] = Object.entries(form);
  const isJson = typeof value === "string" && others.length === 0 && (name === "payload" || /^\s*[{[]/.test(value));
  return isJson ? parse(Buffer.from(value)) : form;
}

/** JSON that was form-encoded as a whole. */
function unescaped(bytes: Buffer): Buffer {
  if (!/^%[57]b/i.test(bytes.toString("latin1", 0, 3))) return bytes;
  try {
    return Buffer.from(decodeURIComponent(bytes.toString().replaceAll("+", " ").replace(/=\s*$/, "")));
  } catch {
    return bytes; // not UTF-8: the parser reports what is wrong
  }
}
