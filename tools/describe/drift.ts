import type { FieldDescription, ObjectDescription } from "../../schemas/salesforce/object-description.ts";

/** A difference between the org and its file. */
export interface Drift {
  readonly object: string;
  /** Absent if it is not about one field. */
  readonly field?: string;
  readonly sentence: string;
  /** Where it matters. Absent: wherever the field is named, or the object if it is not about a field. */
  readonly matters?: "where the object is named" | "nowhere";
}

/**
 * Differences between the org's object and its file. `inOrg` is undefined if the org has no such object or hides it.
 */
export function driftOf(inFile: ObjectDescription, inOrg: ObjectDescription | undefined): Drift[] {
  const object = inFile.name;
  if (inOrg === undefined) return [{ object, sentence: "the org has no such object, or hides it from this user" }];
  const names = [...new Set([...Object.keys(inFile.fields), ...Object.keys(inOrg.fields)])].toSorted();
  return [
    ...differences(inFile, inOrg).map((difference) => ({ object, ...difference })),
    ...names.flatMap((field) =>
      fieldDrift(inFile.fields[field], inOrg.fields[field]).map((drift) => ({ object, field, ...drift })),
    ),
  ];
}

type Difference = Omit<Drift, "object" | "field">;

function fieldDrift(inFile: FieldDescription | undefined, inOrg: FieldDescription | undefined): Difference[] {
  if (inOrg === undefined) return [{ sentence: "the org has no such field, or hides it from this user" }];
  if (inFile !== undefined) return differences(inFile, inOrg);
  return isRequired(inOrg)
    ? [{ sentence: `the org alone has it, and refuses new records without it`, matters: "where the object is named" }]
    : [{ sentence: `the org alone has it (${inOrg.type})`, matters: "nowhere" }];
}

function isRequired({ createable, nillable, defaultedOnCreate, type }: FieldDescription): boolean {
  return createable === true && nillable !== true && defaultedOnCreate !== true && type !== "boolean";
}

function differences(inFile: object, inOrg: object): Difference[] {
  const [file, org] = [
    new Map<string, unknown>(Object.entries(inFile)),
    new Map<string, unknown>(Object.entries(inOrg)),
  ];
  const properties = [...new Set([...file.keys(), ...org.keys()])].filter((name) => name !== "fields");
  return properties
    .filter((name) => JSON.stringify(file.get(name)) !== JSON.stringify(org.get(name)))
    .map((name) => ({
      sentence: sentenceOf(name, file.get(name), org.get(name)),
      ...(name === "label" && { matters: "nowhere" }),
    }));
}

function sentenceOf(property: string, inFile: unknown, inOrg: unknown): string {
  if (!isListIfAny(inFile) || !isListIfAny(inOrg))
    return `${property} is ${told(inOrg)} in the org, ${told(inFile)} in the file`;
  const without = (one: readonly unknown[] = [], other: readonly unknown[] = []) =>
    one.filter((value) => !other.includes(value)).map(told);
  const parts = [
    ["the org alone has", without(inOrg, inFile)],
    ["the file alone has", without(inFile, inOrg)],
  ] as const;
  const alone = parts.filter(([, values]) => values.length > 0).map(([who, values]) => `${who} ${values.join(", ")}`);
  return `${property}: ${alone.length > 0 ? alone.join("; ") : "the org has them in another order"}`;
}

function isListIfAny(value: unknown): value is readonly unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}

/** A description leaves out false, 0 and empty values. */
function told(value: unknown): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}
