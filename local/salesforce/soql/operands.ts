import { Refusal } from "../state/refusal.ts";
import { toLongId } from "../state/ids.ts";
import type { Field } from "../state/schema.ts";
import type { Value } from "../state/store.ts";
import type { Source } from "./columns.ts";
import type { Operand } from "./comparison.ts";
import type { Literal } from "./parsed-query.ts";
import { rangeOf } from "./date-literals.ts";
import type { Name } from "./reader.ts";
import { queryError } from "./tokens.ts";

/** The kind of literal that each kind of field is compared with. */
const LITERALS: Readonly<Record<Field["kind"], Literal["kind"]>> = {
  text: "string",
  id: "string",
  other: "string",
  number: "number",
  boolean: "boolean",
  date: "date",
  datetime: "date",
};

/** A literal in the field's stored form. */
export function readOperand({ text, org }: Source, name: Name, field: Field, { kind, value }: Literal): Operand {
  if (kind === "null") return null;
  const wanted = LITERALS[field.kind];
  if (kind === "day" && wanted === "date") {
    const [from, to] = rangeOf(String(value), org.clock.now());
    return [toField(field, from), toField(field, to)];
  }
  if (kind !== wanted) throw wrongKind(text, name, field, wanted);
  if (kind === "date") return readDate(text, name, field, String(value));
  return field.kind === "id" ? readId(field, value) : value;
}

/** Date fields compare with dates, datetime fields with times. [U] that the latter refuse dates. */
function readDate(text: string, name: Name, field: Field, value: string): string {
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw queryError("MALFORMED_QUERY", text, name.at, `Invalid date: ${value}`);
  return field.kind === "date" ? value : toField(field, time);
}

function toField(field: Field, time: number): string {
  const iso = new Date(time).toISOString();
  return field.kind === "date" ? iso.slice(0, 10) : iso.replace("Z", "+0000");
}

function wrongKind(text: string, name: Name, field: Field, wanted: Literal["kind"]): Error {
  const type = wanted === "string" ? "string" : field.kind === "datetime" ? "dateTime" : field.type;
  const quotes = wanted === "string" ? "should be enclosed in quotes" : "should not be enclosed in quotes";
  const explanation = `value of filter criterion for field '${field.name}' must be of type ${type} and ${quotes}`;
  return queryError("INVALID_FIELD", text, name.at, explanation);
}

function readId(field: Field, value: Value): string {
  const id = toLongId(String(value));
  if (id === undefined)
    throw new Refusal("INVALID_QUERY_FILTER_OPERATOR", `invalid ID field: ${String(value)} (${field.name})`);
  return id;
}
