import { fileNameOf, type JsonSchema } from "../../../bundler/read/schemas.ts";
import { isEmail } from "../../../functions/runtime/define/email.ts";
import { leavesOf } from "../payload/leaves.ts";
import { placeCode } from "./data.ts";

/**
 * What of a new source's mapping was not found in the payload, was made up, or could be meant otherwise: a sentence each, with the line
 * that is to be edited.
 * @param samples of the kinds that are new, by the names of their files
 */
export function gapsIn(
  file: string,
  code: string,
  known: ReadonlyMap<string, JsonSchema>,
  samples: ReadonlyMap<string, unknown>,
): string[] {
  const drafts = [...code.matchAll(/\{\s*(id: [^]*?)?type: "([^"]+)",([^]*?)data: \{((?:[^{}]|\{[^{}]*\})*)\}/g)];
  return drafts.flatMap(({ index, 0: whole, 1: id, 2: type = "", 3: who = "", 4: data = "" }) => {
    const sample = samples.get(kindAt(code, index));
    if (sample === undefined) return [];
    const at = (text: string) => {
      const before = code.slice(0, index + Math.max(whole.indexOf(text), whole.indexOf("type: ")));
      return `${file}:${before.split("\n").length}`;
    };
    const properties = Object.keys(Object(known.get(type)?.["properties"]));
    const told = data.includes("namesIn(") ? `${data} firstName lastName` : data;
    const open = properties.filter((name) => name !== "email" && !new RegExp(String.raw`\b${name}\b`).test(told));
    const constants = [...data.matchAll(/\b(\w+): ("[^"]*")/g)].map(([, name, value]) => `${name} is ${value}`);
    return [
      ...(id === undefined ? [`${at("type:")}: no id was found; the whole body stands for it.`] : []),
      ...whoFaults(who, sample).map((fault) => `${at(/person:|subject:/.exec(who)?.[0] ?? "type:")}: ${fault}`),
      ...(who.includes("neverWaits") ? [`${at("neverWaits")}: no time was found at which it happened.`] : []),
      ...constants.map(
        (one) => `${at("data:")}: ${one} in all of them: functions/configuration says what is done for it.`,
      ),
      ...(open.length > 0 ? [`${at("data:")}: not found of ${type}: ${open.join(", ")}.`] : []),
    ];
  });
}

/** The file name of the kind whose mapping holds this place. */
function kindAt(code: string, index: number): string {
  const [, quoted, plain = ""] =
    [...code.slice(0, index).matchAll(/(?:("(?:[^"\\]|\\.)*")|([\w$]+)): \(webhook\b/g)].at(-1) ?? [];
  return fileNameOf(quoted === undefined ? plain : JSON.parse(quoted));
}

/** Whom it is about is what one would least like to be guessed. */
function whoFaults(who: string, sample: unknown): string[] {
  if (who.includes('"all"')) return ["nobody was found whom it is about."];
  const plain = (text: string) => text.replaceAll(/[?\s]/g, "");
  const [, subject] = /subject: ([^]*?),\s*(?:time|neverWaits)/.exec(who) ?? [];
  if (subject !== undefined) return [`no e-mail was found: it is about ${plain(subject)}, which is no person.`];
  const places = leavesOf(sample)
    .filter(({ value }) => typeof value === "string" && isEmail(value))
    .map((leaf) => plain(placeCode(leaf, {})));
  const others = places.filter((place) => !plain(who).includes(place));
  return others.length === 0 ? [] : [`is it this person, and not ${others.join(" or ")}?`];
}
