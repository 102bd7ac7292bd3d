import { fileNameOf, type JsonSchema } from "../../../bundler/read/schemas.ts";
import { isEmail } from "../../../functions/runtime/define/email.ts";
import { isObject } from "../../../functions/runtime/objects.ts";
import { leavesOf } from "../payload/leaves.ts";
import { memberCode } from "../names.ts";
import { placeCode } from "./data.ts";
import { TO_EDIT } from "./kind.ts";

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
    const properties: Readonly<Record<string, unknown>> = Object(known.get(type)?.["properties"]);
    const told = data.includes("namesIn(") ? `${data} firstName lastName` : data;
    const open = Object.keys(properties).filter(
      (name) => name !== "email" && !new RegExp(String.raw`\b${name}\b`).test(told),
    );
    const given = [...data.matchAll(/\b(\w+): "([^"]*)"/g)].map(([, name = "", value = ""]) => ({ name, value }));
    const [edited, made] = [
      given.filter(({ value }) => value === TO_EDIT),
      given.filter(({ value }) => value !== TO_EDIT),
    ];
    const left = notTaken(sample, `${whole} ${/\bkind: .*/.exec(code)?.[0] ?? ""}`);
    return [
      ...(id === undefined ? [`${at("type:")}: no id was found; the whole body stands for it.`] : []),
      ...whoFaults(who, sample).map((fault) => `${at(/person:|subject:/.exec(who)?.[0] ?? "type:")}: ${fault}`),
      ...(who.includes("neverWaits") ? [`${at("neverWaits")}: no time was found at which it happened.`] : []),
      ...(edited.length > 0 ? [`${at("data:")}: ${toEdit(edited, properties, type)}`] : []),
      ...made.map(
        ({ name, value }) =>
          `${at("data:")}: ${name} is "${value}" in all of them: functions/configuration says what is done for it.`,
      ),
      ...(open.length > 0 ? [`${at("data:")}: not found of ${type}: ${open.join(", ")}.`] : []),
      ...(left.length > 0 ? [`${at("data:")}: not taken of the payload: ${left.join(", ")}.`] : []),
    ];
  });
}

/** All that is missing at once, with the words that there are. */
function toEdit(
  members: readonly { readonly name: string }[],
  properties: Readonly<Record<string, unknown>>,
  type: string,
): string {
  const each = members.map(({ name }) => {
    const words: unknown = Object(properties[name]).enum;
    return Array.isArray(words) ? `${name} (one of ${words.join(", ")})` : name;
  });
  return `${type} requires ${each.join(" and ")}, and nothing in the payload is called so: write it for "${TO_EDIT}"; until then the build refuses the sample.`;
}

const MOST_LEFT = 12;

/** What the sample says and this code does not ask for, as places. */
function notTaken(sample: unknown, code: string): string[] {
  const asked = code.replaceAll(/[?\s]/g, "");
  const places = placesIn(sample, "webhook").filter((place) => {
    const at = asked.indexOf(place);
    return (
      at === -1 ||
      !asked
        .split(place)
        .slice(1)
        .some((rest) => !/^[\w$]/.test(rest))
    );
  });
  const shown = places.slice(0, MOST_LEFT).map((place) => place.replace(/^webhook\.?/, ""));
  return places.length > MOST_LEFT ? [...shown, `and ${places.length - MOST_LEFT} more`] : shown;
}

/** A list is one place: how a mapping asks for an item of it is told by no path. */
function placesIn(value: unknown, place: string): string[] {
  if (!isObject(value)) return value === null ? [] : [place];
  return Object.entries(value).flatMap(([name, member]) => placesIn(member, `${place}${memberCode(name)}`));
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
