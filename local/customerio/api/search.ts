import { isObject } from "../../core/json.ts";
import type { Person } from "../state/people.ts";

type Matches = (person: Person) => boolean;

/**
 * Compiles a filter of the App API's search, https://docs.customer.io/api/app/#operation/getPeopleFilter; returns a
 * sentence if it is invalid. [U] the wording, and whether `eq` distinguishes type or case. Segments are not supported.
 */
export function readFilter(filter: unknown): Matches | string {
  if (!isObject(filter)) return "filter must be an object";
  const [[kind, value] = [], ...others] = Object.entries(filter);
  if (others.length > 0) return "a filter holds one of and, or, not, attribute and segment";
  if (kind === "attribute") return readAttribute(value);
  if (kind === "not") {
    const matches = readFilter(value);
    return typeof matches === "string" ? matches : (person) => !matches(person);
  }
  if (kind !== "and" && kind !== "or") return `${kind ?? "an empty filter"} is not supported`;
  if (!Array.isArray(value) || value.length === 0) return `${kind} must hold a list of filters`;
  const all: Matches[] = [];
  for (const one of value.map(readFilter)) {
    if (typeof one === "string") return one;
    all.push(one);
  }
  return kind === "and"
    ? (person) => all.every((matches) => matches(person))
    : (person) => all.some((matches) => matches(person));
}

function readAttribute(attribute: unknown): Matches | string {
  if (!isObject(attribute) || typeof attribute["field"] !== "string") return "attribute.field is required";
  const { field, operator, value } = attribute;
  if (operator === "exists") return (person) => valueOf(person, field) !== undefined;
  if (operator !== "eq") return "attribute.operator must be eq or exists";
  const wanted = String(value).toLowerCase();
  return (person) => String(valueOf(person, field)).toLowerCase() === wanted;
}

function valueOf({ cio_id, id, email, attributes }: Person, field: string): unknown {
  return { ...attributes, cio_id, id: id ?? undefined, email: email ?? undefined }[field];
}
