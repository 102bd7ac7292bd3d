import { Refusal, rowLocked } from "../state/refusal.ts";
import type { Automation, Org } from "../state/org.ts";
import type { ObjectType } from "../state/schema.ts";

/** @throws Refusal of the first failing automation. */
export function runAutomations(org: Org, type: ObjectType, action: "create" | "update", id: string): void {
  for (const automation of org.settings.automations) {
    const { object, on = action, times = Number.POSITIVE_INFINITY } = automation;
    const struck = org.count.automations.get(automation) ?? 0;
    if (object !== type.name || on !== action || struck >= times || automation.fails === "limit") continue;
    org.count.automations.set(automation, struck + 1);
    throw failure(automation, type, action, id);
  }
}

/**
 * The refusal of all records of one object in a call, if its trigger exceeds its limits at that many: limits are per
 * call.
 */
export function limitOf(org: Org, name: string, count: number): Refusal | undefined {
  const isReached = ({ object, fails, most = 20 }: Automation) => fails === "limit" && object === name && count > most;
  if (!org.settings.automations.some(isReached)) return undefined;
  const message = `${name}Trigger: System.LimitException: Too many SOQL queries: 101`;
  return new Refusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message, { fields: [] });
}

/** [U] the message around the details; the code, and that it includes a lock's code, is reported. */
function failure({ fails }: Automation, { name, label }: ObjectType, action: "create" | "update", id: string): Refusal {
  if (fails === "trigger") {
    const when = action === "create" ? "AfterInsert" : "AfterUpdate";
    const cause = "System.NullPointerException: Attempt to de-reference a null object";
    const message = `${name}Trigger: execution of ${when}\n\ncaused by: ${cause}\n\nTrigger.${name}Trigger: line 7, column 1`;
    return new Refusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message, { fields: [] });
  }
  const lock = rowLocked([id]);
  const details =
    fails === "flow lock"
      ? `${lock.code}: ${lock.message}`
      : "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: an unhandled fault";
  const message = `We can't save this record because the “${label} follow-up” process failed. Give your Salesforce admin these details. This error occurred when the flow tried to update records: ${details}. You can look up ExceptionCode values in the SOAP API Developer Guide.`;
  return new Refusal("CANNOT_EXECUTE_FLOW_TRIGGER", message, { fields: [] });
}
