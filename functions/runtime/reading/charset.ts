import { isUtf8 } from "node:buffer";

/**
 * Bytes as UTF-8. They stay as they are if they are UTF-8 already, whatever charset the content type names, or if nobody can tell what
 * they are: the parser then says what is wrong with them.
 */
export function toUtf8(bytes: Buffer, contentType = ""): Buffer {
  const charset = charsetOf(bytes, contentType);
  if (charset === undefined) return bytes;
  try {
    // Java puts an x- before it.
    return Buffer.from(new TextDecoder(charset.replace(/^x-(?=windows-)/i, ""), { fatal: true }).decode(bytes));
  } catch {
    return bytes; // of no charset that is known here
  }
}

/** What the bytes are to be decoded from; undefined for UTF-8, and where nobody can tell. */
function charsetOf(bytes: Buffer, contentType: string): string | undefined {
  const [, named] = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType) ?? [];
  if (named === undefined) return guessed(bytes);
  // UTF-16 of ASCII letters is valid UTF-8 too, with a NUL beside each: there the name decides.
  return /^utf-?16/i.test(named) || !isUtf8(bytes) ? named : undefined;
}

/** By a byte-order mark, or by what only Western European text holds, as browsers do. */
function guessed(bytes: Buffer): string | undefined {
  const mark = bytes.toString("hex", 0, 2);
  if (mark === "fffe") return "utf-16le";
  if (mark === "feff") return "utf-16be";
  return !isUtf8(bytes) && isWestern(bytes.toString("latin1")) ? "windows-1252" : undefined;
}

/**
 * In Western European text an accented letter stands alone or in a pair among plain ones. A sign of another charset, or of UTF-8 that was
 * cut, leaves open what was meant: in quarantine it can be mended, stored it would be lost.
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
