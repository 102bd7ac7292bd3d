import type { RecordPair, RecordRow, StoryWorld } from "../../../local/console/contract/proof.ts";
import type { ArrivalRule } from "../declared/declarations.ts";
import type { Finding } from "../finding.ts";
import { type Difference, differences, type Fields, type Snapshot, without } from "../simulation/snapshot.ts";

/** Compares both end states, by kinds of records that differ. */
export function worldsOf(expected: Snapshot, actual: Snapshot): StoryWorld[] {
  const byKind = Map.groupBy(differences(expected, actual), ({ kind }) => kind);
  return [...byKind].map(([kind, found]) => {
    const differing = found.filter(({ what }) => what !== "too many").map(({ record }) => JSON.stringify(record));
    const same = without(expected.get(kind) ?? [], differing).length;
    return { kind, same, pairs: found.map(pairOf) };
  });
}

/** The records that a handler adds though there are such, of which no comparison of ends knows. */
export function doubledIn(findings: readonly Pick<Finding, "entry">[]): StoryWorld[] {
  return findings.flatMap(({ entry }) =>
    entry?.list === "doubles"
      ? { kind: String(entry.says["records"]), same: 0, pairs: [{ what: "too many", rows: [] }] }
      : [],
  );
}

/** The fields that would have to be declared, so that arrival may decide all that differs. */
export function arrivalFields(worlds: readonly StoryWorld[]): Pick<ArrivalRule, "records" | "fields">[] {
  return worlds.flatMap(({ kind, pairs }) => {
    const rows = pairs.flatMap((pair) => pair.rows.filter((row) => row.differs && !isOfDigest(row)));
    const fields = [...new Set(rows.map(({ field }) => field.split(".")[0] ?? field))];
    return fields.length === 0 ? [] : { records: kind, fields };
  });
}

/** A reference to a record that itself differs. */
function isOfDigest({ expected, actual }: RecordRow): boolean {
  const bare = (text = "") => text.replace(/ ~[\da-f]{6}"$/, '"');
  return expected !== undefined && actual !== undefined && bare(expected) === bare(actual);
}

/** For titles: the kinds of records, and how they are wrong. */
export function spellWorlds(worlds: readonly StoryWorld[]): string {
  const wrong = worlds.flatMap(({ kind, pairs }) => pairs.map(({ what }) => `${kind} ${what}`));
  return [...new Set(wrong)].join(", ");
}

function pairOf({ what, record, changes }: Difference): RecordPair {
  const other = { ...record, ...Object.fromEntries(changes.map(({ field, actual }) => [field, actual])) };
  const expected = what === "too many" ? new Map<string, string>() : flatten(record);
  const actual = what === "missing" ? new Map<string, string>() : flatten(other);
  const rows = [...new Set([...expected.keys(), ...actual.keys()])].map((field) => ({
    field,
    expected: expected.get(field),
    actual: actual.get(field),
    differs: expected.get(field) !== actual.get(field),
  }));
  return { what, rows: rows.toSorted((one, two) => Number(two.differs) - Number(one.differs)) };
}

/** Flattens nested objects to `attributes.first_name`, without empty values. */
function flatten(record: Fields, prefix = ""): Map<string, string> {
  const entries = Object.entries(record).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined || value === "") return [];
    if (typeof value === "object" && !Array.isArray(value)) return [...flatten({ ...value }, `${prefix}${name}.`)];
    return [[`${prefix}${name}`, JSON.stringify(value)]];
  });
  return new Map(entries);
}
