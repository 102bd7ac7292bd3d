import type { Draft } from "./fit.ts";

const COUNTRY = /^(?:|Billing|Shipping|Mailing|Other)Country$/i;

/** Which has a name too. */
const UNKNOWN = "ZZ";

/**
 * Of these fields the countries that are told by a code of two letters (ISO 3166, and UK), as many senders tell them, by their English
 * names: where State and Country picklists are on, an org refuses the code there, and most know that name.
 */
export function countriesIn(fields: readonly string[], draft: Draft): Draft {
  const names = fields.flatMap((field) => {
    const [, code = UNKNOWN] = /^\s*([a-z]{2})\s*$/i.exec(String(draft[field])) ?? [];
    const name = COUNTRY.test(field) && code.toUpperCase() !== UNKNOWN ? nameOf(code.toUpperCase()) : undefined;
    return name === undefined ? [] : [[field, name] as const];
  });
  return Object.fromEntries(names);
}

function nameOf(code: string): string | undefined {
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code);
}
