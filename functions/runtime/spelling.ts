type Known = Readonly<Record<string, unknown>>;

/** By the members that a schema knows, which are the build's and last. */
const lettersByKnown = new WeakMap<Known, ReadonlyMap<string, string>>();

const LONGEST = 40;

/**
 * An object whose members are called as the schema calls them, where that member is not there: `Email`, `first_name`, `First Name` and
 * `firstname` as email and firstName. Who spells one name in two ways means the one that the schema knows.
 */
export function respelled(known: Known, value: object): object {
  let read: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    if (name.length > LONGEST || name === "__proto__" || Object.hasOwn(known, name)) continue;
    const meant = lettersOf(known).get(letters(name));
    if (meant === undefined || Object.hasOwn(read ?? value, meant)) continue;
    read ??= { ...value };
    read[meant] = read[name];
    delete read[name];
  }
  return read ?? value;
}

function lettersOf(known: Known): ReadonlyMap<string, string> {
  const made = lettersByKnown.get(known);
  if (made !== undefined) return made;
  // What a format has put before a name is no part of it: XML's @type is no Type.
  const names = Object.keys(known).filter((name) => /^\w+$/.test(name));
  const byLetters = new Map(names.toReversed().map((name) => [letters(name), name]));
  lettersByKnown.set(known, byLetters);
  return byLetters;
}

function letters(name: string): string {
  return /^[a-z]+$/.test(name) ? name : name.replaceAll(/[\s_-]/g, "").toLowerCase();
}
