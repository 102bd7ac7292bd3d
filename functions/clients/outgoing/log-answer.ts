import type { Log, LogFields } from "../../runtime/log.ts";
import { usageIn } from "../../runtime/define/usage.ts";
import type { SystemAnswer } from "./exchange.ts";

/** Logs one line for an answered call: a warning if it was refused unexpectedly. */
export function logAnswer(
  log: Log,
  call: {
    readonly system: string;
    readonly operation: string;
    readonly answer: SystemAnswer;
    /** The refusal's code. */
    readonly reason?: string | undefined;
    /** Whether its caller can live with the refusal. */
    readonly isExpected?: boolean;
  },
): void {
  const { system, operation, answer, reason, isExpected = false } = call;
  const fields: LogFields = {
    system,
    operation,
    status: answer.status,
    callMs: answer.callMs,
    ...quota(answer.headers),
  };
  if (reason === undefined) log.info("call answered", fields);
  else if (isExpected) log.info("call refused as expected", { ...fields, reason });
  else log.warning("call refused", { ...fields, reason });
}

/** How much of the system's daily calls is used, if it says so. */
function quota(headers: SystemAnswer["headers"]): LogFields {
  const usage = usageIn(headers);
  return usage === undefined ? {} : { quotaUsed: usage.used, quotaMax: usage.max };
}
