import { isUtf8 } from "node:buffer";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { RefusedPayloadError } from "../define/errors.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../define/source.ts";
import { type Form, parseForm, parseMultipart } from "./form.ts";
import type { SourceUnit, Webhook } from "./unit.ts";

type Inflate = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const INFLATE: Readonly<Record<string, Inflate>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};
/** What senders write there, and mean nothing by. */
const NO_ENCODINGS: ReadonlySet<string> = new Set(["", "identity", "utf-8", "utf8"]);

/**
 * What a verified body says. Its headers are read as they are meant and turn nothing away: whoever has signed it would only
 * send it again.
 * @throws RefusedPayloadError when it can't be read.
 */
export function readBody({ source, parse }: SourceUnit, { headers, body }: Webhook): unknown {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, body: format = "json" } = source;
  const { "content-type": type = "", "content-encoding": encoding = "" } = headers;
  const bytes = toUtf8(inflate(body, encoding, maxBodyBytes), type);
  const [, boundary] = /^multipart\/form-data\b.*;\s*boundary="?([^\s";,]+)/i.exec(type) ?? [];
  if (boundary !== undefined && format !== "xml" && isInParts(bytes, boundary))
    return meantBy(parseMultipart(bytes, boundary), parse);
  return format === "json" && isForm(bytes, type) ? meantBy(parseForm(bytes), parse) : parse(bytes);
}

/** Of a sender that lets one choose between the two, and not only calls it so, as curl does whatever it sends. */
function isForm(bytes: Buffer, type: string): boolean {
  return /x-www-form-urlencoded/i.test(type) && /^[\w.%+[\]-]+=/.test(bytes.toString("latin1", 0, 200));
}

function isInParts(bytes: Buffer, boundary: string): boolean {
  return bytes.toString("latin1", 0, 200).trimStart().startsWith(`--${boundary}`);
}

/** Its fields are the members; or one of them, `payload`, holds the JSON, as GitHub and Slack have it. */
function meantBy(form: Form, parse: SourceUnit["parse"]): unknown {
  const [[name, value] = [], ...others] = Object.entries(form);
  return name === "payload" && typeof value === "string" && others.length === 0 ? parse(Buffer.from(value)) : form;
}

function inflate(body: Buffer, header: string, maxOutputLength: number): Buffer {
  const encodings = header.toLowerCase().split(",");
  let bytes = body;
  for (const encoding of encodings
    .map((one) => one.trim())
    .filter((one) => !NO_ENCODINGS.has(one))
    .toReversed()) {
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

/** Bytes that are UTF-8 are taken for it, whatever charset is named; UTF-16 alone would pass for it and is none. */
function toUtf8(bytes: Buffer, contentType: string): Buffer {
  const [, charset = ""] = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType) ?? [];
  const isMisnamed = charset === "" || (!/^utf-?16/i.test(charset) && isUtf8(bytes));
  if (isMisnamed) return bytes;
  try {
    return Buffer.from(new TextDecoder(charset, { fatal: true }).decode(bytes));
  } catch {
    return bytes; // of no charset that is known here: the parser says what is wrong with it
  }
}

function refused(code: string, what: string, cause?: unknown): RefusedPayloadError {
  return new RefusedPayloadError(`the body ${what}`, { code, system: "schema" }, { cause });
}
