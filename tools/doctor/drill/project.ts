import { parseObject } from "../../../local/core/json.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError } from "../../../local/core/problems.ts";
import { openSender } from "../../../local/console/send/sender.ts";
import { freshSample } from "../../../local/console/send/sample.ts";
import { listIn, memberOf, textIn, textsIn } from "../../json.ts";
import type { Google } from "../../google/ask.ts";
import { seePage } from "./page.ts";
import type { Lane, Outcome } from "./lane.ts";

/** A project's lane: webhooks go to `url`, signed with `secret`; outcomes come from its logs. */
export async function projectLane(
  google: Google,
  { url, secret, prefix }: { readonly url: string; readonly secret: string; readonly prefix: string },
): Promise<Lane> {
  const { project, ask, urls } = google;
  const { sign, post } = await openSender({ name: "app", url, secrets: [secret] });
  return {
    where: `project ${project}`,
    place: { project, prefix },
    // Logs are delayed by seconds, and Pub/Sub redelivers after ten.
    patienceMs: 300_000,
    async send(address) {
      const { status, text } = await post(sign(freshSample("app", "form.submitted", { email: address }))).catch(
        (cause: unknown) => Promise.reject(new CommandError(`Nothing answers at ${url}.`, { cause })),
      );
      const [eventId] = textsIn(parseObject(text), "events");
      if (eventId === undefined)
        throw new CommandError(`${url} answers ${status}, and has published nothing: ${text.slice(0, 200)}`);
      return eventId;
    },
    async outcomes(eventId) {
      const answer = await ask("POST", `${urls.logging}/v2/entries:list`, {
        resourceNames: [`projects/${project}`],
        filter: `resource.type="cloud_run_revision" AND jsonPayload.eventId=${JSON.stringify(eventId)} AND jsonPayload.outcome=("done" OR "failed" OR "dead-lettered")`,
        orderBy: "timestamp asc",
        pageSize: 1000,
      });
      return listIn(answer, "entries").flatMap((entry): Outcome[] => {
        const [outcome, handler] = ["outcome", "handler"].map((field) => textIn(entry, "jsonPayload", field));
        const attempt = Number(memberOf(entry, "jsonPayload", "attempt") ?? 1);
        if (outcome !== "done" && outcome !== "failed" && outcome !== "dead-lettered") return [];
        return [{ handler: handler ?? "", attempt, outcome }];
      });
    },
    page: (since) => seePage(google, { prefix, since, now: Date.now, wait: sleep }),
    cleanUp: async (address) => [
      `Delete by hand what was written of ${address}: its Lead and campaign member, its person at customer.io, Slack's message.`,
    ],
  };
}
