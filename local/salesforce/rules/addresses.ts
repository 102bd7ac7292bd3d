import { Refusal } from "../api/errors.ts";
import type { Org } from "../state/org.ts";
import type { ObjectType } from "../state/schema.ts";
import type { Fields } from "../state/store.ts";

const US_STATES =
  "Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Georgia,Hawaii,Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,Washington,West Virginia,Wisconsin,Wyoming"
    .toLowerCase()
    .split(",");

let known: ReadonlySet<string> | undefined;

/**
 * An org with State and Country picklists takes countries by their names, and states of the United States alone, which is
 * less than an org may have set up. Nothing in describe tells of it.
 */
export function checkAddresses(org: Org, type: ObjectType, given: Fields, after: Fields): void {
  if (!org.settings.countryPicklists) return;
  for (const name in given) {
    const [, prefix = "", part] = /^(Billing|Shipping|Mailing|Other|)(Country|State)$/.exec(name) ?? [];
    const value = part === undefined ? null : (given[name] ?? null);
    if (value === null) continue;
    const text = String(value).toLowerCase();
    if (part === "Country") {
      if (!countries().has(text)) throw problem("country", "country/territory from the list of valid countries", name);
      continue;
    }
    const country = after[`${prefix}Country`] ?? null;
    if (country === null)
      throw new Refusal(
        "FIELD_INTEGRITY_EXCEPTION",
        `A country/territory must be specified before specifying a state value for field: ${type.field(name)?.label ?? name}`,
        { fields: [name] },
      );
    if (country !== "United States" || !US_STATES.includes(text))
      throw problem("state", "state from the list of valid states", name);
  }
}

function problem(what: string, choice: string, field: string): Refusal {
  const message = `There's a problem with this ${what}, even though it may appear correct. Please select a ${choice}.`;
  return new Refusal("FIELD_INTEGRITY_EXCEPTION", message, { fields: [field] });
}

/** By their English names, as ISO 3166 has them. */
function countries(): ReadonlySet<string> {
  if (known !== undefined) return known;
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  known = new Set(codes.flatMap((code) => names.of(code)?.toLowerCase() ?? []));
  return known;
}
