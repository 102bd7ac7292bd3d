import type { EventDelivery } from "../../local/console/contract/deliveries.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { FaultRow } from "../../local/console/contract/faults.ts";
import { askRunner, postRunner } from "../runner/ask.ts";
import type { Sending } from "./arguments.ts";
import { type Fate, whyDeadLettered } from "./deliveries.ts";

const OUTCOMES: Record<Fate, string> = {
  handled: "and the event was handled nevertheless",
  "dead-lettered": "and the event was dead-lettered",
  retried: "and the event is being retried",
};

/** `salesforce:apply-then-drop`: makes that system's next write, or next matching call, fail so. */
export async function setFault(
  url: string,
  text: string,
  { match, status, body }: Pick<Sending, "match" | "status" | "body">,
): Promise<void> {
  const [system, fault] = text.split(":");
  if (system === undefined || fault === undefined)
    throw new UsageError(`--fault is "${text}"; SYSTEM:FAULT is expected, e.g. salesforce:apply-then-drop`);
  const said = Object.fromEntries(Object.entries({ match, status, body }).filter(([, value]) => value !== undefined));
  await postRunner(url, "/api/faults", [{ system, fault, times: 1, ...said }]);
}

const DROPPED = ["200-dropped", "failed_event"];

/** Reports whether the fault has struck. If not, removes it, so that it does not hit a later webhook. */
export async function reportFault(
  url: string,
  fate: Fate,
  events: readonly string[],
  earlier: ReadonlySet<string>,
): Promise<void> {
  const rules = (await askRunner(url, "/api/faults")) as FaultRow[]; // made by local/console/api/state-routes.ts
  const rule = rules.at(-1);
  if (rule === undefined) return;
  if (rule.spent > 0) {
    const outcome = DROPPED.includes(rule.fault)
      ? "which can't be noticed at once: the event is looked for later, and sent again (docs/sweep.md)"
      : // What failed at last may be something else than the fault.
        OUTCOMES[fate] + (fate === "dead-lettered" ? ` by ${await whyDeadLettered(url, events, earlier)}` : "");
    const isNoticed = fate !== "handled" || DROPPED.includes(rule.fault) || (await hasFailed(url, events));
    console.log(
      rule.hits === 0
        ? `  ${rule.system} met ${rule.fault}, which had no effect on that call`
        : isNoticed
          ? `  ${rule.system} failed by ${rule.fault}, ${outcome}`
          : `  ${rule.system} met ${rule.fault}, and no attempt failed: the call was repeated within it`,
    );
    return;
  }
  await askRunner(url, "/api/faults", { method: "DELETE" });
  await postRunner(
    url,
    "/api/faults",
    rules
      .slice(0, -1)
      .filter(({ spent }) => spent === 0)
      .map(({ hits: _hits, spent: _spent, ...other }) => other),
  );
  console.log(
    `  ${rule.system} got no call to which ${rule.fault} applies, since nothing had to be written: the fault is removed.`,
  );
  console.log("  Try it with a new person: --email somebody@example.com");
}

async function hasFailed(url: string, events: readonly string[]): Promise<boolean> {
  const deliveries = (await askRunner(url, "/api/deliveries")) as EventDelivery[]; // made by local/console/api/deliveries.ts
  return deliveries.some(({ eventId, outcome }) => events.includes(eventId) && outcome !== "acknowledged");
}
