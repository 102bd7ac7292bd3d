import type { ObjectType } from "./schema.ts";

export type JobState = "Open" | "UploadComplete" | "InProgress" | "JobComplete" | "Failed" | "Aborted";
export type JobOperation = "insert" | "update" | "upsert" | "delete";

/** A row of a job's CSV: by column, as text. */
export type JobRow = Readonly<Record<string, string>>;

/** What became of a row; one that has not been processed has none. */
export interface JobResult {
  readonly row: JobRow;
  readonly id: string;
  readonly created: boolean;
  /** As `sf__Error` has it; empty where all is well. */
  readonly error: string;
}

/** A Bulk API 2.0 ingest job. */
export interface Job {
  readonly id: string;
  readonly type: ObjectType;
  readonly operation: JobOperation;
  /** Of an upsert: the external id's name. */
  readonly keyName: string | undefined;
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  changedAt: number;
  state: JobState;
  errorMessage: string | undefined;
  /** What was uploaded; undefined before. */
  rows: readonly JobRow[] | undefined;
  columns: readonly string[];
  readonly results: JobResult[];
}

/** Those rows that nobody has tried to write. */
export function unprocessed({ rows = [], results }: Job): JobRow[] {
  const done = new Set(results.map(({ row }) => row));
  return rows.filter((row) => !done.has(row));
}
