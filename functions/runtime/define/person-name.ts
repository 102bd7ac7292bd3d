/** What a sender has of somebody's name: two, or one that holds both. */
interface Given {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly name?: string | undefined;
}

/** What may follow a name after a comma, and is none. */
const TITLE = /^(?:jr|sr|ii|iii|iv|ph\.? ?d|m\.?d|mba|m\.?sc|b\.?sc|esq|cpa|dds|llm)\b/i;

/**
 * The two names that somebody has, or that their one name is taken to be: all words but the last, and the last; of `Hopper, Grace` the
 * other way round. A title or a remark stays with the last: `Hopper, PhD`, `Hopper (she/her)`.
 */
export function namesIn({ firstName, lastName, name = "" }: Given): Omit<Given, "name"> {
  const given = name.trim();
  if (lastName !== undefined || given === "") return { firstName, lastName };
  const [, whole = given, remark = ""] = /^([^()]*[^()\s])(\s+\([^()]*\))$/.exec(given) ?? [];
  const [before = "", after = "", ...more] = whole.split(",").map((part) => part.trim());
  const isTwo = before !== "" && after !== "" && more.length === 0;
  if (isTwo && !TITLE.test(after)) return { firstName: after, lastName: before + remark };
  const words = (isTwo ? before : whole).split(/\s+/);
  const rest = isTwo ? `, ${after}${remark}` : remark;
  return { firstName: words.slice(0, -1).join(" ") || undefined, lastName: (words.at(-1) ?? "") + rest };
}
