import type { Read, RehearsalLine, RehearsedRequest, ShownRecords } from "../core/rehearsal.ts";
import { isObject } from "../core/json.ts";
import { get, schema } from "./rehearsed.ts";
import type { ObjectType } from "./state/schema.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Shared by everyone, and named by the project's configuration. */
const COMMON: ReadonlySet<string> = new Set(["Campaign", "CampaignMemberStatus", "User"]);

/** Reads each record in full; deleted ones are left out. */
export async function shownRecords(reads: readonly Read[], { read }: RehearsalLine): Promise<ShownRecords> {
  const found = new Map<string, { readonly kind: string; readonly request: RehearsedRequest }>();
  for (const { request, answer } of reads)
    for (const { kind, id } of recordsIn(answer)) found.set(id, { kind, request });
  const whole = new Map<string, { readonly kind: string; readonly fields: Fields }>();
  for (const [id, { kind, request }] of found) {
    if (schema.type(kind) === undefined || COMMON.has(kind)) continue;
    const { status, body } = await read(get(request, `/sobjects/${kind}/${id}`));
    const fields: unknown = status === 200 ? JSON.parse(body) : undefined;
    if (isObject(fields)) whole.set(id, { kind, fields });
  }
  const seen: Record<string, object[]> = {};
  for (const { kind, fields } of whole.values()) (seen[kind] ??= []).push(seedOf(kind, fields, whole));
  return seen;
}

/** Records at any depth, including composite answers and nested ones. */
function* recordsIn(value: unknown): Generator<{ readonly kind: string; readonly id: string }> {
  if (Array.isArray(value)) for (const one of value) yield* recordsIn(one);
  if (!isObject(value)) return;
  const { attributes, Id } = value;
  if (isObject(attributes) && typeof attributes["type"] === "string") {
    const id = [Id, attributes["url"]]
      .find((one) => typeof one === "string")
      ?.split("/")
      .at(-1);
    if (id !== undefined && /^\w{15,18}$/.test(id)) yield { kind: attributes["type"], id };
  }
  for (const one of Object.values(value)) yield* recordsIn(one);
}

/** References to records not shown would be invalid at the stand-in. */
function seedOf(kind: string, fields: Fields, whole: ReadonlyMap<string, unknown>): object {
  const type = schema.type(kind);
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => {
      const field = type?.field(name);
      if (field === undefined || value === null || isComposed(type, name)) return false;
      if (field.references.length === 0 || name === "Id") return field.kind !== "other";
      return (typeof value === "string" && whole.has(value)) || field.references.includes("Campaign");
    }),
  );
}

function isComposed(type: ObjectType | undefined, name: string): boolean {
  return name === "Name" && type?.isNamedByParts === true;
}
