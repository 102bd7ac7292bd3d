import { isUtf8 } from "node:buffer";
import { RefusedPayloadError } from "../define/errors.ts";
import { toUtf8 } from "../reading/charset.ts";
import { type Nested, nested } from "../reading/nested.ts";

export type Form = Readonly<Record<string, Nested<string>>>;

/** Parses a form (application/x-www-form-urlencoded). Brackets in names nest. */
export function parseForm(body: Buffer): Form {
  // In hand-written forms, each field is on a line of its own.
  const text = body
    .toString()
    .trim()
    .replaceAll(/(?<=\S)&\s+(?=[\w.%[\]-]+=)/g, "&");
  const fields = /\s/.test(text) ? rawFields(text) : [...new URLSearchParams(text)];
  return nested(fields.some((field) => field.some((one) => one.includes("\ufffd"))) ? readAgain(text) : fields);
}

/**
 * A form that was not encoded, which a space shows: + is literal, and so is an & without a name after it
 * (`company=Marks & Spencer`: https://github.com/fluentform/fluentform/issues/662).
 */
function rawFields(text: string): [name: string, value: string][] {
  const fields: [string, string][] = [];
  for (const pair of text.split("&")) {
    const [, name, value = ""] = /^([^\s=](?:[^=]{0,98}[^\s=])?)=([^]*)$/.exec(pair) ?? [];
    const last = fields.at(-1);
    if (name !== undefined) fields.push([name, value]);
    else if (last !== undefined) last[1] += `&${pair}`;
  }
  return fields.map(([name, value]) => [unescaped(name), unescaped(value)]);
}

/** Some senders encode only part; a percentage is not an escape. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Reads a form that is not UTF-8, byte by byte.
 * @throws RefusedPayloadError if its charset can't be determined: its letters would be lost.
 */
function readAgain(text: string): [name: string, value: string][] {
  return text
    .split("&")
    .filter(Boolean)
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [decoded(name), decoded(value.join("="))];
    });
}

function decoded(text: string): string {
  const latin1 = Buffer.from(text.replaceAll("+", " ")).toString("latin1");
  const escaped = latin1.replaceAll(/%([\da-f]{2})/gi, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16)),
  );
  const bytes = toUtf8(Buffer.from(escaped, "latin1"));
  if (isUtf8(bytes)) return bytes.toString();
  throw new RefusedPayloadError("the body is not UTF-8", { code: "NOT_UTF8", system: "schema" });
}

/**
 * Parses a multipart form (multipart/form-data, RFC 7578) without its files; but if it has nothing else, those of JSON are
 * what was meant: https://github.com/adnanh/webhook/issues/372. A boundary must begin a line; elsewhere it belongs to the
 * value. An unterminated last part counts.
 */
export function parseMultipart(body: Buffer, boundary: string): Form {
  const [, ...parts] = `\n${body.toString("latin1").trimStart()}`.split(`\n--${boundary}`);
  const all = parts.flatMap(partIn);
  const fields = all.filter(({ isFile }) => !isFile);
  const meant = fields.length > 0 ? fields : all.filter(({ isJson }) => isJson);
  return nested(meant.map(({ name, content }) => [name, fromLatin1(content)]));
}

interface Part {
  readonly name: string;
  /** Its bytes, as Latin-1. */
  readonly content: string;
  readonly isFile: boolean;
  readonly isJson: boolean;
}

function partIn(part: string): Part[] {
  const blank = /\r?\n\r?\n/.exec(part);
  if (blank === null) return [];
  const head = fromLatin1(part.slice(0, blank.index));
  const [, quoted, bare = quoted] = /^content-disposition:[^\r\n]*;\s*name=(?:"([^"]*)"|([^\s";]+))/im.exec(head) ?? [];
  if (bare === undefined) return [];
  const isJson = /^content-type:\s*application\/json\b|;\s*filename="?[^"\r\n;]*\.json(?=["\s;]|$)/im.test(head);
  // JSON that a program appended as bytes has the name that browsers and HTTP clients give when nobody chose one.
  // https://github.com/mscdex/busboy/issues/201
  const isUnnamed = isJson && /;\s*filename="(?:blob)?"/i.test(head);
  const isFile = !isUnnamed && /^content-disposition:[^\r\n]*;\s*filename\*?=/im.test(head);
  // The line break before a boundary belongs to the boundary.
  const content = part.slice(blank.index + blank[0].length).replace(/\r$|\r?\n$/, "");
  return [{ name: bare, content, isFile, isJson }];
}

function fromLatin1(text: string): string {
  return Buffer.from(text, "latin1").toString();
}
