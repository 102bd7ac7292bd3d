import { RefusedPayloadError } from "../define/errors.ts";

const MAX_DEPTH = 64;
const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = Buffer.from('"\\{}[]');
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Parses JSON of at most 64 levels. Depth is checked before anything is built, so a megabyte of `[` costs one pass.
 * Defects left by templates and by other languages' literals are repaired where the meaning is certain.
 * @throws RefusedPayloadError with code NOT_UTF8, TOO_DEEP or NOT_JSON.
 */
export function parseJson(bytes: Buffer): unknown {
  if (isTooDeep(bytes)) throw refused("TOO_DEEP", `is nested deeper than ${MAX_DEPTH} levels`);
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (error) {
    throw refused("NOT_UTF8", "is not UTF-8", error);
  }
  const parsed = parsedOr(text) ?? parsedOr(repaired(text));
  // Without the engine's message as cause: it quotes the payload.
  if (parsed === undefined) throw refused("NOT_JSON", "is not JSON");
  return parsed.value;
}

function parsedOr(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A trailing comma, a missing value, and the JavaScript, Python and pandas literals for "none". */
const DEFECT = /\\[^]|"|\p{Cc}|[,:](?=\s*[,}\]])|(NaN|-?Infinity|undefined|None)\b(?<=[:,[]\s*\1)/gu;

/**
 * Escapes line breaks and tabs inside strings and removes defects between them. A single pass, even if a string is
 * never closed.
 */
function repaired(text: string): string {
  let isInString = false;
  return text.replaceAll(DEFECT, (found) => {
    if (found === '"') isInString = !isInString;
    // Escaped line breaks outside strings: https://github.com/ericferon/glpi-webhook/issues/15
    if (!isInString && /^\\[nrt]$/.test(found)) return " ";
    if (found === '"' || found.startsWith("\\")) return found;
    if (isInString) return /^\p{Cc}$/u.test(found) ? JSON.stringify(found).slice(1, -1) : found;
    if (/^\p{Cc}$/u.test(found)) return " ";
    return found === "," ? "" : found === ":" ? ":null" : "null";
  });
}

function isTooDeep(bytes: Buffer): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
  }
  return false;
}

function refused(code: string, what: string, cause?: unknown): RefusedPayloadError {
  return new RefusedPayloadError(`the body ${what}`, { code, system: "schema" }, { cause });
}
