import { textOf } from "../text.ts";

/** A word or a name as people type it, in whatever case: `Checked In`, `checked_in` and CHECKED-IN are one. */
export function asWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ");
}

/** What programs and forms write for true and false; undefined for anything else. */
export function truthIn(value: unknown): boolean | undefined {
  const [, yes, no] = /^\s*(?:(true|yes|y|on|1)|(false|no|n|off|0))\s*$/i.exec(textOf(value)) ?? [];
  return yes === undefined && no === undefined ? undefined : yes !== undefined;
}
