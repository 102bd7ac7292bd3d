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
 * Letters with accents stand among others there, alone or in pairs, and the rest is punctuation. Where there is a sign of another
 * charset, or of UTF-8 that was cut, nobody can tell what was meant: kept in quarantine it is mended, stored it is lost.
 */
function isWestern(latin1: string): boolean {
  return !SIGNS_OF_OTHERS.some((sign) => sign.test(latin1));
}

const SIGNS_OF_OTHERS = [
  // Bytes that mean nothing there, or hardly ever: † ‡ ˆ ‰ and the ƒ of katakana.
  /[\0\x81\x83\x86-\x89\x8d\x8f\x90\x9d]/,
  // Where each letter is beyond ASCII, as in Cyrillic, or two bytes make one, as in Chinese, more follow each other, or stand alone.
  /[\x80-\xff]{3}|(?<![A-Za-z\x80-\xff])[\xc0-\xff]{2}(?![A-Za-z\x80-\xff])/,
  // A capital within a word, or a sign after it: UTF-8 (`JosÃ©`).
  /[a-z][\xc0-\xde]|[\xc2-\xc5][\x80-\xbf]/,
  // Signs amid letters, before or after them: Polish (`Wa³êsa`, `£ukasz`, `Pawe³`) and Japanese (`ŽR“c`).
  /[A-Za-z][\x80\x82\x84\x8b\x93-\x95\x98\x9b\xa1-\xa9\xab\xac\xaf-\xb3\xb5\xb6\xb8\xb9\xbb-\xbf][A-Za-z\xc0-\xff]/,
  /[\xa3\xa5\xb3\xb9][A-Za-z]|[A-Za-z]{3}[\xb3\xb9\xbf]/,
  // Letters of Turkish, Czech, Polish, Romanian and Hungarian: `Baþak`, `Novotný`, `Zdenìk`, `Jiøí`, `Gdañsk`, `Bãsescu`, `Erdõs`, `Babiæ`.
  /[\xd0\xdd\xde\xf0\xfd\xfe]|\xec[a-z]|\xf8[\xe1\xe9\xed]|\xf1(?![aeiou\xe1\xe9\xed\xf3\xfa])|\xe3[a-df-np-rt-z]|\xf5(?!e)|\xe6(?![a-z\xc0-\xff])/,
];
