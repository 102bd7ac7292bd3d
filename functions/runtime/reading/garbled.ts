import { isUtf8 } from "node:buffer";

/** Restores a text that a program garbled on its way, where there is no doubt about the original. */
export function ungarbled(text: string): string {
  return readAgain(withoutEscapes(unescaped(text)));
}

/**
 * Undoes URL encoding, which a hidden field keeps if it was filled from a link or a cookie: `Marks%20%26%20Spencer`
 * (https://github.com/verbb/formie/issues/1571). URLs themselves, with or without a scheme, and texts with spaces are
 * left alone.
 */
function unescaped(text: string): string {
  if (!text.includes("%") || text.length > 1_000 || IS_WHOLE.test(text) || !ESCAPED.test(text)) return text;
  try {
    return decodeURIComponent(text.includes("%20") ? text : text.replaceAll("+", " "));
  } catch {
    return text; // a percentage
  }
}

const IS_WHOLE = /\s|:\/\/|^(?:[/?]|[\w-]+(?:\.[\w-]+)+[/?#])/;

/** An encoded space between other characters, or an encoded multi-byte letter. */
const ESCAPED = /[^%]%20[^%]|[^%]%20%[2-7]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}/i;

/**
 * Undoes escaped JSON escapes: `J\u00fcrgen` (https://github.com/digitalfabrik/cms/issues/828). An encoder escapes
 * every letter outside ASCII and none inside it; anything else is someone writing about code or a path (`C:\users`).
 */
function withoutEscapes(text: string): string {
  if (!text.includes("\\u") || OF_CODE.test(text)) return text;
  const read = text.replaceAll(/(?<!\\)\\u([\da-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return read.isWellFormed() ? read : text;
}

const OF_CODE = /[^\0-\x7f]|\\(?!u[\da-f]{4}|["\\/bfnrt])|\\u00(?:20|3\d|[46][1-9a-f]|[57][\da])/i;

/**
 * UTF-8 that was decoded as windows-1252: `JosÃ©`, `bÅ“uf`, `Itâ€™s` (https://github.com/stackvana/hook.io/issues/313).
 */
function readAgain(text: string): string {
  if (!MISREAD.test(text)) return text;
  const byteOf = (byteByLetter ??= lettersOf("windows-1252"));
  // Code points without a letter in windows-1252 are control characters, as in ISO 8859-1.
  const bytes = Array.from(
    text,
    (character) => byteOf.get(character) ?? (character < "\u0100" ? character.charCodeAt(0) : undefined),
  );
  const known = bytes.filter((byte) => byte !== undefined);
  const utf8 = Buffer.from(known);
  return known.length === bytes.length && isUtf8(utf8) ? utf8.toString() : text;
}

/** Only pairs that nobody types: an accented capital may be followed by punctuation, as in `AMANHÃ…`. */
const MISREAD = /Ã[\u0080-\u009f¡-\u00ad¯-º¼-¿€„†‡‰š˜œŸ]|Ã[®»](?=[a-z])|Å[¡¾‚„¼›“]|â€[™œ˜¦\u009d]/;

/** Built on first use: it takes a millisecond, which every cold start would pay. */
let byteByLetter: ReadonlyMap<string, number> | undefined;

/** The byte of each letter of a single-byte charset. */
function lettersOf(charset: string): ReadonlyMap<string, number> {
  const decoder = new TextDecoder(charset);
  return new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
}
