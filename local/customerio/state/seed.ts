import { isObject } from "../../core/json.ts";
import type { Person } from "./people.ts";
import { nowSeconds } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

const FIELDS = new Set(["cio_id", "id", "email", "attributes", "timestamps"]);

/**
 * Adds people in the state's format; only one of id and email is required. Other kinds of records are created by calls
 * only. Adds all, or none with a sentence about the first invalid one.
 */
export function seedPeople(workspace: Workspace, records: Record<string, object[]>): void {
  const foreign = Object.keys(records).find((kind) => kind !== "people");
  if (foreign !== undefined) throw new Error(`customer.io can be seeded with people alone, not with ${foreign}.`);
  const people = (records["people"] ?? []).map((record) => readPerson(record, nowSeconds(workspace)));
  for (const { cio_id: cioId, ...person } of people) {
    workspace.people.put({ ...person, cio_id: cioId ?? workspace.people.nextCioId() });
  }
}

function readPerson(record: object, now: number): Omit<Person, "cio_id"> & { cio_id: string | null } {
  const refuse = (what: string) => new Error(`A person in customer.io ${what}: ${JSON.stringify(record)}.`);
  if (!isObject(record)) throw refuse("is an object");
  const foreign = Object.keys(record).find((field) => !FIELDS.has(field));
  if (foreign !== undefined) throw refuse(`has no ${foreign}; what is not one of its own fields goes into attributes`);
  const { cio_id = null, id = null, email = null, attributes = {}, timestamps = {} } = record;
  if (!isTextOrNull(cio_id) || !isTextOrNull(id) || !isTextOrNull(email))
    throw refuse("has texts as cio_id, id and email");
  if (id === null && email === null) throw refuse("needs an id or an email");
  if (!isObject(attributes)) throw refuse("has an object as attributes");
  if (!isObject(timestamps) || !areNumbers(timestamps)) throw refuse("has Unix seconds by attribute as timestamps");
  const dated = Object.fromEntries(Object.keys(attributes).map((name) => [name, now]));
  return { cio_id, id, email: email?.toLowerCase() ?? null, attributes, timestamps: { ...dated, ...timestamps } };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || (typeof value === "string" && value !== "");
}

function areNumbers(record: Record<string, unknown>): record is Record<string, number> {
  return Object.values(record).every((value) => typeof value === "number");
}
