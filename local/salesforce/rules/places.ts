import type { Field } from "../state/schema.ts";

/** United States only: fewer than most orgs have. */
const STATES =
  "Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Georgia,Hawaii,Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,Washington,West Virginia,Wisconsin,Wyoming";

const PLACE = /^(?:|Billing|Shipping|Mailing|Other)(Country|State)$/;

let places: Readonly<Record<string, Field["values"]>> | undefined;

/** The values that State and Country picklists allow in an address field; undefined for other fields. */
export function placesOf({ name, type }: Field): Field["values"] {
  const kind = type === "string" ? PLACE.exec(name)?.[1] : undefined;
  if (kind === undefined) return undefined;
  places ??= { Country: byLowerCase(countries()), State: byLowerCase(STATES.split(",")) };
  return places[kind];
}

/** A country's English name, by its two-letter code; empty for any other text. */
export function countryNames(text: string): string[] {
  const code = text.trim().toUpperCase();
  const name = /^[A-Z]{2}$/.test(code) ? regions().of(code) : undefined;
  return name === undefined ? [] : [name];
}

function byLowerCase(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/** English names as in ISO 3166. */
function countries(): string[] {
  const names = regions();
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
  return letters.flatMap((first) => letters.flatMap((second) => names.of(first + second) ?? []));
}

function regions(): Intl.DisplayNames {
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" });
}
