import { isUtf8 } from "node:buffer";
import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from "node:zlib";
import { RefusedPayloadError } from "../define/errors.ts";

type Inflate = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const INFLATE: Readonly<Record<string, Inflate>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: (bytes, options) => (hasZlibHead(bytes) ? inflateSync : inflateRawSync)(bytes, options),
  br: brotliDecompressSync,
  zstd: (bytes, options) => zstdDecompressSync(bytes, { ...options, params: ZSTD_WINDOW }),
};
/** 8 MiB, the most that HTTP allows: https://www.rfc-editor.org/rfc/rfc9659 By default a body may claim 128 MiB. */
const ZSTD_WINDOW = { [constants.ZSTD_d_windowLogMax]: 23 };
/** Values that senders write without meaning an encoding. */
const NO_ENCODINGS: ReadonlySet<string> = new Set(["", "identity", "utf-8", "utf8"]);

/** Magic bytes in hex. */
const HEADS = [
  ["gzip", "1f8b"],
  ["zstd", "28b52ffd"],
] as const;

/** Limit of encodings that the header does not name. */
const MOST_UNNAMED = 2;

/**
 * Removes a body's content encodings, whatever the header says: a proxy may have removed one it names, added one it
 * does not, or named one twice.
 * @param header `Content-Encoding`
 * @throws RefusedPayloadError with code ENCODING, also if the result is larger than allowed.
 */
export function inflate(body: Buffer, header: string, maxOutputLength: number): Buffer {
  let bytes = body;
  for (const encoding of namedIn(header)) {
    if (isText(bytes)) return bytes;
    bytes = decoded(bytes, headOf(bytes) ?? encoding, maxOutputLength);
  }
  for (let left = MOST_UNNAMED; left > 0; left -= 1) {
    const encoding = headOf(bytes);
    if (encoding === undefined) return bytes;
    bytes = decoded(bytes, encoding, maxOutputLength);
  }
  return bytes;
}

/**
 * Removes a single encoding, which the body or the header shows. Undefined if there is none, if the body can't be
 * decoded, or if it exceeds the limit before or after.
 */
export function inflatedOnce(body: Buffer, header: string, maxOutputLength: number): Buffer | undefined {
  const encoding = headOf(body) ?? namedIn(header)[0];
  if (encoding === undefined || body.length > maxOutputLength) return undefined;
  try {
    return decoded(body, encoding, maxOutputLength);
  } catch {
    return undefined;
  }
}

/** In reverse order of application. */
function namedIn(header: string): readonly string[] {
  if (header === "") return [];
  const named = header.split(",").map((one) => one.trim().toLowerCase());
  return named.filter((one) => !NO_ENCODINGS.has(one)).toReversed();
}

function decoded(bytes: Buffer, encoding: string, maxOutputLength: number): Buffer {
  const decode = Object.hasOwn(INFLATE, encoding) ? INFLATE[encoding] : undefined;
  if (decode === undefined) throw refused("is encoded in a way that is not known here");
  try {
    return decode(bytes, { maxOutputLength });
  } catch (error) {
    throw refused(`is not what its content encoding says, or is larger than ${maxOutputLength} bytes`, error);
  }
}

/** Compressed data is not UTF-8 and contains control characters early. */
function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !/(?!\s)\p{Cc}/u.test(bytes.toString("utf8", 0, 200));
}

function headOf(bytes: Buffer): string | undefined {
  const begin = bytes.toString("hex", 0, 4);
  return HEADS.find(([, head]) => begin.startsWith(head))?.[0];
}

/** Some senders omit it from what they call deflate: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2 */
function hasZlibHead(bytes: Buffer): boolean {
  return bytes.length > 1 && bytes.readUInt16BE() % 31 === 0 && (bytes[0] ?? 0) % 16 === 8;
}

function refused(what: string, cause?: unknown): RefusedPayloadError {
  return new RefusedPayloadError(`the body ${what}`, { code: "ENCODING", system: "schema" }, { cause });
}
