import { isId } from "../api/ids.ts";
import { timeOf } from "../api/times.ts";
import type { FieldValue } from "../salesforce.ts";
import type { FieldShape } from "./shape.ts";

/** What a field can hold of a value; undefined: nothing. */
export function readValue(field: FieldShape, value: string | number | boolean): FieldValue | undefined {
  switch (field.type) {
    case "boolean":
      return readBoolean(value);
    case "int":
    case "long":
      return readNumber(value, field.size, Number.isInteger);
    case "double":
    case "currency":
    case "percent":
      return readNumber(value, field.size, Number.isFinite);
    case "date":
      return readDate(String(value).trim());
    case "datetime":
      return readTime(value);
    case "reference":
    case "id":
      return isId(value) ? value : undefined;
    default:
      return readText(field, String(value));
  }
}

function readBoolean(value: string | number | boolean): boolean | undefined {
  const text = String(value).trim().toLowerCase();
  if (["true", "1", "yes"].includes(text)) return true;
  return ["false", "0", "no"].includes(text) ? false : undefined;
}

/** As people write one, but for what another country would read otherwise: 1,234 is left out. */
function readNumber(
  value: string | number | boolean,
  digits: number,
  isOne: (value: number) => boolean,
): number | undefined {
  const text = String(value).trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  const number = Number(text);
  return isOne(number) && (digits === 0 || Math.abs(number) < 10 ** digits) ? number : undefined;
}

function readDate(text: string): string | undefined {
  const day = /^(\d{4}-\d\d-\d\d)(?:[T ].+)?$/.exec(text)?.[1];
  return timeOf(`${String(day)}T00:00:00Z`) === undefined ? undefined : day;
}

function readTime(value: string | number | boolean): string | undefined {
  const text = typeof value === "string" ? value.trim() : undefined;
  return timeOf(text) === undefined ? undefined : text;
}

function readText({ type, size, values }: FieldShape, given: string): string | undefined {
  const text = cut(type === "textarea" ? clean(given) : inOneLine(clean(given)), size);
  if (type !== "picklist" || values === undefined) return text;
  return values.find((one) => one.toLowerCase() === text.trim().toLowerCase());
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, " ");
}

/** Without what no field can hold. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll(NO_TEXT, "");
}

/** What XML can't hold, and so no field: control characters other than tab and line breaks. */
// oxlint-disable-next-line no-control-regex
const NO_TEXT = /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g;

/**
 * The first characters that fit, counted as Salesforce does, in UTF-16 units: an emoji takes two, a family of them eleven or
 * none. What takes all of the field, as a letter under hundreds of accents does, is cut at the border of a code point.
 */
export function cut(text: string, size: number): string {
  if (size === 0 || text.length <= size) return text;
  const border = new Intl.Segmenter().segment(text).containing(size)?.index;
  return border === 0 ? text.slice(0, size).replace(/[\ud800-\udbff]$/, "") : text.slice(0, border);
}
