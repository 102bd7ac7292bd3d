import { isUtf8 } from "node:buffer";
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from "node:zlib";
import { RefusedPayloadError } from "../define/errors.ts";

type Inflate = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const INFLATE: Readonly<Record<string, Inflate>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: (bytes, options) => (hasZlibHead(bytes) ? inflateSync : inflateRawSync)(bytes, options),
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};
/** What senders write there, and mean nothing by. */
const NO_ENCODINGS: ReadonlySet<string> = new Set(["", "identity", "utf-8", "utf8"]);

/** Of what tells itself, in hex. */
const HEADS = [
  ["gzip", "1f8b"],
  ["zstd", "28b52ffd"],
] as const;

/** Of encodings that nobody has named. */
const MOST_UNNAMED = 2;

/**
 * A body without its content encodings: those that it is in, whatever of them is named. A proxy may have undone what the header still names,
 * done what it does not, or named twice what was done once.
 * @param header `Content-Encoding`
 * @throws RefusedPayloadError with code ENCODING, also of one that is larger then.
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

/** What gzip holds; undefined of anything else, and of more than that many bytes, as it is or inflated. */
export function gunzipped(bytes: Buffer, maxOutputLength: number): Buffer | undefined {
  if (bytes.length > maxOutputLength || headOf(bytes) !== "gzip") return undefined;
  try {
    return gunzipSync(bytes, { maxOutputLength });
  } catch {
    return undefined;
  }
}

/** The last that was done first. */
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

/** What is compressed is no UTF-8, and holds control characters from its begin on. */
function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !/(?!\s)\p{Cc}/u.test(bytes.toString("utf8", 0, 200));
}

function headOf(bytes: Buffer): string | undefined {
  const begin = bytes.toString("hex", 0, 4);
  return HEADS.find(([, head]) => begin.startsWith(head))?.[0];
}

/** Some leave it out of what they call deflate: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2 */
function hasZlibHead(bytes: Buffer): boolean {
  return bytes.length > 1 && bytes.readUInt16BE() % 31 === 0 && (bytes[0] ?? 0) % 16 === 8;
}

function refused(what: string, cause?: unknown): RefusedPayloadError {
  return new RefusedPayloadError(`the body ${what}`, { code: "ENCODING", system: "schema" }, { cause });
}
