import type { LetterGroup } from "../../../contract/dead-letters.ts";

/** `INVALID_FIELD salesforce POST /sobjects/Lead Phone` */
export function reasonOf({ reason }: Pick<LetterGroup, "reason">): string {
  if (reason === null) return "No reason given: it crashed or ran out of time";
  return [reason.code, reason.system, reason.operation, reason.field].filter((part) => part !== undefined).join(" ");
}
