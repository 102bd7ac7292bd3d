import { KEY_PREFIXES } from "../../../../schemas/salesforce/org.ts";

/** 15 characters, or 18 with the suffix that encodes their case. */
export function isId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value);
}

/** Any id, for an object that schemas/salesforce does not describe. */
export function isIdOf(type: string, value: unknown): value is string {
  return isId(value) && value.startsWith(KEY_PREFIXES[type] ?? "");
}

/** The last three of 18 characters only encode the others' case. */
export function isSameId(one: string, other: string): boolean {
  return one.slice(0, 15) === other.slice(0, 15);
}
