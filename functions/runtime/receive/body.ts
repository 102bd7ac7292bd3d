import { isUtf8 } from "node:buffer";
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from "node:zlib";
import { RefusedPayloadError } from "../define/errors.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../define/source.ts";
import { toUtf8 } from "./charset.ts";
import { type Form, parseForm, parseMultipart } from "./form.ts";
import type { SourceUnit, Webhook } from "./unit.ts";

type Inflate = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const INFLATE: Readonly<Record<string, Inflate>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  // Some leave out zlib's own head, which tells itself: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2
  deflate: (bytes, options) =>
    (bytes.length > 1 && bytes.readUInt16BE() % 31 === 0 && (bytes[0] ?? 0) % 16 === 8 ? inflateSync : inflateRawSync)(
      bytes,
      options,
    ),
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};
/** What senders write there, and mean nothing by. */
const NO_ENCODINGS: ReadonlySet<string> = new Set(["", "identity", "utf-8", "utf8"]);

/**
 * What a verified body says. Its headers are read as they are meant and turn nothing away: whoever has signed it would only
 * send it again. What is written as JSON, XML or a form is so, whatever they call it.
 * @throws RefusedPayloadError when it can't be read.
 */
export function readBody({ source, parse }: SourceUnit, { headers, body }: Webhook): unknown {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, body: format = "json" } = source;
  const { "content-type": type = "", "content-encoding": encoding = "" } = headers;
  const bytes = unescaped(toUtf8(inflate(body, encoding, maxBodyBytes), type));
  if (bytes.length === 0) throw refused("EMPTY", "is empty");
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

function inflate(body: Buffer, header: string, maxOutputLength: number): Buffer {
  const named = header
    .toLowerCase()
    .split(",")
    .map((one) => one.trim());
  const encodings = named.filter((one) => !NO_ENCODINGS.has(one)).toReversed();
  let bytes = body;
  // A proxy may have undone what the header still names, and left out the name of what is still done.
  if (isPlain(body)) encodings.length = 0;
  else if (encodings.length === 0 && body.toString("hex", 0, 2) === "1f8b") encodings.push("gzip");
  for (const encoding of encodings) {
    const decode = Object.hasOwn(INFLATE, encoding) ? INFLATE[encoding] : undefined;
    if (decode === undefined) throw refused("ENCODING", "is encoded in a way that is not known here");
    try {
      bytes = decode(bytes, { maxOutputLength });
    } catch (error) {
      throw refused(
        "ENCODING",
        `is not what its content encoding says, or is larger than ${maxOutputLength} bytes`,
        error,
      );
    }
  }
  return bytes;
}

function isPlain(bytes: Buffer): boolean {
  return /^\ufeff?\s*[{[<]/.test(bytes.toString("utf8", 0, 200)) && isUtf8(bytes);
}

function refused(code: string, what: string, cause?: unknown): RefusedPayloadError {
  return new RefusedPayloadError(`the body ${what}`, { code, system: "schema" }, { cause });
}
