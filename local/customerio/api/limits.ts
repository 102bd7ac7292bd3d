import { isUlid } from "../state/ulid.ts";
import { MOST_ATTRIBUTES } from "../state/identify.ts";
import type { WorkspaceSettings } from "../state/workspace.ts";

/**
 * The Track API's documented limits, https://docs.customer.io/api/track/. customer.io does not document what happens
 * beyond them; a 400 is our assumption.
 */
const IDENTIFIER_BYTES = 150;
const ATTRIBUTE_NAME_BYTES = 150;
const ATTRIBUTE_VALUE_BYTES = 1000;
const EVENT_NAME_BYTES = 100;
const EVENT_DATA_BYTES = 100_000;
export const ENTITY_BYTES = 32 * 1024;
export const BATCH_BYTES = 500 * 1024;
export const SEND_BYTES = 2048 * 1024;

/** A violated rule: the field, and customer.io's error and reason for it. */
export interface Complaint {
  readonly field: string;
  readonly reason: "required" | "invalid";
  readonly message: string;
}

export function* checkIdentifier(field: string, value: string): Generator<Complaint> {
  if (value === "") yield { field, reason: "required", message: `${field} is required` };
  if (isLonger(value, IDENTIFIER_BYTES)) yield tooLong(field, IDENTIFIER_BYTES);
}

export function* checkAttributes(attributes: Readonly<Record<string, unknown>>): Generator<Complaint> {
  const entries = Object.entries(attributes);
  if (entries.length > MOST_ATTRIBUTES) {
    yield { field: "attributes", reason: "invalid", message: `more than ${MOST_ATTRIBUTES} attributes` };
  }
  for (const [name, value] of entries) {
    if (isLonger(name, ATTRIBUTE_NAME_BYTES)) yield tooLong("attribute name", ATTRIBUTE_NAME_BYTES);
    if (isLonger(asText(value), ATTRIBUTE_VALUE_BYTES)) yield tooLong(name, ATTRIBUTE_VALUE_BYTES);
  }
}

/** `data` is the field's name in the API's version. */
export function* checkEvent(
  { name, id }: Readonly<Record<string, unknown>>,
  data: unknown,
  { nonUlidIds }: Pick<WorkspaceSettings, "nonUlidIds">,
): Generator<Complaint> {
  if (typeof name !== "string" || name === "") {
    yield { field: "name", reason: "required", message: "name is required" };
  } else if (isLonger(name, EVENT_NAME_BYTES)) {
    yield tooLong("name", EVENT_NAME_BYTES);
  }
  if (nonUlidIds === "refuse" && typeof id === "string" && !isUlid(id)) {
    yield { field: "id", reason: "invalid", message: "id is not a ULID" };
  }
  if (data !== undefined && isLonger(JSON.stringify(data), EVENT_DATA_BYTES)) yield tooLong("data", EVENT_DATA_BYTES);
}

/** In UTF-8 bytes, counted only if the number of characters does not decide. */
function isLonger(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length * 3 > bytes && Buffer.byteLength(text) > bytes);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function tooLong(field: string, bytes: number): Complaint {
  return { field, reason: "invalid", message: `${field} is longer than ${bytes} bytes` };
}
