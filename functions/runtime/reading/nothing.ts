import { ownWordFor } from "./labels.ts";

/** Whether a value says nothing: it is absent, null or blank, or a list of such. */
export function isNothing(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isNothing) : value === undefined || value === null || isBlank(value);
}

/**
 * Whether there is nothing to see: whitespace, zero-width and control characters, or a program's placeholder for an
 * empty value.
 */
export function isBlank(value: unknown): boolean {
  if (typeof value !== "string") return false;
  if (/^[!-~]/.test(value))
    return NOTHING.test(value) || HIDDEN.test(value) || isTag(value) || isUnchosen(value) || isMask(value);
  if (/^[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]*$/u.test(value)) return true;
  const text = value.trim();
  return NOTHING.test(text) || isUnchosen(text) || isMask(text);
}

/** Whether it stands for data that was erased or is withheld: `[redacted]`, `<deleted>`, `***`. */
export function isHidden(value: unknown): boolean {
  return typeof value === "string" && HIDDEN.test(value);
}

const HIDDEN = /^(?:[[<(](?:redacted|deleted|removed|filtered|hidden|anonymi[sz]ed)[\])>]|\*{3,})\s*$/i;

/** What an untouched masked field sends: `(___) ___-____`, `+39 ___ ____`, `__/__/____`. */
function isMask(text: string): boolean {
  return text.length <= 40 && text.includes("__") && /^\+?\d{0,4}[\s()./_-]+$/.test(text);
}

/** What an untouched select shows: `--None--`, `— Please choose an option —`, `Select...`, or dashes alone. */
function isUnchosen(text: string): boolean {
  return text.length <= 60 && MAYBE_UNCHOSEN.test(text) && (UNCHOSEN.test(text) || ASKED.test(text));
}

/**
 * The beginning of any of them. The two expressions below take a millisecond to compile, which most first webhooks are
 * spared.
 */
const MAYBE_UNCHOSEN = /^(?:[-–—]|bi|ch|el|es|ki|ma|pl|po|s[ceé]|v[aáeäæy]|w[äy]|вы)/i;

export const VERB =
  "(?:aus)?wählen(?: sie(?: aus)?)?|sélectionne[rz]|choisi(?:r|ssez)|seleccion[ae]|elige|elija|selezionare|seleziona|scegli|selecione|escolha|selecteer|kies|välj|vælg|velg" +
  "|wybierz|vyberte|valitse|válassz(?:on)?|selectați|seçin(?:iz)?|выберите";
const OPTION = "eine option(?: aus)?|une option|una opción|un['’]opzione|uma opção|een optie|ett? alternativ";
/** The same without dashes: polite, with an object, or with dots. `Kies` and `Elija` alone are names. */
const ASKED = new RegExp(
  `^(?:(?:(?:bitte|veuillez|por favor,?) (?:${VERB})|(?:${VERB}) (?:${OPTION})|maak een keuze)\\s?(?:\\.{3}|…)?|(?:${VERB})\\s?(?:\\.{3}|…))$`,
  "i",
);

const UNCHOSEN = new RegExp(
  `^(?:[-–—]{2,}|[-–—]+ *(?:none(?: selected)?|(?:(?:please )?(?:select|choose)\\b|(?:bitte |eine |ein |option )*(?:${VERB}|choisi|sélection|seleccion))(?:[^-–—\\s]*(?: [^-–—\\s]+){0,4})) *[-–—]+|(?:please )?(?:select|choose)(?: one| an option| an answer)? ?(?:\\.{3}|…)|please (?:select|choose)(?: one| an option| an answer)?\\.?)\\s*$`,
  "i",
);

/**
 * Whole texts that programs make of an empty value, and unfilled placeholders of e-mails, forms and workflows: `{{
 * contact.firstname }}`, `*|FNAME|*`, `%%company%%`, `%FIRSTNAME%`, `{!Lead.Name}`, `${name}`, `<%= name %>`,
 * `[[name]]`, `<your name>`; Google Analytics' `(not set)`.
 */
const NOTHING =
  /^(?:\[\s{0,9}\]|\{\s{0,9}\}|\(not set\)|(?:(?:undefined|null|NaN|\[object Object\])(?:[,\s]+(?=\S))?)+|(?:\s*(?:\{\{[^{}]*\}\}|\*\|[^|]*\|\*|%%?[\w .-]+%%?|##[\w .-]+##|\{![^{}]+\}|\$\{[^{}]*\}|<%[^%<>]*%>|\[\[[^[\]]*\]\]|<[a-z][\w .:-]*>)){1,8})\s*$/;

const TAGS = /^(?:\s{0,9}(?:\[[a-z][\w-]{2,40}\]|\{[a-z][\w.:-]{2,60}\})){1,8}\s*$/;

/**
 * Whether these are tags of a form's fields that nothing has filled: Contact Form 7's `[your-name]`, Fluent Forms'
 * `{inputs.name}`. An `[urgent]` is an answer.
 */
function isTag(text: string): boolean {
  if (!/^[[{]/.test(text) || !TAGS.test(text)) return false;
  const tags = text.match(/[\w.:-]+/g) ?? [];
  return tags.every(
    (tag) => /^(?:your[-_]|inputs\.)/.test(tag) || ownWordFor(/[\w-]*$/.exec(tag)?.[0] ?? "") !== undefined,
  );
}
