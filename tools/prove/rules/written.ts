import type { Path } from "../events/leaves.ts";

/** A value that a run has written, into a new record or over an old value. */
export interface Written {
  /** Key of its record. */
  readonly key: string;
  readonly records: string;
  /** As in the record; `name` is its last part. */
  readonly field: string;
  readonly name: string;
  readonly value: unknown;
  /** If the record did not have the field before: an existing field whose name differs only in spelling. */
  readonly twin?: string | undefined;
}

/** A value in the event's data. */
export interface Said {
  readonly path: Path;
  readonly name: string;
  readonly value: unknown;
}

/** `FirstName`, `first_name` and `First_Name__c` are spellings of one name. */
export function bare(name: string): string {
  return name
    .replace(/__c$/i, "")
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
}
