type Known = Readonly<Record<string, unknown>>;

/**
 * A schema's member names, and the meaning of other names seen so far; that cache is bounded, as some senders' names
 * never end.
 */
interface Names {
  readonly byLetters: ReadonlyMap<string, string>;
  readonly met: Map<string, string | undefined>;
}

/** By the schema's known members, which come from the build and never change. */
const namesByKnown = new WeakMap<Known, Names>();

const LONGEST = 40;
const MOST_MET = 500;

/**
 * Renames members spelled differently from the schema: `Email`, `first_name`, `First Name` and `firstname` become email
 * and firstName. A member spelled as in the schema wins over its variants; of variants with different values none is
 * taken: which is meant would be a guess.
 */
export function respelled(known: Known, value: object): object {
  const names = namesOf(known);
  const variants = new Map<string, string[]>();
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(known, name) || name === "__proto__") continue;
    const meant = meaningOf(names, name);
    if (meant === undefined || Object.hasOwn(value, meant)) continue;
    const called = variants.get(meant);
    if (called === undefined) variants.set(meant, [name]);
    else called.push(name);
  }
  if (variants.size === 0) return value;
  const read: Record<string, unknown> = { ...value };
  for (const [meant, called] of variants) {
    const [told = called[0] ?? "", ...more] = called.filter((name) => !isEmpty(read[name]));
    if (more.some((name) => read[name] !== read[told])) continue;
    read[meant] = read[told];
    delete read[told];
  }
  return read;
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "string" && value.trim() === "");
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
  // A format's prefix is not part of a name: XML's @type is not Type.
  const own = Object.keys(known).filter((name) => /^\w+$/.test(name));
  const byLetters = new Map(own.toReversed().map((name) => [letters(name), name]));
  const names = { byLetters, met: new Map<string, string | undefined>() };
  namesByKnown.set(known, names);
  return names;
}

/**
 * Reduces a name to its letters, without a possessive or a required mark: `First Name`, first_name, firstName and `Your
 * first name (required)*` are equal. Other remarks in brackets stay, since they name something else: `Email (of a
 * friend)`.
 */
export function letters(name: string): string {
  if (/^[a-z]+$/.test(name)) return withoutYour(name);
  const alone = name
    .replaceAll(NEEDED, "")
    .replaceAll(/[\s_*:?-]/g, "")
    .toLowerCase();
  // Normalising many combining marks on one letter takes quadratic time.
  return withoutYour(alone.length > LONGEST ? alone : alone.normalize("NFC"));
}

/** Marks of a required field, in the languages of reading/other-words.ts. */
const NEEDED =
  /\((?:required|mandatory|optional|erforderlich|pflichtfeld|obligatoire|requis|facultatif|optionnel|obligatorio|requerido|opcional|obrigatório|obbligatorio|richiesto|facoltativo|opzionale|verplicht|optioneel)\)/gi;

function withoutYour(name: string): string {
  return name.startsWith("your") && name.length > 4 ? name.slice(4) : name;
}

/** Whether a member of that name identifies something: `formId`, `invoice_number`. */
export function isIdName(name: string): boolean {
  return /(?:^|[a-z_])(?:id|key|number|code|ref)$/i.test(name);
}

const byPlainNames = new WeakMap<object, ReadonlyMap<string, string | undefined>>();

/**
 * Finds the member with this name, ignoring case and separators: `Form_Submitted`, `formSubmitted` and `form:submitted`
 * are form.submitted.
 */
export function nameAmong(known: object, name: string): string {
  if (Object.hasOwn(known, name)) return name;
  const names = byPlainNames.get(known) ?? plainNamesOf(known);
  byPlainNames.set(known, names);
  return (name.length > LONGEST ? undefined : names.get(plain(name))) ?? name;
}

/** Undefined where two names are equal when reduced. */
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

/**
 * Finds the enum value that is meant, ignoring case and spelling variants: `Canceled` is cancelled, `No-Show` no_show.
 * The text itself if none or several match.
 */
export function wordAmong(words: readonly unknown[] | undefined, text: string): string {
  if (words === undefined || words.includes(text)) return text;
  const [word, ...others] = words.filter((one) => typeof one === "string" && sound(one) === sound(text));
  return typeof word === "string" && others.length === 0 ? word : text;
}

/** British and American spelling differ in doubled letters. */
function sound(word: string): string {
  return letters(word.trim()).replaceAll(/(.)\1/g, "$1");
}

/** A word or name regardless of case and separators: `Checked In`, `checked_in` and CHECKED-IN are the same. */
export function asWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ");
}
