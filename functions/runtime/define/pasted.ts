import { SettingError } from "./errors.ts";

/** What people paste along with a value or instead of it. A setting's error says which, and quotes nothing. */
const PASTED: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [
    /^(?:export\s+)?(?:[A-Z][A-Z\d]*_[A-Z\d_]+|[A-Za-z]\w*(?:secret|key|token)\w*)\s*=\s*[^=\s]/i,
    "names what it is, as a file of variables does: the value alone is expected",
  ],
  [/^#\s/, "is a comment, which would be taken for the value"],
  [/\S\s+#\s/, "has a comment behind it, which would be a part of it: the value alone is expected"],
  [
    /^\$[A-Za-z_]\w*$|^(?:op|vault|gcp|sm|aws|akv|ssm|doppler|infisical|ref\+\w+):\/\/|^projects\/[^/]+\/secrets\/|^arn:aws:|^ENC\[/,
    "says where the value is kept: the value itself is expected",
  ],
  [/[•●∙]{3}|\*{4}/, "is masked: have it shown before it is copied"],
  [/^(?:'.*'|".*"|`.*`|[“”„‘’].*[“”‘’])$/, "is in quotes, which would be a part of it: the value alone is expected"],
  [
    /^<.*>$|^\$\{.*\}$|^\{\{.*\}\}$|(?:\.{3}|…)$|^(?:your|my|insert|enter|paste)[ _-]|^(?:change[ _-]?(?:me|it|this))+$|^x{8,}$|^(?:undefined|null|todo|placeholder)$/i,
    "stands in its place, as examples do: the value itself is expected",
  ],
];

/** Why a text can't be the value that was meant; undefined where it can. */
export function pastedFault(text: string): string | undefined {
  return PASTED.find(([pattern]) => pattern.test(text))?.[1];
}

/** Reads a switch, in the ways people write one. @throws SettingError that names the setting. */
export function switchSetting(name: string, text: string): boolean {
  if (/^(?:on|true|yes|1|enabled?)$/i.test(text)) return true;
  if (/^(?:off|false|no|0|disabled?)$/i.test(text)) return false;
  throw new SettingError(`${name} must be on or off`);
}

/**
 * The value without the trailing line break that secrets tend to have, and without the quotes that shells and JSON
 * leave around it.
 */
export function unquoted(value: string): string {
  const text = value.replaceAll(/[\u200b-\u200d\u2060\ufeff]/g, "").trim();
  const [, quoted = text] = /^(?:"([^"]*)"|'([^']*)')$/.exec(text)?.filter((part) => part !== undefined) ?? [];
  return quoted.trim();
}
