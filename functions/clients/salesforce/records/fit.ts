import type { FieldValue, FieldValues } from "../salesforce.ts";
import { clean, readValue } from "./read-value.ts";
import { type FieldShape, hasField, shapeOf } from "./shape.ts";

export type Draft = Record<string, FieldValue>;

/** Why, by schemas/salesforce, a field can't hold a value, or not in full: the reason in the log. */
type Unfit =
  | "NO_SUCH_FIELD"
  | "NOT_WRITEABLE"
  | "TOO_LONG"
  | "NOT_IN_PICKLIST"
  | "NOT_A_NUMBER"
  | "NOT_A_DATE"
  | "NOT_A_TIME"
  | "NOT_A_BOOLEAN"
  | "NOT_AN_ID";

/** A value that its field can't hold, or not in full. */
export interface Note {
  readonly field: string;
  readonly value: string | number | boolean;
  /** Absent if already logged. */
  readonly reason?: Unfit;
}

export interface Fitted {
  readonly draft: Draft;
  readonly notes: readonly Note[];
}

/**
 * The values as the org's object can hold them: longer text is cut, a number in a text is read, and values without a
 * field are left out. A needed field is sent as it is, so that a refusal says what is wrong. Null and blank text are
 * omitted from a new record; in a change they empty the field.
 */
export function fit(object: string, fields: FieldValues, write: Writing): Fitted {
  const shape = shapeOf(object);
  const draft: Draft = {};
  const notes: Note[] = [];
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined || (write.isNew && isEmpty(value))) continue;
    const known = shape?.get(field.toLowerCase());
    if (value === null || isEmpty(value)) {
      if (shape === undefined || isWriteable(known, write) || write.isNeeded(field)) draft[field] = null;
    } else if (shape === undefined || write.isNeeded(field)) {
      draft[field] = value;
    } else {
      const read = isWriteable(known, write) ? readValue(known, value) : undefined;
      if (read !== undefined) draft[field] = read;
      const reason = unfit(isWriteable(known, write) ? known : undefined, value, read);
      if (reason !== undefined)
        notes.push({ field, value, reason: hasField(object, field) ? reason : "NO_SUCH_FIELD" });
    }
  }
  return { draft, notes };
}

export interface Writing {
  readonly isNew: boolean;
  /** Takes names in any case. */
  readonly isNeeded: (field: string) => boolean;
}

/** What Salesforce stores as null: nothing, or blank text. */
export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "string" && value.trim() === "");
}

function isWriteable(field: FieldShape | undefined, { isNew }: Writing): field is FieldShape {
  return field !== undefined && (isNew ? field.isCreateable : field.isUpdateable);
}

const UNREAD: Readonly<Record<string, Unfit>> = {
  boolean: "NOT_A_BOOLEAN",
  int: "NOT_A_NUMBER",
  long: "NOT_A_NUMBER",
  double: "NOT_A_NUMBER",
  currency: "NOT_A_NUMBER",
  percent: "NOT_A_NUMBER",
  date: "NOT_A_DATE",
  datetime: "NOT_A_TIME",
  reference: "NOT_AN_ID",
};

function unfit(known: FieldShape | undefined, given: FieldValue, read: FieldValue | undefined): Unfit | undefined {
  if (known === undefined) return "NOT_WRITEABLE";
  if (read === undefined) return UNREAD[known.type] ?? "NOT_IN_PICKLIST";
  return isCut(known, given) ? "TOO_LONG" : undefined;
}

function isCut({ size }: FieldShape, given: FieldValue): boolean {
  return typeof given === "string" && size > 0 && clean(given).trim().length > size;
}
