import forms from "../configuration/typeform.json" with { type: "json" };
import type { TypeformFormResponse } from "../../schemas/types.ts";
import { RefusedPayloadError } from "../runtime/define/errors.ts";
import { isNothing } from "../runtime/reading/nothing.ts";
import { namesIn } from "../runtime/reading/person-name.ts";
import { defineSource } from "../runtime/define/source.ts";
import { typeform } from "../runtime/signatures/schemes.ts";

const { $schema: _schema, ...configuredForms } = forms;
const formsById = new Map<string, { formId: string; fields: Record<string, string> }>(Object.entries(configuredForms));

/**
 * https://www.typeform.com/developers/webhooks/ Which answers, and which hidden fields that nobody is asked for, become which
 * field: functions/configuration/typeform.json, by the question's ref or id, or the hidden field's name.
 */
export default defineSource({
  name: "typeform",
  signature: typeform(),
  kind: ({ event_type }) => event_type,
  kinds: {
    form_response({ event_id: id, form_response: { form_id, submitted_at: time, answers = [], hidden = {} } }) {
      const { formId, fields } = formsById.get(form_id) ?? unknownForm();
      const fieldByRef = new Map(Object.entries(fields));
      const answered = answers.flatMap((answer) => {
        const value = valueOf(answer);
        const name = [answer.field.ref, answer.field.id].find((one = "") => fieldByRef.has(one));
        // What was left empty takes no hidden field's place.
        return isNothing(value) || name === undefined ? [] : [[name, value] as const];
      });
      const filled = Object.entries(hidden).filter(([, value]) => value !== UNFILLED);
      const { email: person, name, ...data } = { ...byField(fieldByRef, filled), ...byField(fieldByRef, answered) };
      const names = typeof name === "string" ? { ...namesIn({ name }), ...data } : data;
      return [{ id, type: "form.submitted", person, time, data: { formId, ...names } }];
    },
  },
});

type Values = readonly (readonly [name: string, value: unknown])[];

function byField(fieldByRef: ReadonlyMap<string, string>, values: Values): Readonly<Record<string, unknown>> {
  const known = values.flatMap(([name, value]) => {
    const field = fieldByRef.get(name);
    return field === undefined ? [] : [[field, value] as const];
  });
  const groups = [...Map.groupBy(known, ([field]) => field)];
  const valuesOf = (pairs: Values) => pairs.map(([, value]) => value);
  return Object.fromEntries(groups.map(([field, pairs]) => [field, together(field, valuesOf(pairs))]));
}

/** Of several questions that one field is made of, an address is the last one's; a message has a line of each, and all else is a list. */
function together(field: string, values: readonly unknown[]): unknown {
  if (values.length === 1 || field === "email") return values.at(-1);
  return field === "message" ? values.map(lineOf).join("\n") : values.flat();
}

function lineOf(value: unknown): string {
  const parts = [value].flat().filter((part) => !isNothing(part));
  return parts.join(", ");
}

/** What a hidden field holds where the link to the form still has what Typeform puts there to be replaced. */
const UNFILLED = "xxxxx";

/** Kept in quarantine, and replayed once it is configured. */
function unknownForm(): never {
  const reason = { code: "UNKNOWN_FORM", system: "schema", field: "/form_response/form_id" };
  throw new RefusedPayloadError("/form_response/form_id is not in functions/configuration/typeform.json", reason);
}

type Answer = NonNullable<TypeformFormResponse["form_response"]["answers"]>[number];

/**
 * `{ "type": "text", "text": "Ada" }`; of one or several choices their labels, and what was typed instead or besides; of an answer in
 * sound, picture or text (`multi_format`) the text.
 */
function valueOf({ type, ...answer }: Answer): unknown {
  const value = Object.hasOwn(answer, type) ? answer[type] : undefined;
  if (typeof value !== "object" || value === null) return value;
  const { label, labels, other, text }: Readonly<Record<string, unknown>> = { ...value };
  return [label, labels, other, text].flat();
}
