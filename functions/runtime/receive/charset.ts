import { isUtf8 } from "node:buffer";

/**
 * Bytes as UTF-8. What is UTF-8 is taken for it, whatever charset is named; UTF-16 alone would pass for it and is none. Where none is
 * named, a byte-order mark tells of UTF-16, and what can be Western Europe's is read so, as browsers do. What can't be read is left as it
 * is, for the parser to say what is wrong with it.
 */
export function toUtf8(bytes: Buffer, contentType = ""): Buffer {
  const [, named = ""] = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType) ?? [];
  const charset = named === "" ? guessed(bytes) : named;
  const isMisnamed = charset === "" || (!/^utf-?16/i.test(charset) && isUtf8(bytes));
  if (isMisnamed) return bytes;
  try {
    return Buffer.from(new TextDecoder(charset, { fatal: true }).decode(bytes));
  } catch {
    return bytes; // of no charset that is known here
  }
}

function guessed(bytes: Buffer): string {
  const mark = bytes.toString("hex", 0, 2);
  if (mark === "fffe") return "utf-16le";
  if (mark === "feff") return "utf-16be";
  return !isUtf8(bytes) && isWestern(bytes.toString("latin1")) ? "windows-1252" : "";
}

/**
 * Letters with accents stand among others there, alone or in pairs, and the rest is punctuation. Where each letter is beyond ASCII, as
 * in Cyrillic, or two bytes make one, as in Chinese, more follow each other.
 */
function isWestern(latin1: string): boolean {
  return !/[\x80-\xff]{3}|[\0\x81\x8d\x8f\x90\x9d]/.test(latin1);
}
