import { isDeepStrictEqual } from "node:util";
import { type Pause, pauseOf } from "../../functions/runtime/outage/labels.ts";
import { entriesIn, listIn, textIn } from "../json.ts";
import type { Change, Plan } from "./plan.ts";

/** Whether the only changes would resume paused handlers, which is no drift. */
export function isOnlyResumed({ changes }: Plan): boolean {
  return changes.every((change) => change.action === "none" || isResumed(change));
}

/** Whether an apply would do nothing to this subscription but restore the push config of a paused handler. */
export function isResumed(change: Change): boolean {
  const { action, before, after } = change;
  if (action !== "update" || pauseIn(change) === undefined || listIn(after, "push_config").length === 0) return false;
  const isOther = ([name, value]: readonly [string, unknown]) =>
    name !== "push_config" && name !== "effective_labels" && !isDeepStrictEqual(value, Object(before)[name]);
  return !entriesIn(after).some(isOther);
}

/** A sentence for each paused handler. */
export function pausedNotes({ changes }: Plan): string[] {
  return changes.flatMap((change) => {
    const pause = pauseIn(change);
    if (pause === undefined) return [];
    const since = pause.since === 0 ? "" : `, since ${new Date(pause.since).toISOString()}`;
    const end = isResumed(change)
      ? "That is no drift. An apply delivers to it again, and it pauses again if it must."
      : "npm run resume ends that.";
    return [`Paused: ${change.key} (${pause.why}, ${pause.system}${since}). ${end}`];
  });
}

function pauseIn({ kind, before, after }: Change): Pause | undefined {
  if (kind !== "google_pubsub_subscription.handler" || before === null) return undefined;
  const labels = Object.fromEntries(
    entriesIn(before, "effective_labels").filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const pushEndpoint = textIn(before, "push_config", 0, "push_endpoint");
  return pauseOf({ pushConfig: { pushEndpoint }, labels }, listIn(after ?? before, "push_config").length > 0);
}
