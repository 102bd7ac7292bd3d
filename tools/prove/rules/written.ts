import type { Path } from "../leaves.ts";

/** A value that a run has written, in a new record or in the place of another. */
export interface Written {
  /** Of its record. */
  readonly key: string;
  readonly records: string;
  /** As records name it; what is in it, by its own name. */
  readonly field: string;
  readonly name: string;
  readonly value: unknown;
  /** Of a field that the record had not got: one that it has, and whose name differs in spelling alone. */
  readonly twin?: string | undefined;
}

/** A value of the event's data. */
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
