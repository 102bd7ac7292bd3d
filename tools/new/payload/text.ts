import { jsonIn } from "../../../local/core/json.ts";
import { UsageError } from "../../../local/core/problems.ts";

/** Decodes a file by its byte order mark. @throws UsageError if it is not text */
export function textIn(bytes: Buffer, place: string): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes); // removes the mark
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new UsageError(`${place}: it is compressed (gzip): gunzip it first.`);
  if (/[\0\ufffd]/.test(text))
    throw new UsageError(`${place}: it is no text. A body as its sender posts it is expected.`);
  if (text.trim() === "") throw new UsageError(`${place}: it is empty.`);
  return text;
}

function encodingOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && bytes.length % 2 === 0)) return "utf-16le";
  return "utf-8";
}

/**
 * A body without what was copied along: a Markdown fence, the curl command, the request around it. Undefined if there
 * is none.
 */
export function bodyIn(text: string): string | undefined {
  const fences = [...text.matchAll(/^ *```[\w-]*\r?\n([^]*?)^ *```/gm)].map(([, inside = ""]) => inside);
  const [fence, another] = fences.filter((inside) => /^\s*[[{]/.test(inside));
  if (fence !== undefined && another === undefined) return fence;
  if (/^\s*(?:\$ )?curl\s/.test(text)) return dataOfCurl(text);
  return /^\s*(?:[A-Z]+ \S+(?: HTTP\/[\d.]+)?\r?\n)?(?:[A-Za-z][\w-]*: .*\r?\n)+\r?\n([^]*)$/.exec(text)?.[1];
}

function dataOfCurl(command: string): string | undefined {
  const given =
    /(?:\s-d|\s--data(?:-raw|-binary|-ascii)?|\s--json)[\s=]*\$?(?:'((?:[^']|'\\'')*)'|"((?:[^"\\]|\\[^])*)")/.exec(
      command,
    );
  if (given === null) return undefined;
  const [, single, double = ""] = given;
  return single?.replaceAll("'\\''", "'") ?? double.replaceAll(/\\(["\\$`])/g, "$1").replaceAll("\\\n", "");
}

/** `a=1&b=2`, as browsers and PHP post it. */
export function isForm(text: string): boolean {
  const start = text.trim();
  return /^[\w.%[\]+-]+=[^\s&]*(?:&[\w.%[\]+-]+=[^\s&]*)*$/.test(start) && !isBase64(start);
}

/** The boundary of a form that is posted in parts. */
export function boundaryIn(text: string): string | undefined {
  return /^\s*--(\S+)\r?\n[^]*?content-disposition: form-data/i.exec(text)?.[1];
}

/** The headers of a curl command or a raw request, by lower-case names. */
export function headersIn(text: string): Record<string, string> {
  const isCurl = /^\s*(?:\$ )?curl\s/.test(text);
  const [, head = ""] =
    /^\s*(?:[A-Z]+ \S+(?: HTTP\/[\d.]+)?\r?\n)?((?:[A-Za-z][\w-]*: .*\r?\n)+)\r?\n/.exec(text) ?? [];
  const given = isCurl
    ? [...text.matchAll(/\s(?:-H|--header)[\s=]*(?:'([^':]+):\s*([^']*)'|"([^":]+):\s*([^"]*)")/g)].map((one) => [
        one[1] ?? one[3],
        one[2] ?? one[4],
      ])
    : [...head.matchAll(/^([\w-]+): (.*?)\r?$/gm)].map(([, name, value]) => [name, value]);
  return Object.fromEntries(given.map(([name = "", value = ""]) => [name.toLowerCase(), value]));
}

const BODIES =
  'npm run new writes sources of JSON and forms: docs/sources.md, "More than JSON", says what such a one is.';

/** The format of a text that is not JSON, and what to do; undefined for an unknown one. */
export function formatOf(text: string): string | undefined {
  const start = text.trimStart();
  if (/^<(?:!doctype )?html/i.test(start)) return "it is a page (HTML): the body that the sender posts is expected.";
  if (start.startsWith("<")) return `it is XML: ${BODIES}`;
  if (/^\s*(?:\$ )?curl\s/.test(text))
    return "it is a curl command without what is posted: what stands after its -d is expected.";
  if (isBase64(start)) return "it is base64: decode it first, as by base64 -d.";
  const [first = "", ...more] = start.trimEnd().split(/\r?\n/);
  if (more.length > 0 && [first, ...more].every((line) => jsonIn(line) !== undefined))
    return "it holds a webhook in each line: give each kind a file of its own, with --from for each.";
  if (more.length > 0 && /^[\w "-]+(?:[,;\t][\w "-]+)+$/.test(first))
    return "it is CSV: JSON is expected, one webhook as its sender posts it.";
  if (/^(?:---|[\w-]+:(?:\s|$))/.test(start)) return "it is YAML: JSON is expected.";
  return undefined;
}

function isBase64(text: string): boolean {
  const plain = text.replaceAll(/\s/g, "");
  return /^[A-Za-z0-9+/]{16,}={0,2}$/.test(plain) && /^\s*[[{<]/.test(Buffer.from(plain, "base64").toString());
}
