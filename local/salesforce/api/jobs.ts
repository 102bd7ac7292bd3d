import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { endJob, failJob, runJob } from "../state/job-run.ts";
import { type Job, JOB_OPERATIONS, type JobOperation, type JobRow, type JobState, unprocessed } from "../state/jobs.ts";
import { type Org, timestampOf } from "../state/org.ts";
import { notFound, Refusal } from "../state/refusal.ts";
import { objectBody, type Reply, type RestCall } from "./rest-call.ts";

const ENDED: readonly JobState[] = ["JobComplete", "Failed", "Aborted"];

/** POST /jobs/ingest: https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/create_job.htm [U] the refusals' codes. */
export function openJob(call: RestCall): Reply {
  const { org, transaction } = call;
  const { object, operation, externalIdFieldName: keyName } = objectBody(call);
  const type = org.schema.type(String(object));
  if (type === undefined) throw new Refusal("INVALIDENTITY", `Unable to find object: ${String(object)}`);
  if (!isOperation(operation)) throw invalidJob(`Unable to parse the operation ${String(operation)}`);
  if (operation === "upsert" && (typeof keyName !== "string" || type.field(keyName)?.idLookup !== true))
    throw invalidJob(`External ID was blank for ${type.name}. An External ID must be specified for upsert.`);
  const now = org.clock.now();
  const job: Job = {
    id: org.ids.next("750"),
    type,
    operation,
    keyName: typeof keyName === "string" ? type.field(keyName)?.name : undefined,
    version: transaction.version,
    createdAt: now,
    changedAt: now,
    state: "Open",
    errorMessage: undefined,
    rows: undefined,
    columns: [],
    results: [],
  };
  org.jobs.set(job.id, job);
  return { status: 200, body: toInfo(job) };
}

/** PUT /jobs/ingest/ID/batches: once per job. */
export function upload(call: RestCall): Reply {
  const job = jobIn(call);
  const { body } = call;
  if (job.state !== "Open") throw wrongState(job);
  if (job.rows !== undefined)
    throw new Refusal(
      "API_ERROR",
      `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
    );
  const [columns = [], ...rows] = parse(typeof body === "string" ? body : "", {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  job.columns = columns;
  job.rows = rows.map((cells): JobRow => Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ""])));
  return { status: 201 };
}

/** PATCH /jobs/ingest/ID: completes the upload, or aborts. */
export function changeJob(call: RestCall): Reply {
  const job = jobIn(call);
  const { state } = objectBody(call);
  if (state === "UploadComplete" && job.state === "Open") {
    endJob(call.org, job, state);
    begin(call, job);
  } else if (state === "Aborted" && !ENDED.includes(job.state)) {
    endJob(call.org, job, state);
  } else {
    throw wrongState(job);
  }
  return { status: 200, body: toInfo(job) };
}

/** GET /jobs/ingest/ID */
export function readJob(call: RestCall): Reply {
  return { status: 200, body: toStatus(jobIn(call)) };
}

/** GET /jobs/ingest */
export function listJobs({ org }: RestCall): Reply {
  return { status: 200, body: { done: true, records: [...org.jobs.values()].map(toInfo), nextRecordsUrl: null } };
}

/** DELETE /jobs/ingest/ID: with its results. */
export function deleteJob(call: RestCall): Reply {
  const job = jobIn(call);
  if (job.state === "Open" || job.state === "InProgress") throw wrongState(job);
  call.org.jobs.delete(job.id);
  return { status: 204 };
}

/** GET /jobs/ingest/ID/successfulResults, failedResults and unprocessedrecords */
export function readResults(call: RestCall): Reply {
  const job = jobIn(call);
  const { columns, results } = job;
  const cellsOf = (row: JobRow) => columns.map((column) => row[column] ?? "");
  switch (call.path["results"]) {
    case "successfulResults":
      return toCsv(
        ["sf__Id", "sf__Created", ...columns],
        results
          .filter(({ error }) => error === "")
          .map(({ id, created, row }) => [id, String(created), ...cellsOf(row)]),
      );
    case "failedResults":
      return toCsv(
        ["sf__Id", "sf__Error", ...columns],
        results.filter(({ error }) => error !== "").map(({ id, error, row }) => [id, error, ...cellsOf(row)]),
      );
    case "unprocessedrecords":
      return toCsv(columns, unprocessed(job).map(cellsOf));
    default:
      throw notFound();
  }
}

/** Starts the job in the background, under the fault that applied to the call that started it. */
function begin({ org, transaction: { fault } }: RestCall, job: Job): void {
  const { jobDelayMs } = org.settings;
  const isThere = () => org.jobs.get(job.id) === job && job.state === "UploadComplete";
  const run = () => {
    if (!isThere()) return;
    if (fault?.kind === "bulk-failed") {
      fault.onStrike();
      return failJob(org, job, "InternalServerError : An unexpected error occurred. Please try again.");
    }
    // Faults of rows become their results; any other error is a bug in the stand-in.
    void runJob(org, job, fault);
  };
  if (fault?.kind === "bulk-stuck") {
    fault.onStrike();
    stick(org, job, fault.milliseconds, run);
  } else org.clock.after(jobDelayMs, run);
}

function stick({ clock }: Org, job: Job, milliseconds: number | undefined, run: () => void): void {
  clock.after(0, () => {
    job.state = "InProgress";
  });
  if (milliseconds === undefined) return;
  clock.after(milliseconds, () => {
    if (job.state === "InProgress") job.state = "UploadComplete";
    run();
  });
}

function jobIn({ org, path: { id = "" } }: RestCall): Job {
  const job = org.jobs.get(id);
  if (job === undefined) throw notFound();
  return job;
}

function isOperation(value: unknown): value is JobOperation {
  return JOB_OPERATIONS.some((one) => one === value);
}

function invalidJob(message: string): Refusal {
  return new Refusal("INVALIDJOB", message);
}

function wrongState({ id, state }: Job): Refusal {
  return new Refusal("INVALIDJOBSTATE", `The job ${id} is in state ${state}, in which this can't be done.`);
}

function toCsv(columns: readonly string[], rows: readonly (readonly string[])[]): Reply {
  return { status: 200, csv: stringify([columns, ...rows], { quoted: true, quoted_empty: true }) };
}

function toInfo({ id, type, operation, keyName, version, createdAt, changedAt, state }: Job) {
  return {
    id,
    operation,
    object: type.name,
    createdDate: timestampOf(createdAt),
    systemModstamp: timestampOf(changedAt),
    state,
    ...(keyName === undefined ? {} : { externalIdFieldName: keyName }),
    concurrencyMode: "Parallel",
    contentType: "CSV",
    apiVersion: version,
    ...(state === "Open" ? { contentUrl: `services/data/v${version}.0/jobs/ingest/${id}/batches` } : {}),
    lineEnding: "LF",
    columnDelimiter: "COMMA",
  };
}

function toStatus(job: Job) {
  const { results, errorMessage, createdAt, changedAt } = job;
  return {
    ...toInfo(job),
    jobType: "V2Ingest",
    retries: 0,
    totalProcessingTime: changedAt - createdAt,
    apiActiveProcessingTime: changedAt - createdAt,
    apexProcessingTime: 0,
    numberRecordsProcessed: results.length,
    numberRecordsFailed: results.filter(({ error }) => error !== "").length,
    ...(errorMessage === undefined ? {} : { errorMessage }),
  };
}
