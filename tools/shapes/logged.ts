import { UNKNOWN_SHAPE } from "../../functions/runtime/receive/radar.ts";
import { shapesIn } from "../../local/console/shapes.ts";
import type { UnknownShape } from "../../local/console/contract/shapes.ts";
import { entriesIn, listIn, textIn } from "../json.ts";
import type { Google } from "../google/ask.ts";

const PAGE = 1000;
/** Cloud Logging keeps entries for 30 days, and each instance logs a shape once. */
const MOST_PAGES = 20;

/** Shapes logged by a project's source: https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list */
export async function shapesLogged(
  { project, ask, urls }: Google,
  source: string,
  prefix: string,
): Promise<UnknownShape[]> {
  const filter = [
    'resource.type="cloud_run_revision"',
    `resource.labels.service_name=${JSON.stringify(prefix + source)}`,
    `jsonPayload.source=${JSON.stringify(source)}`,
    `jsonPayload.message=${JSON.stringify(UNKNOWN_SHAPE)}`,
    `timestamp>=${JSON.stringify(new Date(Date.now() - 30 * 86_400_000).toISOString())}`,
  ].join("\n");
  const lines = [];
  for (let [pageToken, pages] = ["", 0]; pages < MOST_PAGES; pages += 1) {
    const page = await ask("POST", `${urls.logging}/v2/entries:list`, {
      resourceNames: [`projects/${project}`],
      filter,
      orderBy: "timestamp desc",
      pageSize: PAGE,
      ...(pageToken !== "" && { pageToken }),
    });
    for (const entry of listIn(page, "entries"))
      lines.push({ at: textIn(entry, "timestamp"), fields: Object.fromEntries(entriesIn(entry, "jsonPayload")) });
    pageToken = textIn(page, "nextPageToken");
    if (pageToken === "") break;
  }
  return shapesIn(lines);
}
