import type { Draft } from "./fit.ts";

const COUNTRY = /^(?:|Billing|Shipping|Mailing|Other)Country$/i;

const UNKNOWN = "ZZ";

/**
 * Replaces two-letter country codes (ISO 3166, and UK), which many senders use, by English names: with State and
 * Country picklists, an org refuses codes in these fields but usually knows the names.
 */
export function countriesIn(fields: readonly string[], draft: Draft): Draft {
  const names = fields.flatMap((field) => {
    const code = /^\s*([a-z]{2})\s*$/i.exec(String(draft[field]))?.[1]?.toUpperCase() ?? UNKNOWN;
    const name = COUNTRY.test(field) && code !== UNKNOWN ? nameOf(code) : undefined;
    return name === undefined ? [] : [[field, name] as const];
  });
  return Object.fromEntries(names);
}

function nameOf(code: string): string | undefined {
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code);
}
