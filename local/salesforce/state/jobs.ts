import type { ObjectType } from "./schema.ts";

export type JobState = "Open" | "UploadComplete" | "InProgress" | "JobComplete" | "Failed" | "Aborted";
export const JOB_OPERATIONS = ["insert", "update", "upsert", "delete"] as const;
export type JobOperation = (typeof JOB_OPERATIONS)[number];

/** A row of a job's CSV: column → text. */
export type JobRow = Readonly<Record<string, string>>;

/** The result of a processed row. */
export interface JobResult {
  readonly row: JobRow;
  readonly id: string;
  readonly created: boolean;
  /** As in `sf__Error`; empty on success. */
  readonly error: string;
}

/** A Bulk API 2.0 ingest job. */
export interface Job {
  readonly id: string;
  readonly type: ObjectType;
  readonly operation: JobOperation;
  /** Upserts only: the external id field. */
  readonly keyName: string | undefined;
  readonly version: number;
  /** Unix milliseconds. */
  readonly createdAt: number;
  changedAt: number;
  state: JobState;
  errorMessage: string | undefined;
  /** The uploaded rows; undefined before the upload. */
  rows: readonly JobRow[] | undefined;
  columns: readonly string[];
  readonly results: JobResult[];
}

/** The rows not yet attempted. */
export function unprocessed({ rows = [], results }: Job): JobRow[] {
  const done = new Set(results.map(({ row }) => row));
  return rows.filter((row) => !done.has(row));
}
