import type { Harm } from "./harms.ts";
import { leavesOfFields, type Told } from "./value-mapping.ts";

/** Shorter ones are letters of a scale, which are words of many texts. */
const LEAST = 3;

/**
 * Texts and names that hold the word of another of a field's possible values, where that one's hold this value's in
 * turn, be it by way of a third: `soft_bounced` for hard and `hard_bounced` for soft. What merely speaks of another,
 * such as “no longer registered” for cancelled, gives nothing back.
 */
export function crossedWords(name: string, all: readonly Told[]): Harm[] {
  const words = all.flatMap(({ value }) => (typeof value === "string" && value.length >= LEAST ? [value] : []));
  const texts = all.flatMap(({ value, records }) =>
    records.flatMap(({ kind, fields }) =>
      leavesOfFields(fields).map(([field, text]) => ({ value, kind, field, text: spaced(String(text)) })),
    ),
  );
  return [...Map.groupBy(texts, ({ kind, field }) => `${kind} ${field}`).values()].flatMap((places) => {
    const others = new Map(words.map((word) => [word, otherIn(word, words, textsFor(word, places))]));
    return words.flatMap((word) => {
      const other = others.get(word);
      const [first] = places;
      if (other === undefined || first === undefined || !isCircular(word, others)) return [];
      const { kind, field } = first;
      const rule = `writes the word ${other} into ${field} of ${kind} where the event's ${name} is ${word}`;
      return [{ records: kind, field, rule }];
    });
  });
}

function textsFor(word: string, places: readonly { readonly value: unknown; readonly text: string }[]): string {
  return places.flatMap(({ value, text }) => (value === word ? [text] : [])).join("");
}

/** The other word that the text holds in the place of its own. */
function otherIn(word: string, words: readonly string[], text: string): string | undefined {
  if (text.includes(spaced(word))) return undefined;
  return words.find((other) => text.includes(spaced(other)));
}

function isCircular(word: string, others: ReadonlyMap<string, string | undefined>): boolean {
  let next = others.get(word);
  for (let steps = 0; steps < others.size && next !== undefined && next !== word; steps += 1) next = others.get(next);
  return next === word;
}

/** The text's words in lower case, each between spaces: `no_show` and “No show” are the same. */
function spaced(text: string): string {
  const words = text.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u).filter((word) => word !== "");
  return ` ${words.join(" ").toLowerCase()} `;
}
