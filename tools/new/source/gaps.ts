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
  const constant = code.search(/\bkind: \(\) => /);
  const oneKind =
    constant === -1
      ? []
      : [
          `${file}:${code.slice(0, constant).split("\n").length}: nothing in the payload says what has happened: whatever is posted here is taken for this one kind. If the sender posts others too, --kind says where it tells (npm run new -- --help).`,
        ];
  const drafts = [...code.matchAll(/\{\s*(id: [^]*?)?type: "([^"]+)",([^]*?)data: \{((?:[^{}]|\{[^{}]*\})*)\}/g)];
  const gaps = drafts.flatMap(({ index, 0: whole, 1: id, 2: type = "", 3: who = "", 4: data = "" }) => {
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
      ...idFaults(id, who).map((fault) => `${at(id === undefined ? "type:" : "id:")}: ${fault}`),
      ...whoFaults(who, sample).map((fault) => `${at(/person:|subject:/.exec(who)?.[0] ?? "type:")}: ${fault}`),
      ...timeFaults(who, sample).map((fault) => `${at(/time:/.exec(who)?.[0] ?? "type:")}: ${fault}`),
      ...(edited.length > 0 ? [`${at("data:")}: ${toEdit(edited, properties, type)}`] : []),
      ...made.map(
        ({ name, value }) =>
          `${at("data:")}: ${name} is "${value}" in all of them: functions/configuration says what is done for it.`,
      ),
      ...(open.length > 0 ? [`${at("data:")}: not found of ${type}: ${open.join(", ")}.`] : []),
      ...(left.length > 0 ? [`${at("data:")}: not taken of the payload: ${left.join(", ")}.`] : []),
    ];
  });
  return [...oneKind, ...gaps];
}

/** What is the same for two events makes one of them; what is another for the same makes two. */
function idFaults(id: string | undefined, who: string): string[] {
  if (id === undefined)
    return [
      "no id of the event was found; the whole body stands for it: a retry that is written otherwise is another event.",
    ];
  const [, holder] = /^id:(?:String\()?(webhook\S*)\.(?:id|ID|uuid)\b/.exec(withoutMarks(id)) ?? [];
  const [, beside] = /person:(webhook\S*?)\.\w+,/.exec(withoutMarks(who)) ?? [];
  return holder !== undefined && holder === beside
    ? [
        `is ${holder}.id another in each webhook about the same person? If it is a record's, leave it out, or all but the first are taken for repeats.`,
      ]
    : [];
}

/** As the place would be asked for if all of it were there. */
function withoutMarks(code: string): string {
  return code.replaceAll(/\?\.(?=\[)|[?\s]/g, "");
}

const MOST_ZONELESS = 3;

/** No time, or one that was taken for want of another: of texts without a zone nobody can tell when they are. */
function timeFaults(who: string, sample: unknown): string[] {
  const places = leavesOf(sample)
    .filter(({ value }) => WITHOUT_ZONE.test(String(value)))
    .map((leaf) => withoutMarks(placeCode(leaf, {})))
    .filter((place) => !withoutMarks(who).includes(place))
    .slice(0, MOST_ZONELESS)
    .join(", ");
  const isFound = !who.includes("neverWaits");
  if (places === "") return isFound ? [] : ["no time was found at which it happened."];
  const how = "and no zone: where that is UTC, take it with a Z behind it";
  return isFound
    ? [`is this when it happened? What says a time ${how}: ${places}.`]
    : [`no time was found at which it happened. What says one ${how}: ${places}.`];
}

const WITHOUT_ZONE = /^(?:\d{4}-\d\d-\d\d|\d\d?[/.]\d\d?[/.]\d{4})[T ]\d\d?:\d\d[:\d.]*(?: ?[ap]m)?$/i;

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
  const asked = withoutMarks(code);
  const isAsked = (place: string) =>
    asked
      .split(withoutMarks(place))
      .slice(1)
      .some((rest) => !/^[\w$]/.test(rest));
  const places = placesIn(sample, "webhook").filter((place) => !isAsked(place));
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
  const [, subject] = /subject: ([^]*?),\s*(?:time|neverWaits)/.exec(who) ?? [];
  if (subject !== undefined) return [`no e-mail was found: it is about ${withoutMarks(subject)}, which is no person.`];
  const said = withoutMarks(who);
  const places = leavesOf(sample).flatMap((leaf) =>
    typeof leaf.value === "string" && isEmail(leaf.value)
      ? [{ place: withoutMarks(placeCode(leaf, {})), address: leaf.value }]
      : [],
  );
  const taken = places.find(({ place }) => said.includes(`${place},`))?.address;
  const others = places.filter(({ address }) => address !== taken).map(({ place }) => place);
  return others.length === 0 ? [] : [`is it this person, and not ${others.join(" or ")}?`];
}
