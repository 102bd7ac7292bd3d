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
 * https://www.typeform.com/developers/webhooks/ functions/configuration/typeform.json maps answers, by the question's
 * ref or id, and hidden fields, by name, to our fields.
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
        // An empty answer must not replace a hidden field.
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
  return Object.fromEntries(groups.map(([field, pairs]) => [field, combine(field, valuesOf(pairs))]));
}

/**
 * Several questions may feed one field: the last address wins, messages are joined by line breaks, anything else
 * becomes a list.
 */
function combine(field: string, values: readonly unknown[]): unknown {
  if (values.length === 1 || field === "email") return values.at(-1);
  return field === "message" ? values.map(lineOf).join("\n") : values.flat();
}

function lineOf(value: unknown): string {
  const parts = [value].flat().filter((part) => !isNothing(part));
  return parts.join(", ");
}

/** Typeform's placeholder for a hidden field, if the form's link was used unfilled. */
const UNFILLED = "xxxxx";

/** Quarantined, and replayed once the form is configured. */
function unknownForm(): never {
  const reason = { code: "UNKNOWN_FORM", system: "schema", field: "/form_response/form_id" };
  throw new RefusedPayloadError("/form_response/form_id is not in functions/configuration/typeform.json", reason);
}

type Answer = NonNullable<TypeformFormResponse["form_response"]["answers"]>[number];

/**
 * `{ "type": "text", "text": "Ada" }`; for choices their labels and any free text; for an audio, video or text answer
 * (`multi_format`) its text.
 */
function valueOf({ type, ...answer }: Answer): unknown {
  const value = Object.hasOwn(answer, type) ? answer[type] : undefined;
  if (typeof value !== "object" || value === null) return value;
  const { label, labels, other, text }: Readonly<Record<string, unknown>> = { ...value };
  return [label, labels, other, text].flat();
}
