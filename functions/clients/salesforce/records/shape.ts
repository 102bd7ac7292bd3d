import { READ_ONLY, RESTRICTED, WRITEABLE } from "../../../../schemas/salesforce/org.ts";

/** What a client needs to know of a field in order to write it. */
export interface FieldShape {
  readonly name: string;
  /** describe's own word: `string`, `datetime`, `reference`. */
  readonly type: string;
  /** Characters in UTF-16 units, or digits before the decimal point; 0: no known limit. */
  readonly size: number;
  /** Digits after the decimal point. */
  readonly scale: number;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  readonly isUnique: boolean;
  /** Its possible values, if the org restricts them. */
  readonly values: readonly string[] | undefined;
}

/** An object's writeable fields, by lower-case name, since Salesforce takes names in any case. */
export type Shape = ReadonlyMap<string, FieldShape>;

const shapes = new Map<string, Shape | undefined>();

/** Undefined for an object that schemas/salesforce does not describe. */
export function shapeOf(object: string): Shape | undefined {
  if (!shapes.has(object)) shapes.set(object, readShape(object));
  return shapes.get(object);
}

/** Undefined for a field that can't be written, or is not described. Names in any case. */
export function fieldOf(object: string, field: string): FieldShape | undefined {
  return shapeOf(object)?.get(field.toLowerCase());
}

/** Whether the object has it, as schemas/salesforce describes it: to write, or to read alone. Names in any case. */
export function hasField(object: string, field: string): boolean {
  const readOnly = READ_ONLY[object]?.toLowerCase().split(" ");
  return fieldOf(object, field) !== undefined || readOnly?.includes(field.toLowerCase()) === true;
}

function readShape(object: string): Shape | undefined {
  const groups = WRITEABLE[object];
  if (groups === undefined) return undefined;
  const fields = Object.entries(groups).flatMap(([kind, names]) => {
    const [type = "", size = "0", may = ""] = kind.split(" ");
    const [precision = 0, scale = 0] = size.split(".").map(Number);
    return names.split(" ").map((name) => ({
      name,
      type,
      size: precision - scale,
      scale,
      isCreateable: may.includes("c"),
      isUpdateable: may.includes("u"),
      isUnique: may.includes("k"),
      values: RESTRICTED.find(([places]) => places.split(" ").includes(`${object}.${name}`))?.[1],
    }));
  });
  return new Map(fields.map((field) => [field.name.toLowerCase(), field]));
}
