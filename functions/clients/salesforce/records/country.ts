import type { Draft } from "./fit.ts";

const COUNTRY = /^(?:|Billing|Shipping|Mailing|Other)Country$/i;

const UNKNOWN = "ZZ";

/**
 * The countries among these fields that are given by a two-letter code (ISO 3166, and UK), as many senders do, by their
 * English names: where State and Country picklists are on, an org refuses the code in this field, and most know the
 * name.
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
