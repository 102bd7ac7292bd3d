import { isObject } from "../objects.ts";
import { unflattened } from "./nested.ts";
import { isNothing } from "./nothing.ts";
import { FULL_NAME_WORDS, OTHER_WORDS, ourWordFor, wordOf } from "./other-words.ts";
import { letters } from "./spelling.ts";
import { structured } from "./structure.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * A form's fields, or the person's, in one object or list of their own, as in letters(): Elementor's
 * `form_fields[email]`, Cal.com's `responses`. No user, customer or guest: these may be somebody else.
 */
const WRAPPER =
  /^(?:form)?(?:fields?|data|answers?|responses?|values|inputs?|submission|submitted)$|^(?:form|contact|person|lead|respondent|registrant|attendee)$/;

/**
 * Data whose fields stand in an object of their own, or were flattened, as if they stood in it directly. Then what is
 * called as something of a person's beside them is the form's: a name, a title.
 */
export function unwrapped(given: Data): Data {
  const data: Data = { ...unflattened(given) };
  if (Object.entries(data).some(([name, value]) => ourWord(name) === "email" && !isNothing(value))) return data;
  const wrappers = Object.entries(data).flatMap(([name, value]): [string, Data][] => {
    const fields = WRAPPER.test(letters(name)) ? structured(value, { types: ["object"] }) : undefined;
    return isObject(fields) ? [[name, fields]] : [];
  });
  const [[wrapper, fields] = [], another] = wrappers;
  if (fields === undefined || another !== undefined) return data;
  const beside = Object.entries(data).filter(([name]) => name !== wrapper && !isOfPerson(name));
  return { ...Object.fromEntries(beside), ...unflattened(fields) };
}

function isOfPerson(name: string): boolean {
  const word = ourWord(name);
  return (word !== undefined && word !== "message") || FULL_NAME_WORDS.includes(wordOf(name));
}

/** Our own word too, in any spelling. */
function ourWord(name: string): string | undefined {
  return ourWordFor(name) ?? Object.keys(OTHER_WORDS).find((word) => letters(word) === letters(name));
}
