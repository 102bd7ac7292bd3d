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
export function readBody({ source, parse }: SourceUnit, { headers, body }: Webhook): unknown {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, body: format = "json" } = source;
  const { "content-type": type = "", "content-encoding": encoding = "" } = headers;
  const bytes = unescaped(toUtf8(inflate(body, encoding, maxBodyBytes), type));
  if (bytes.length === 0) throw new RefusedPayloadError("the body is empty", { code: "EMPTY", system: "schema" });
  const [, boundary] = /^multipart\/form-data\b.*;\s*boundary="?([^\s";,]+)/i.exec(type) ?? [];
  if (boundary !== undefined && format !== "xml" && isInParts(bytes, boundary))
    return meantBy(parseMultipart(bytes, boundary), parse);
  return format === "json" && isForm(bytes) ? meantBy(parseForm(bytes), parse) : parse(bytes);
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
