import { isUtf8 } from "node:buffer";

/** A text as it was typed, before a program on its way has written its letters otherwise, where there is no doubt of it. */
export function ungarbled(text: string): string {
  return readAgain(withoutEscapes(unescaped(text)));
}

/**
 * Before it was made a part of a URL, as a hidden field gets it from a link or a cookie: `Marks%20%26%20Spencer`
 * (https://github.com/verbb/formie/issues/1571). Of a URL itself, with its scheme or without, and of what holds a space, nothing is.
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

/** A space between two others, or a letter of several bytes. */
const ESCAPED = /[^%]%20[^%]|[^%]%20%[2-7]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}/i;

/**
 * JSON's escapes that were escaped themselves: `J\u00fcrgen` (https://github.com/digitalfabrik/cms/issues/828). What escapes a letter
 * escapes all that are not ASCII, and none that are: else somebody writes of code, or of a path (`C:\users`).
 */
function withoutEscapes(text: string): string {
  if (!text.includes("\\u") || OF_CODE.test(text)) return text;
  const read = text.replaceAll(/(?<!\\)\\u([\da-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return read.isWellFormed() ? read : text;
}

const OF_CODE = /[^\0-\x7f]|\\(?!u[\da-f]{4}|["\\/bfnrt])|\\u00(?:20|3\d|[46][1-9a-f]|[57][\da])/i;

/** UTF-8 that was read as Western Europe's: `JosÃ©`, `bÅ“uf`, `Itâ€™s` (https://github.com/stackvana/hook.io/issues/313). */
function readAgain(text: string): string {
  if (!MISREAD.test(text)) return text;
  const byteOf = (byteByLetter ??= lettersOf("windows-1252"));
  // What has no letter there is a control character, as ISO 8859-1 has it.
  const bytes = Array.from(
    text,
    (character) => byteOf.get(character) ?? (character < "\u0100" ? character.charCodeAt(0) : undefined),
  );
  const known = bytes.filter((byte) => byte !== undefined);
  const utf8 = Buffer.from(known);
  return known.length === bytes.length && isUtf8(utf8) ? utf8.toString() : text;
}

/** Pairs of which nobody writes one: after a capital with an accent may stand what ends or quotes a sentence, as in `AMANHÃ…`. */
const MISREAD = /Ã[\u0080-\u009f¡-\u00ad¯-º¼-¿€„†‡‰š˜œŸ]|Ã[®»](?=[a-z])|Å[¡¾‚„¼›“]|â€[™œ˜¦\u009d]/;

/** Made once it is needed: it takes a millisecond, which each start would pay. */
let byteByLetter: ReadonlyMap<string, number> | undefined;

/** The byte of each letter of a charset that has one byte for each. */
function lettersOf(charset: string): ReadonlyMap<string, number> {
  const decoder = new TextDecoder(charset);
  return new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
}
