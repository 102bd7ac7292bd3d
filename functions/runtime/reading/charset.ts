import { isUtf8 } from "node:buffer";

/**
 * Converts bytes to UTF-8. Returns them unchanged if they are UTF-8 already, whatever charset the content type names,
 * or if their charset can't be determined: the parser then reports what is wrong.
 */
export function toUtf8(bytes: Buffer, contentType = ""): Buffer {
  const charset = charsetOf(bytes, contentType);
  if (charset === undefined) return bytes;
  try {
    // Java prefixes Windows charsets with x-.
    return Buffer.from(new TextDecoder(charset.replace(/^x-(?=windows-)/i, ""), { fatal: true }).decode(bytes));
  } catch {
    return bytes; // unknown charset
  }
}

/** The charset to decode from; undefined for UTF-8 and if it can't be determined. */
function charsetOf(bytes: Buffer, contentType: string): string | undefined {
  const [, named] = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType) ?? [];
  if (named === undefined) return guessed(bytes);
  // ASCII in UTF-16 is also valid UTF-8, with NULs in between: there the name decides.
  return /^utf-?16/i.test(named) || !isUtf8(bytes) ? named : undefined;
}

/** Guesses from a byte-order mark, or from what only Western European text contains, as browsers do. */
function guessed(bytes: Buffer): string | undefined {
  const mark = bytes.toString("hex", 0, 2);
  if (mark === "fffe") return "utf-16le";
  if (mark === "feff") return "utf-16be";
  return !isUtf8(bytes) && isWestern(bytes.toString("latin1")) ? "windows-1252" : undefined;
}

/**
 * In Western European text, accented letters stand alone or in pairs among plain ones. Signs of another charset, or of
 * truncated UTF-8, leave the meaning open: quarantined, the webhook can still be repaired; stored wrongly, its text
 * would be lost.
 */
function isWestern(latin1: string): boolean {
  return !SIGNS_OF_OTHERS.some((sign) => sign.test(latin1));
}

const SIGNS_OF_OTHERS = [
  // Bytes that are undefined or hardly used in windows-1252: † ‡ ˆ ‰ and the ƒ of katakana.
  /[\0\x81\x83\x86-\x89\x8d\x8f\x90\x9d]/,
  // Scripts beyond ASCII, such as Cyrillic, and double-byte ones, such as Chinese: runs of three or more, or words with
  // no ASCII letter.
  /[\x80-\xff]{3}|(?<![A-Za-z\x80-\xff])[\xc0-\xff]{2}(?![A-Za-z\x80-\xff])/,
  // A capital within a word, or a symbol after one: UTF-8 (`JosÃ©`).
  /[a-z][\xc0-\xde]|[\xc2-\xc5][\x80-\xbf]/,
  // Symbols between, before or after letters: Polish (`Wa³êsa`, `£ukasz`, `Pawe³`) and Japanese (`ŽR“c`).
  /[A-Za-z][\x80\x82\x84\x8b\x93-\x95\x98\x9b\xa1-\xa9\xab\xac\xaf-\xb3\xb5\xb6\xb8\xb9\xbb-\xbf][A-Za-z\xc0-\xff]/,
  /[\xa3\xa5\xb3\xb9][A-Za-z]|[A-Za-z]{3}[\xb3\xb9\xbf]/,
  // Letters of Turkish, Czech, Polish, Romanian and Hungarian: `Baþak`, `Novotný`, `Zdenìk`, `Jiøí`, `Gdañsk`, `Bãsescu`, `Erdõs`, `Babiæ`.
  /[\xd0\xdd\xde\xf0\xfd\xfe]|\xec[a-z]|\xf8[\xe1\xe9\xed]|\xf1(?![aeiou\xe1\xe9\xed\xf3\xfa])|\xe3[a-df-np-rt-z]|\xf5(?!e)|\xe6(?![a-z\xc0-\xff])/,
];
