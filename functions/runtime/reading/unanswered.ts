import { wordsFor } from "../define/other-words.ts";
import { letters } from "./spelling.ts";

const LONGEST = 60;

/**
 * Whether a text says no more than what its own field is called, or asks to choose it: a placeholder that was sent as a value (`First Name`,
 * `Your company*`: https://github.com/jamesallardice/Placeholders.js/issues/75), and what a list shows where nobody has chosen
 * (`Select your country`, `Choose an option`).
 */
export function isUnanswered(name: string, text: string): boolean {
  if (text.length > LONGEST) return false;
  const [, asked, called = ""] = FIELD.exec(text.trim().toLowerCase()) ?? [];
  const isOwn = [letters(name), ...wordsFor(name)].includes(letters(called));
  return isOwn || (asked !== undefined && OPTIONS.has(called));
}

const FIELD = /^(?:please )?(?:(?:(select|choose|pick)|enter|type) (?:(?:your|an?|the|one) )?|your )?(.*?)[\s*:.…?]*$/;
const OPTIONS = new Set(["option", "answer", "item", "value"]);
