import { isBlank } from "./nothing.ts";

/** A person's name as a sender gives it: first and last, or full. */
interface Given {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** What is not text, as a form's answer that was left out, is no name. */
  readonly name?: unknown;
}

/**
 * What may follow a name after a comma without being part of it. Only if nothing else follows, since Md is a first name
 * too.
 */
const TITLE = /^(?:jr|sr|ii|iii|iv|ph\.? ?d|m\.?d|mba|m\.?sc|b\.?sc|esq|cpa|dds|llm|c[etofm]o|pmp|cissp|cfa)\.?$/i;
/** Forms of address before or after a name. Without Md, Miss and Don, which are names too; `h. c.` only after another, for H. C. are initials. */
const SALUTATIONS =
  /^(?:(?:mrs?|ms|mx|dra?|prof|sir|shri|smt|herrn?|frau|mme|mlle|sra|srta|(?<=\s)h\.\s?c|(?:dipl\.?-)?ing(?=\.)|dott(?=\.)(?:\.ssa)?)\.?(?:-ing\.)?\s+)+(?=\S)/i;
/** Two initials that are a form of address too, before the one name: `MS Dhoni` (Mahendra Singh). */
const INITIALS = /^(?:DR|MS)\s+\p{Lu}\p{Ll}+$/u;
const ENDS_ADDRESSED = /^(?:mrs?|ms|dr)\.?$/i;
/** Forms of address of East Asia, which follow even a single name. */
const HONOURED = /^(?:様|さま|さん|先生|先輩|女士|小姐|님|씨)$/;
/** A company after a name and a comma, by its legal form: `Ada Lovelace, Engines GmbH`. */
const COMPANY = /\s(?:inc|ltd|llc|llp|plc|corp|limited|gmbh|srl)\.?$/i;
/**
 * What precedes a last name and belongs to it: `van der Berg`, `de la Cruz`. Capitalised only after a first name
 * (`Robert De Niro`), for Van and Al are first names too.
 */
const PARTICLE =
  /^(?:van|von|vom|zu|zum|zur|der|den|de|del|della|di|da|das|do|dos|du|la|le|ter|ten|op|st\.?|bin|ibn|bint|abu|al|el|['’]t|بن|ابن|بنت|أبو|ابو|آل|عبد|בן|בת)$/;
/** Whether a text is made of particles alone. */
export function areParticles(text: string): boolean {
  return text.split(/\s+/).every((word) => PARTICLE.test(word));
}

/** What joins two last names after a first name: `Ortega y Gasset`, `dos Santos e Silva`. In `john paul e smith` it is an initial. */
const JOINS = /^[yei]$/;
/** Scripts in which the last name comes first. */
const OF_EAST_ASIA = /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}]+$/u;

/**
 * First and last name, given or split from a single one: the last name is the last word with its particles, the first
 * name everything before; reversed for `Hopper, Grace` and 山田 太郎. A title or remark stays with the last name: `Hopper,
 * PhD`, `Davis Jr.`, `Hopper (she/her)`. A form of address (`Mr`, `Frau Dr.`) is left out. An unfilled placeholder is no
 * name.
 */
export function namesIn({ firstName, lastName, name }: Given): Omit<Given, "name"> {
  const given = typeof name === "string" ? name.trim() : "";
  if (lastName !== undefined || isBlank(given) || given === firstName?.trim()) return { firstName, lastName };
  const names = namesOf(unaddressed(given));
  return { ...names, firstName: names.firstName ?? firstName };
}

function unaddressed(name: string): string {
  return INITIALS.test(name) ? name : name.replace(SALUTATIONS, "");
}

export function isSalutation(text: string): boolean {
  return unaddressed(`${text} Ada`) === "Ada";
}

/** Separates a name from a remark, as in `Grace Hopper | Navy`. */
const BESIDES = /\s[|⎥–—@/·•-]\s|\s\[/g;

/** The name and the remark after it; after a single word it may be a double name, `Müller - Lüdenscheidt`. */
function parted(name: string): readonly [whole: string, remark: string] {
  const [, whole, remark] = /^([^()]*[^()\s])(\s+\([^()]*\))$/.exec(name) ?? [];
  if (whole !== undefined && remark !== undefined) return [whole, remark];
  const second = name.search(/\S\s+\S/) + 1;
  BESIDES.lastIndex = second === 0 ? name.length : second + 1;
  const at = BESIDES.exec(name)?.index ?? name.length;
  return [name.slice(0, at).trimEnd(), name.slice(at)];
}

function namesOf(name: string): Omit<Given, "name"> {
  const [whole, remark] = parted(name);
  const [before = "", ...after] = whole.split(",").map((part) => part.trim());
  if (before !== "" && after.every((part) => TITLE.test(part) || COMPANY.test(part))) {
    const { firstName, lastName } = inOrder(before.split(/\s+/));
    return { firstName, lastName: [lastName, ...after].join(", ") + remark };
  }
  const [first = "", ...more] = after;
  if (before !== "" && first !== "" && more.length === 0) return turned(before + remark, unaddressed(first));
  const { firstName, lastName } = inOrder(whole.split(/\s+/));
  return { firstName, lastName: lastName + remark };
}

/** `Berg, Jan van den`, the Dutch sort order, becomes Jan van den Berg. */
function turned(lastName: string, firstName: string): Omit<Given, "name"> {
  const words = firstName.split(/\s+/);
  let end = words.length;
  while (end > 1 && PARTICLE.test(words[end - 1] ?? "")) end -= 1;
  return { firstName: words.slice(0, end).join(" "), lastName: [...words.slice(end), lastName].join(" ") };
}

function inOrder(given: readonly string[]): { readonly firstName: string | undefined; readonly lastName: string } {
  const end = given.at(-1) ?? "";
  const isAddressed = (given.length > 2 && ENDS_ADDRESSED.test(end)) || (given.length > 1 && HONOURED.test(end));
  const words = isAddressed ? given.slice(0, -1) : given;
  const [one = "", other, ...more] = words;
  if (other !== undefined && more.length === 0 && words.every((word) => OF_EAST_ASIA.test(word)))
    return { firstName: other, lastName: one };
  let start = words.length - 1;
  // A trailing emoji, number or symbol belongs to the last name.
  while (start > 1 && !/\p{L}/u.test(words[start] ?? "")) start -= 1;
  if (start > 1 && TITLE.test(words[start] ?? "")) start -= 1;
  start = beforeParticles(words, start);
  if (start > 2 && JOINS.test(words[start - 1] ?? "") && /^\p{Lu}/u.test(words[start] ?? ""))
    start = beforeParticles(words, start - 2);
  return { firstName: words.slice(0, start).join(" ") || undefined, lastName: words.slice(start).join(" ") };
}

/** The index of the particles that precede this word. */
function beforeParticles(words: readonly string[], before: number): number {
  const isParticle = (at: number) => PARTICLE.test((at > 0 ? words[at]?.toLowerCase() : words[at]) ?? "");
  let start = before;
  while (start > 0 && isParticle(start - 1)) start -= 1;
  return start;
}

/** A name's words, in lower case. */
export function wordsIn(name: string): ReadonlySet<string> {
  const words = name.toLowerCase().split(/[\s,]+/);
  return new Set(words.filter(Boolean));
}
