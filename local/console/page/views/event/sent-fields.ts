import type { Call } from "../../../contract/events.ts";
import type { FieldChange } from "../../../contract/systems.ts";

interface Parted {
  /** What the call has asked for, in its own order. */
  readonly sent: readonly FieldChange[];
  /** What the system has set besides: ids, times, defaults. */
  readonly others: readonly FieldChange[];
}

/** Parts a record's fields by whether the call that changed it names them, in its body or its address. */
export function partFields({ path, request }: Pick<Call, "path" | "request">, fields: readonly FieldChange[]): Parted {
  const names = [...namesIn(request.text), ...path.split(/[/?&=]/)];
  const placeOf = (field: FieldChange) => names.indexOf(nameIn(field));
  // Of two of one name the second is what the system keeps beside it, as when it was written.
  const isFirst = (field: FieldChange) => fields.find((one) => nameIn(one) === nameIn(field)) === field;
  const sent = fields.filter((field) => placeOf(field) !== -1 && isFirst(field));
  // Of a body that is kept no more nothing can be said.
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

/** Of a JSON object, also where it is cut, or of a form. */
function namesIn(body: string): string[] {
  if (!/^\s*[[{]/.test(body)) return [...new URLSearchParams(body).keys()];
  return Array.from(body.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g), ([, name = ""]) => name);
}
