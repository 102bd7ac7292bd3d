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

/**
 * A body without its content encodings.
 * @param header `Content-Encoding`
 * @throws RefusedPayloadError with code ENCODING, also of one that is larger then.
 */
export function inflate(body: Buffer, header: string, maxOutputLength: number): Buffer {
  let bytes = body;
  for (const encoding of encodingsOf(body, header)) {
    const decode = Object.hasOwn(INFLATE, encoding) ? INFLATE[encoding] : undefined;
    if (decode === undefined) throw refused("is encoded in a way that is not known here");
    try {
      bytes = decode(bytes, { maxOutputLength });
    } catch (error) {
      throw refused(`is not what its content encoding says, or is larger than ${maxOutputLength} bytes`, error);
    }
  }
  return bytes;
}

/** The last that was done first. A proxy may have undone what the header still names, and left out the name of what is still done. */
function encodingsOf(body: Buffer, header: string): readonly string[] {
  if (isPlain(body)) return [];
  const named = header
    .toLowerCase()
    .split(",")
    .map((one) => one.trim())
    .filter((one) => !NO_ENCODINGS.has(one));
  return named.length === 0 && hasGzipHead(body) ? ["gzip"] : named.toReversed();
}

function isPlain(bytes: Buffer): boolean {
  return /^\ufeff?\s*[{[<]/.test(bytes.toString("utf8", 0, 200)) && isUtf8(bytes);
}

function hasGzipHead(bytes: Buffer): boolean {
  return bytes.toString("hex", 0, 2) === "1f8b";
}

/** Some leave it out of what they call deflate: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2 */
function hasZlibHead(bytes: Buffer): boolean {
  return bytes.length > 1 && bytes.readUInt16BE() % 31 === 0 && (bytes[0] ?? 0) % 16 === 8;
}

function refused(what: string, cause?: unknown): RefusedPayloadError {
  return new RefusedPayloadError(`the body ${what}`, { code: "ENCODING", system: "schema" }, { cause });
}
