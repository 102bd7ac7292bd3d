import type { Field } from "../state/schema.ts";

/** Those of the United States alone: less than most orgs have set up. */
const STATES =
  "Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Georgia,Hawaii,Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,Washington,West Virginia,Wisconsin,Wyoming";

const PLACE = /^(?:|Billing|Shipping|Mailing|Other)(Country|State)$/;

let places: Readonly<Record<string, Field["values"]>> | undefined;

/** What State and Country picklists let a field of an address hold; undefined for any other field. */
export function placesOf({ name, type }: Field): Field["values"] {
  const kind = type === "string" ? PLACE.exec(name)?.[1] : undefined;
  if (kind === undefined) return undefined;
  places ??= { Country: byLowerCase(countries()), State: byLowerCase(STATES.split(",")) };
  return places[kind];
}

/** The English name of a country, by its code of two letters; none of any other text. */
export function countryNames(text: string): string[] {
  const code = text.trim().toUpperCase();
  const name = /^[A-Z]{2}$/.test(code) ? regions().of(code) : undefined;
  return name === undefined ? [] : [name];
}

function byLowerCase(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/** By their English names, as ISO 3166 has them. */
function countries(): string[] {
  const names = regions();
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
  return letters.flatMap((first) => letters.flatMap((second) => names.of(first + second) ?? []));
}

function regions(): Intl.DisplayNames {
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" });
}
