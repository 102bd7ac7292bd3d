import { CommandError } from "../../local/core/problems.ts";
import { listIn, memberOf, textIn } from "../json.ts";
import type { Google } from "./ask.ts";

/** The archive's dataset, as in terraform/archive.tf. */
export function datasetOf(prefix: string): string {
  return `${prefix}ycat`.replaceAll("-", "_");
}

interface Answered {
  /** The first column of each row. */
  readonly texts: readonly string[];
  /** Number of rows removed by a DELETE. */
  readonly affected: number;
}

const WAIT_MS = 10_000;

/**
 * Runs one statement with string parameters: https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query
 * @throws CommandError if BigQuery refuses it
 */
export async function query(
  { project, ask, urls }: Google,
  statement: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Answered> {
  const url = `${urls.bigquery}/bigquery/v2/projects/${encodeURIComponent(project)}/queries`;
  const first = await ask("POST", url, {
    query: statement,
    useLegacySql: false,
    timeoutMs: WAIT_MS,
    parameterMode: "NAMED",
    queryParameters: Object.entries(parameters).map(([name, value]) => ({
      name,
      parameterType: { type: "STRING" },
      parameterValue: { value },
    })),
  });
  const [job, location] = [textIn(first, "jobReference", "jobId"), textIn(first, "jobReference", "location")];
  const texts: string[] = [];
  let page = first;
  for (;;) {
    const [refusal] = listIn(page, "errors");
    if (refusal !== undefined) throw new CommandError(`BigQuery refuses: ${textIn(refusal, "message")}`);
    const isComplete = memberOf(page, "jobComplete") === true;
    const pageToken = textIn(page, "pageToken");
    if (isComplete) texts.push(...listIn(page, "rows").map((row) => textIn(row, "f", 0, "v")));
    if (isComplete && pageToken === "") return { texts, affected: Number(memberOf(page, "numDmlAffectedRows") ?? 0) };
    const asked = new URLSearchParams({ location, timeoutMs: String(WAIT_MS), ...(pageToken !== "" && { pageToken }) });
    page = await ask("GET", `${url}/${encodeURIComponent(job)}?${asked.toString()}`);
  }
}
