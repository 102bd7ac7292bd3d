import type { LetterGroup } from "../../../contract/dead-letters.ts";

/** `INVALID_FIELD salesforce POST /sobjects/Lead Phone` */
export function reasonOf({ reason }: Pick<LetterGroup, "reason">): string {
  if (reason === null) return "No reason given: it crashed or ran out of time";
  const { code, system, operation, field, text } = reason;
  if (text !== undefined) return `${code}: ${text}`;
  return [code, system, operation, field].filter((part) => part !== undefined).join(" ");
}
