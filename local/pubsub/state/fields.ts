import { isObject } from "../../core/json.ts";
import { invalid } from "./status.ts";

/** A JSON object with checked member names, in camelCase. */
export type Fields = Readonly<Record<string, unknown>>;

const camelCase = (name: string) => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Reads an object by Google's JSON mapping: camelCase or snake_case names, null as absent; unknown names are refused.
 * Absent reads as empty.
 */
export function readObject(value: unknown, where: string, known: readonly string[]): Fields {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw invalid(`Invalid value at '${where}': an object is expected.`);
  const fields: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const camel = camelCase(name);
    if (!known.includes(camel)) {
      throw invalid(`Invalid JSON payload received. Unknown name "${name}" at '${where}': Cannot find field.`);
    }
    if (member !== null && member !== undefined) fields[camel] = member;
  }
  return fields;
}

export function readText(fields: Fields, name: string): string {
  const value = fields[name] ?? "";
  if (typeof value !== "string") throw invalid(`Invalid value at '${name}' (TYPE_STRING).`);
  return value;
}

/** Google's JSON writes 64-bit integers as strings, and reads integers in both forms. */
export function readInteger(fields: Fields, name: string): number {
  const value = fields[name] ?? 0;
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number))
    throw invalid(`Invalid value at '${name}' (TYPE_INT32).`);
  return number;
}

export function readBoolean(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false;
  if (typeof value !== "boolean") throw invalid(`Invalid value at '${name}' (TYPE_BOOL).`);
  return value;
}

export function readList(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) throw invalid(`Invalid value at '${name}': a list is expected.`);
  return value;
}

export function readTextList(fields: Fields, name: string): readonly string[] {
  return readList(fields, name).map((item) => readText({ [name]: item }, name));
}

/** A map of strings (labels, attributes), whose names are data and stay unchanged. */
export function readTextMap(fields: Fields, name: string): Readonly<Record<string, string>> {
  const value = fields[name] ?? {};
  if (!isObject(value)) throw invalid(`Invalid value at '${name}': a map is expected.`);
  // No prototype, so that "__proto__" is an ordinary name.
  const map: Record<string, string> = Object.create(null);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string") throw invalid(`Invalid value at '${name}[${key}]' (TYPE_STRING).`);
    map[key] = text;
  }
  return map;
}

/** Milliseconds in a google.protobuf.Duration: "1.5s" in JSON, {seconds, nanos} in gRPC. Undefined if absent. */
export function readDuration(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === "string" && /^-?\d{1,12}(\.\d{1,9})?s$/.test(value)) return Number(value.slice(0, -1)) * 1000;
  if (typeof value !== "object") throw invalid(`Invalid value at '${name}' (google.protobuf.Duration).`);
  const { seconds = 0, nanos = 0 } = readObject(value, name, ["seconds", "nanos"]);
  return Number(seconds) * 1000 + Number(nanos) / 1e6;
}

/**
 * Unix milliseconds in a google.protobuf.Timestamp: RFC 3339 in JSON, {seconds, nanos} in gRPC. Undefined if absent.
 */
export function readTimestamp(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  const time = typeof value === "string" ? Date.parse(value) : readDuration(fields, name);
  if (Number.isNaN(time)) throw invalid(`Invalid value at '${name}' (google.protobuf.Timestamp).`);
  return time;
}

/** An API's format of durations. */
export type WriteDuration = (milliseconds: number) => unknown;

export const durationText: WriteDuration = (milliseconds) => `${milliseconds / 1000}s`;

export const timestampText = (time: number) => new Date(time).toISOString();

export const durationParts: WriteDuration = (milliseconds) => ({
  seconds: Math.trunc(milliseconds / 1000),
  nanos: Math.round((milliseconds % 1000) * 1e6),
});
