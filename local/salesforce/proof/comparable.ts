import { createHash } from "node:crypto";
import type { IsLeftOut } from "../../core/records.ts";
import { API_USER_ID } from "../rules/owners.ts";
import { describedObjects } from "../state/describe-files.ts";
import { createSchema } from "../state/schema.ts";

type Fields = Readonly<Record<string, unknown>>;

const { types } = createSchema(describedObjects());
const keys = new Map(types.map(({ name, unique }) => [name, unique.map((field) => field.name)]));

/** Ids, the org's own times and numbers, and derived fields. */
const ORGS_OWN = new Set([
  ...types.flatMap(({ numbered = [] }) => numbered),
  "Id",
  "IsDeleted",
  "CreatedById",
  "CreatedDate",
  "LastModifiedById",
  "LastModifiedDate",
  "SystemModstamp",
  "FirstRespondedDate",
  "ConvertedDate",
  "Name",
  "LeadOrContactId",
]);
const TOLD_WHEN_FALSE = new Set(["HasOptedOutOfEmail", "HasResponded", "IsConverted", "IsDefault"]);
const NAMED_BY_NAME = new Set(["Campaign", "Account"]);

/** Whether only the org sets the field: auto numbers, and the Name of a person. */
export function isOrgsOwn(type: string, field: string): boolean {
  return field === "Name" ? !NAMED_BY_NAME.has(type) : ORGS_OWN.has(field);
}

/** An org's records without fields that only the org sets; references are replaced by the records they lead to. */
export function comparable(
  state: Readonly<Record<string, readonly unknown[]>>,
  isLeftOut: IsLeftOut,
): Record<string, object[]> {
  const byId = new Map<unknown, readonly [type: string, fields: Fields]>();
  for (const [type, records] of Object.entries(state)) {
    // Plain JSON, by OpenSystem.state.
    for (const record of records) byId.set((record as Fields)["Id"], [type, record as Fields]);
  }
  const names = new Map<unknown, string>();
  const counts = new Map<string, number>();
  for (const [id, [type, fields]] of byId) {
    const name = nameOf(type, fields);
    names.set(id, name);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const describe = (id: unknown): unknown => {
    const name = names.get(id);
    if (name === undefined || (counts.get(name) ?? 0) < 2) return name ?? id;
    const [type, fields] = byId.get(id) ?? ["", {}];
    return `${name} ~${digest(comparableRecord(type, fields, describe, isLeftOut))}`;
  };
  return Object.fromEntries(
    Object.entries(state).map(([type, records]) => [
      type,
      records.map((record) => comparableRecord(type, record as Fields, describe, isLeftOut)),
    ]),
  );
}

function comparableRecord(
  type: string,
  fields: Fields,
  describe: (id: unknown) => unknown,
  isLeftOut: IsLeftOut,
): object {
  const before = comparedBefore.get(fields);
  const isSame = before?.isLeftOut === isLeftOut && before.references.every(([id, as]) => describe(id) === as);
  if (isSame) return before.compared;
  const compared: Record<string, unknown> = {};
  const references: (readonly [id: unknown, as: unknown])[] = [];
  for (const field in fields) {
    const value = fields[field];
    if (isOrgsOwn(type, field)) continue;
    // Unset checkboxes and the default owner equal absent values, with few exceptions.
    if ((value === false && !TOLD_WHEN_FALSE.has(field)) || (field === "OwnerId" && value === API_USER_ID)) continue;
    // A membership with a Contact is the Contact's; a conversion leaves its Lead beside it.
    if (type === "CampaignMember" && field === "LeadId" && fields["ContactId"] !== undefined) continue;
    if (isLeftOut(type, field)) continue;
    const isReference = field.endsWith("Id");
    compared[field] = isReference ? describe(value) : value;
    if (isReference) references.push([value, compared[field]]);
  }
  comparedBefore.set(fields, { isLeftOut, references, compared: Object.freeze(compared) });
  return compared;
}

interface Compared {
  readonly isLeftOut: IsLeftOut;
  /** The replacements of references: for other records with the same ids they may differ. */
  readonly references: readonly (readonly [id: unknown, as: unknown])[];
  readonly compared: object;
}

/** Unchanged records are identical objects from one case to the next. */
const comparedBefore = new WeakMap<Fields, Compared>();
const nameBefore = new WeakMap<Fields, string>();

/** A stable name: a person's e-mail, a unique field's value, else the record's name. */
function nameOf(type: string, fields: Fields): string {
  const before = nameBefore.get(fields);
  if (before !== undefined) return before;
  const unique = (keys.get(type) ?? []).map((field) => fields[field]);
  const names = [fields["Email"], ...unique, fields["Name"], fields["Label"]];
  const name = names.find((text) => typeof text === "string");
  const told = name === undefined ? type : `${type} ${name}`;
  nameBefore.set(fields, told);
  return told;
}

/** Ignores the notes, which may or may not hold refused values. */
function digest(content: object): string {
  const told = JSON.stringify(content, (name, value: unknown) => (name === "Description" ? undefined : value));
  return createHash("sha256").update(told).digest("hex").slice(0, 6);
}
