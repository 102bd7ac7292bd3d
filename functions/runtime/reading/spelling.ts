type Known = Readonly<Record<string, unknown>>;

/** What a schema's members are called, and what other names have been found to mean; of the latter some senders have no end. */
interface Names {
  readonly byLetters: ReadonlyMap<string, string>;
  readonly met: Map<string, string | undefined>;
}

/** By the members that a schema knows, which are the build's and last. */
const namesByKnown = new WeakMap<Known, Names>();

const LONGEST = 40;
const MOST_MET = 500;

/**
 * An object whose members are called as the schema calls them, where that member is not there: `Email`, `first_name`, `First Name` and
 * `firstname` as email and firstName. Who spells one name in two ways means the one that the schema knows.
 */
export function respelled(known: Known, value: object): object {
  const names = namesOf(known);
  let read: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(known, name) || name === "__proto__") continue;
    const meant = meaningOf(names, name);
    if (meant === undefined || Object.hasOwn(read ?? value, meant)) continue;
    read ??= { ...value };
    read[meant] = read[name];
    delete read[name];
  }
  return read ?? value;
}

function meaningOf({ byLetters, met }: Names, name: string): string | undefined {
  if (name.length > LONGEST) return undefined;
  if (met.has(name)) return met.get(name);
  const meant = byLetters.get(letters(name));
  if (met.size < MOST_MET) met.set(name, meant);
  return meant;
}

function namesOf(known: Known): Names {
  const made = namesByKnown.get(known);
  if (made !== undefined) return made;
  // What a format has put before a name is no part of it: XML's @type is no Type.
  const own = Object.keys(known).filter((name) => /^\w+$/.test(name));
  const byLetters = new Map(own.toReversed().map((name) => [letters(name), name]));
  const names = { byLetters, met: new Map<string, string | undefined>() };
  namesByKnown.set(known, names);
  return names;
}

/**
 * A name by its letters alone, without whose it is: `First Name`, first_name, firstName and `Your first name (required)*` are one.
 * Not `Email (of a friend)`: what else stands in brackets says that another one is meant.
 */
export function letters(name: string): string {
  if (/^[a-z]+$/.test(name)) return withoutYour(name);
  const alone = name
    .replaceAll(NEEDED, "")
    .replaceAll(/[\s_*:?-]/g, "")
    .toLowerCase();
  // Putting many marks on one letter in order takes the square of their number.
  return withoutYour(alone.length > LONGEST ? alone : alone.normalize("NFC"));
}

/** Whether a field must be filled in, in the languages of reading/other-words.ts. */
const NEEDED =
  /\((?:required|mandatory|optional|erforderlich|pflichtfeld|obligatoire|requis|facultatif|optionnel|obligatorio|requerido|opcional|obrigatório|obbligatorio|richiesto|facoltativo|opzionale|verplicht|optioneel)\)/gi;

function withoutYour(name: string): string {
  return name.startsWith("your") && name.length > 4 ? name.slice(4) : name;
}

const byPlainNames = new WeakMap<object, ReadonlyMap<string, string | undefined>>();

/** The one of these members that is called so, in whatever case and with whatever between its words: `Form_Submitted`, `formSubmitted` and `form:submitted` are form.submitted. */
export function nameAmong(known: object, name: string): string {
  if (Object.hasOwn(known, name)) return name;
  const names = byPlainNames.get(known) ?? plainNamesOf(known);
  byPlainNames.set(known, names);
  return (name.length > LONGEST ? undefined : names.get(plain(name))) ?? name;
}

/** Undefined where two are called the same. */
function plainNamesOf(known: object): ReadonlyMap<string, string | undefined> {
  const groups = Map.groupBy(Object.keys(known), plain);
  return new Map([...groups].map(([name, called]) => [name, called.length === 1 ? called[0] : undefined]));
}

function plain(name: string): string {
  return name
    .trim()
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ".")
    .replaceAll(/[\s._:/-]+/g, ".")
    .toLowerCase();
}

/** The one word of an enumeration that is meant, in whatever case and spelling: `Canceled` is cancelled, `No-Show` no_show. */
export function wordAmong(words: readonly unknown[] | undefined, text: string): string {
  if (words === undefined || words.includes(text)) return text;
  const [word, ...others] = words.filter((one) => typeof one === "string" && sound(one) === sound(text));
  return typeof word === "string" && others.length === 0 ? word : text;
}

/** British and American differ in letters that stand twice. */
function sound(word: string): string {
  return letters(word.trim()).replaceAll(/(.)\1/g, "$1");
}
