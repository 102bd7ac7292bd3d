import { UnavailableError } from "../../../functions/runtime/define/errors.ts";
import { CAMPAIGN_OF_REPORTS, type Row } from "./raw-batches.ts";
import type { RawSystems } from "./raw-systems.ts";

const SECONDS = 5;

/** Makes members by a job of the Bulk API 2.0, and says what it has made, once it has ended. */
export async function makeMembersByJob(rows: readonly Row[], { people }: RawSystems) {
  const connection = await people.connection();
  const ask = (method: "POST" | "PUT" | "PATCH" | "GET", url: string, body?: string, type = "application/json") =>
    connection.request({
      method,
      url,
      headers: { "content-type": type },
      ...(body === undefined ? {} : { body }),
    });
  const job = { object: "CampaignMember", operation: "insert", lineEnding: "LF", contentType: "CSV" };
  const { id } = read(await ask("POST", "/jobs/ingest", JSON.stringify(job)), "id");
  const lines = rows.map(({ lead, label }) => [CAMPAIGN_OF_REPORTS, lead, label].join());
  await ask("PUT", `/jobs/ingest/${id}/batches`, ["CampaignId,LeadId,Status", ...lines].join("\n"), "text/csv");
  await ask("PATCH", `/jobs/ingest/${id}`, JSON.stringify({ state: "UploadComplete" }));
  for (;;) {
    const { state } = read(await ask("GET", `/jobs/ingest/${id}`), "state");
    if (["JobComplete", "Failed", "Aborted"].includes(state))
      return JSON.stringify(await ask("GET", `/jobs/ingest/${id}/successfulResults`));
    await new Promise<void>((resolve) => void setTimeout(resolve, SECONDS * 1000));
  }
}

/** A 200 may be another call's. */
function read<Field extends string>(answer: unknown, field: Field): Record<Field, string> {
  const value: unknown = Object(answer)[field];
  if (typeof value !== "string") throw unanswered();
  return { [field]: value } as Record<Field, string>;
}

export function unanswered(): UnavailableError {
  return new UnavailableError("a job has not done what it was to do", { code: "JOB", system: "salesforce" });
}
