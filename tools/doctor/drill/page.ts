import { CommandError } from "../../../local/core/problems.ts";
import { DEAD_LETTERS_ALERT } from "../checks/alerts.ts";
import { type Google, GoogleRefusal } from "../../google/ask.ts";
import { listIn, textIn } from "../../json.ts";

interface PageOptions {
  readonly prefix: string;
  /** When the dead letter was made, by this machine's clock. */
  readonly since: number;
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/** Pub/Sub's metrics arrive about four minutes later, and Monitoring evaluates them every minute. */
const PATIENCE_MS = 15 * 60_000;
const LOOK_EVERY_MS = 10_000;
/** Clocks differ. */
const EARLIER_MS = 60_000;

/**
 * Waits until the alert for dead letters opens, which is when Monitoring notifies its channels. The API returns the
 * latest alert first: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alerts/list
 * @returns a sentence about it
 * @throws CommandError if none opens
 */
export async function seePage({ project, ask, urls }: Google, options: PageOptions): Promise<string> {
  const { prefix, since, now, wait } = options;
  const title = `${prefix}ycat: ${DEAD_LETTERS_ALERT}`;
  const look = async () => {
    const answer = await ask("GET", `${urls.monitoring}/v3/projects/${project}/alerts?pageSize=1000`);
    return listIn(answer, "alerts").filter((one) => textIn(one, "policy", "displayName").startsWith(title));
  };
  const isNew = (one: unknown) => Date.parse(textIn(one, "openTime")) >= since - EARLIER_MS;
  for (const end = now() + PATIENCE_MS; ; await wait(LOOK_EVERY_MS)) {
    const alerts = await look().catch(unseen);
    if (typeof alerts === "string") return alerts;
    const raised = alerts.find(isNew);
    if (raised !== undefined)
      return `the alert opened at ${textIn(raised, "openTime")}: whoever it pages has been told`;
    if (now() < end) continue;
    const open = alerts.find((one) => textIn(one, "state") === "OPEN");
    if (open !== undefined)
      return `the alert was open before, since ${textIn(open, "openTime")}: it does not notify again for what is there already`;
    throw new CommandError(
      `No alert "${title}" has opened within ${PATIENCE_MS / 60_000} minutes: nobody is paged. npm run doctor says why.`,
    );
  }
}

function unseen(error: unknown): string {
  if (!(error instanceof GoogleRefusal) || error.status !== 403) throw error;
  return "not to be seen by this account, which lacks roles/monitoring.alertViewer: note when it came";
}
