import { withoutEntities } from "./define/entities.ts";

/** Longer than any receiver takes, in UTF-16 units: what a receiver's own limit is, its client knows. */
const MOST_CHARACTERS = 100_000;

/** The members that hold what an object stands for, where a text is meant: `{ "name": "Acme", "id": 7 }`, `{ "label": "Yes" }`. */
const NAMES = ["name", "label", "value", "text", "title"];

/** What is no text, number or truth, and not named, says nothing. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return String(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
  const named = NAMES.filter((name) => Object.hasOwn(value, name)).map((name): unknown => Reflect.get(value, name));
  return textOf(named.find((one) => typeof one !== "object" && textOf(one) !== ""));
}

/** As it was typed, and without what no system can store: control characters, halves of surrogate pairs. Undefined where blank. */
export function readText(text: string): string | undefined {
  if (isBlank(text)) return undefined;
  if (PLAIN.test(text) && text.length <= MOST_CHARACTERS) return text.trim();
  const cut = text.length <= MOST_CHARACTERS ? text : text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, "");
  const read = withoutEntities(cut)
    .toWellFormed()
    .replaceAll(/(?!\s)\p{Cc}/gu, "")
    .trim();
  return isBlank(read) ? undefined : read; // of `&nbsp;` nothing is left
}

/** What most texts are: nothing in it to be left out, and no entity. */
const PLAIN = /^[ -%'-~]*$/;

/** Nothing to be seen: spaces, characters of no width, control characters; or what a program has written in the place of nothing. */
export function isBlank(value: unknown): boolean {
  if (typeof value !== "string") return false;
  if (/^[!-~]/.test(value)) return NOTHING.test(value);
  return /^[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]*$/u.test(value) || NOTHING.test(value.trim());
}

/**
 * Alone: what programs make texts of where nothing is, and places that nobody has filled in, as mails, forms and workflows write
 * them: `{{ contact.firstname }}`, `*|FNAME|*`, `%%company%%`, `%FIRSTNAME%`, `{!Lead.Name}`, `${name}`, `<%= name %>`, `[[name]]`.
 */
const NOTHING =
  /^(?:undefined|null|NaN|\[object Object\]|(?:\s*(?:\{\{[^{}]*\}\}|\*\|[^|]*\|\*|%%?[\w .-]+%%?|##[\w .-]+##|\{![^{}]+\}|\$\{[^{}]*\}|<%[^%<>]*%>|\[\[[^[\]]*\]\])){1,8})\s*$/;
