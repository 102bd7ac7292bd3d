import type { Call } from "../../../contract/events.ts";
import type { FieldChange } from "../../../contract/systems.ts";

interface Parted {
  /** What the call sent, in its own order. */
  readonly sent: readonly FieldChange[];
  /** What the system set besides: ids, times, defaults. */
  readonly others: readonly FieldChange[];
}

/** Separates fields that the call names, in its body or path, from others. */
export function partFields({ path, request }: Pick<Call, "path" | "request">, fields: readonly FieldChange[]): Parted {
  const names = [...namesIn(request.text), ...path.split(/[/?&=]/)];
  const placeOf = (field: FieldChange) => names.indexOf(nameIn(field));
  // Of two fields with one name, the second is the system's companion of it, such as its time.
  const isFirst = (field: FieldChange) => fields.find((one) => nameIn(one) === nameIn(field)) === field;
  const sent = fields.filter((field) => placeOf(field) !== -1 && isFirst(field));
  // The body was dropped, so nothing is known.
  if (sent.length === 0) return { sent: fields, others: [] };
  return {
    sent: sent.toSorted((one, other) => placeOf(one) - placeOf(other)),
    others: fields.filter((field) => !sent.includes(field)),
  };
}

/** `attributes.first_name` is sent as first_name. */
function nameIn({ field }: FieldChange): string {
  return field.slice(field.lastIndexOf(".") + 1);
}

/** The names in a JSON object, even if truncated, or in a form. */
function namesIn(body: string): string[] {
  if (!/^\s*[[{]/.test(body)) return [...new URLSearchParams(body).keys()];
  return Array.from(body.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g), ([, name = ""]) => name);
}
