import { textOf } from "./text.ts";

/** As programs write it, and forms in several languages: https://github.com/verbb/formie/issues/783 */
const TRUTH =
  /^\s*(?:(true|yes|y|on|1|ja|oui|s[ií]|sim|checked)|(false|no|n|off|0|nein|non|nee|n[aã]o|unchecked))\s*$/i;

/** What programs and forms write for true and false; undefined for anything else. */
export function truthIn(value: unknown): boolean | undefined {
  const [, yes, no] = TRUTH.exec(textOf(value)) ?? [];
  return yes === undefined && no === undefined ? undefined : yes !== undefined;
}
