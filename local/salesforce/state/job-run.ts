import { Refusal, unknownId } from "./refusal.ts";
import type { Job, JobResult, JobRow } from "./jobs.ts";
import type { Org } from "./org.ts";
import type { Field } from "./schema.ts";
import { commit, type RowFault, type Transaction, type Write, type Writing } from "./transaction.ts";
import { createWrite, deleteWrite, type Input, knownId, updateWrite, upsertWrite, writeOrRefuse } from "./writes.ts";

/** Batches of a job run in parallel; the chunks of a batch one after another. */
const BATCH_ROWS = 10_000;
const CHUNK_ROWS = 200;

/** Processes an upload in the background. Each chunk is a transaction; each row has its own result. */
export async function runJob(org: Org, job: Job, fault: RowFault | undefined): Promise<void> {
  const { rows = [], columns } = job;
  job.state = "InProgress";
  const unknown = columns.find((column) => fieldOf(org, job, column) === undefined);
  if (unknown !== undefined) {
    failJob(org, job, `InvalidBatch : Field name not found : ${unknown}`);
    return;
  }
  await Promise.all(portions(rows, BATCH_ROWS).map((batch) => runBatch(org, job, batch, fault)));
  if (job.state === "InProgress") endJob(org, job, "JobComplete");
}

export function failJob(org: Org, job: Job, message: string): void {
  job.errorMessage = message;
  endJob(org, job, "Failed");
}

export function endJob(org: Org, job: Job, state: Job["state"]): void {
  Object.assign(job, { state, changedAt: org.clock.now() });
}

async function runBatch(org: Org, job: Job, rows: readonly JobRow[], fault: RowFault | undefined): Promise<void> {
  for (const chunk of portions(rows, CHUNK_ROWS)) {
    if (job.state !== "InProgress") return; // aborted
    const transaction: Transaction = {
      version: job.version,
      savesDuplicates: false,
      // [U] a job names its assignment rule, or has none.
      assigns: false,
      undo: [],
      holder: org.locks.open(),
      fault,
    };
    const writing = { org, transaction };
    const writes = chunk.map((row) => writeOrRefuse(() => toWrite(writing, job, row)));
    const results = await commit(writing, writes);
    transaction.holder.release();
    job.results.push(...results.map((result, index) => toResult(chunk[index] ?? {}, result)));
  }
}

function toResult(row: JobRow, result: Refusal | { readonly id: string; readonly created: boolean }): JobResult {
  if (!(result instanceof Refusal)) return { row, ...result, error: "" };
  const { code, message, fields = [] } = result;
  return { row, id: "", created: false, error: `${code}:${message}:${[...fields, "--"].join(" ")}` };
}

function toWrite(writing: Writing, job: Job, row: JobRow): Write {
  const { type, operation } = job;
  const record = readRow(writing.org, job, row);
  const { Id: id, ...input } = record;
  switch (operation) {
    case "insert":
      return createWrite(writing, type, record);
    case "update":
      return updateWrite(writing, { type, id: knownId(id), unknown: unknownId }, input);
    case "delete":
      return deleteWrite(writing, { type, id: knownId(id), unknown: unknownId });
    default:
      return toUpsert(writing, job, record);
  }
}

function toUpsert(writing: Writing, { type, keyName = "" }: Job, record: Input): Write {
  const field = type.field(keyName);
  const { [keyName]: value, ...input } = record;
  if (field === undefined || typeof value !== "string")
    throw new Refusal("MISSING_ARGUMENT", `${keyName} not specified`);
  return upsertWrite(writing, { type, field, value }, input);
}

/** Under the fields' own names. An empty cell is ignored, `#N/A` clears the field. */
function readRow(org: Org, job: Job, row: JobRow): Input {
  const cells = Object.entries(row).filter(([, text]) => text !== "");
  return Object.fromEntries(
    cells.flatMap(([column, text]) => {
      const field = fieldOf(org, job, column);
      return field === undefined ? [] : [[field.name, readCell(field, text)]];
    }),
  );
}

function readCell({ kind }: Field, text: string): unknown {
  if (text === "#N/A") return null;
  if (kind === "boolean" && /^(?:true|false|1|0)$/i.test(text)) return /^(?:true|1)$/i.test(text);
  return text;
}

function fieldOf({ shape }: Org, { type }: Job, column: string): Field | undefined {
  const field = type.field(column);
  return field === undefined || shape.isHidden(field) ? undefined : field;
}

function portions<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
