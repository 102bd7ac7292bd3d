import { describe, expect, it } from "@jest/globals";
import { fit as fitPerson } from "../../functions/clients/customerio/fit.ts";
import { fit } from "../../functions/clients/salesforce/records/fit.ts";
import { toText } from "../../functions/clients/slack/text.ts";
import { isEmail, normaliseEmail } from "../../functions/runtime/reading/email.ts";
import { withoutEntities } from "../../functions/runtime/reading/entities.ts";
import { inOwnWords } from "../../functions/runtime/reading/own-words.ts";
import { namesIn } from "../../functions/runtime/reading/person-name.ts";
import { parseTime } from "../../functions/runtime/reading/time.ts";
import { truthIn } from "../../functions/runtime/reading/truth.ts";
import { parseJson } from "../../functions/runtime/reading/json.ts";
import { toUtf8 } from "../../functions/runtime/reading/charset.ts";
import { readBody } from "../../functions/runtime/receive/body.ts";
import { parseForm, parseMultipart } from "../../functions/runtime/receive/form.ts";
import { parseXml } from "../../functions/runtime/receive/xml.ts";
import { asWord, nameAmong, respelled, wordAmong } from "../../functions/runtime/reading/spelling.ts";
import { readAs } from "../../functions/runtime/reading/shape.ts";
import { isBlank } from "../../functions/runtime/reading/nothing.ts";
import { readText, textOf } from "../../functions/runtime/reading/text.ts";
import { isUnanswered } from "../../functions/runtime/reading/unanswered.ts";
import { ownSource } from "../harness/own-source.ts";

/** What patterns and parsers look for, and what looks nearly so: each alone, and words parted by marks. */
const MARKS = Array.from(" \t\n-_.,;:&<>()[]{}%@\"'\\=+|/");
const WORDS = [
  "a A 0 T – \u200b é \u0301 \u0301\u0316 山 \ud800 \r\n &amp; &# &x; <a> <!-- {{ }} ${ *| |* %% ## <% %> [[ ]] %40 %20",
  "\\\" \\' \u200e mailto: http://a.b None NaN null van Jr. 1: --b \\u00e9 Ã© %20%e9\r\n",
].flatMap((words) => words.split(" "));
const UNITS = [
  ...MARKS,
  "& ",
  "&\n",
  ...WORDS.flatMap((word) => [word, ...Array.from(" -.,:@", (mark) => word + mark)]),
];
const CHARACTERS = 30_000;

/** What takes several passes is at several times that, and more with each character. */
const MOST_MS = 200;

const lines = ownSource({ body: "json", items: [], kinds: {} });

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  "a text in JSON that is mended": (text) => parseJson(Buffer.from(`{"a":"${text}\n"}x`)),
  "what is no JSON": (text) => parseJson(Buffer.from(`{"a":${text}}`)),
  "a list of lines": (text) => readBody(lines, { headers: {}, body: Buffer.from(`{}\n${text}\n${text}`) }),
  "a form": (text) => parseForm(Buffer.from(`a=${text}&${text}=a`)),
  "a form in parts": (text) =>
    parseMultipart(Buffer.from(`--b\r\nContent-Disposition: form-data; name="${text}"\r\n\r\n${text}\r\n--b--`), "b"),
  XML: (text) => parseXml(Buffer.from(`<a>${text}</a>`)),
  "an e-mail": (text) => [normaliseEmail(text), normaliseEmail(`${text}@${text}`), isEmail(`a${text}@example.com`)],
  "a list of e-mails": (text) => normaliseEmail([`a${text}@b.example`]),
  "letters of another charset": (text) => toUtf8(Buffer.from(`\xe9${text}`, "latin1")),
  entities: withoutEntities,
  "our own words": (text) => inOwnWords({ name: text, [text]: text, message: { [text]: text } }),
  "a name": (text) => namesIn({ name: `Ada ${text}` }),
  "a time": (text) => [parseTime(text), parseTime(`2026-01-01T00:00:00${text}Z`)],
  "a word": (text) => [asWord(text), truthIn(text), wordAmong(["cancelled"], text), nameAmong({ a: 1 }, text)],
  "a member's name": (text) => respelled({ a: 1 }, { [text]: 1 }),
  "a text": (text) => [isBlank(text), readText(text), isUnanswered("company", text)],
  "a text in parts": (text) => [textOf({ countryCode: text, number: text, code: text }), readText(`["${text}"]`)],
  "a Lead's fields": (text) =>
    fit(
      "Lead",
      { Phone: text, Country: text, Website: text, Description: text },
      { isNew: true, isNeeded: () => false },
    ),
  "a person's attributes": (text) => fitPerson({ [text]: text }),
  "a message": (text) => toText({ lines: [text] }),
};

/** Half as many, each another one. */
const words = (of: string, times: number) => Array.from({ length: times / 2 }, (_, index) => of + index).join(" ");

const FIELDS = { type: "object", properties: { topics: { type: "array" } } };

/** What is long by how often something is named, and not by what it is made of. */
const repeated: Readonly<Record<string, (times: number) => unknown>> = {
  "a long option that is chosen by its id again and again": (times) =>
    textOf({ value: Array(times).fill("a"), options: [{ id: "a", text: "x".repeat(times) }] }),
  "a record of many members in the place of a text": (times) =>
    readAs(
      { type: "object", properties: { company: { type: "string" } } },
      { company: Object.fromEntries(Array.from({ length: times / 2 }, (_, index) => [`a${index}`, 1])) },
    ),
  "a field that is listed again and again beside a long one": (times) =>
    readAs(FIELDS, [
      { name: "topics", value: Array(times).fill("a") },
      ...Array.from({ length: 499 }, () => ({ name: "topics", value: "a" })),
    ]),
  "a name of many words beside another": (times) =>
    inOwnWords({ Voornaam: words("a", times), Naam: words("b", times) }),
  "the name of many words in two objects of one person": (times) =>
    inOwnWords({
      email: "ada@example.com",
      name: words("a", times),
      data: { email: "ada@example.com", name: words("a", times) },
    }),
};

/** A refusal is an answer too. In milliseconds of CPU: a machine with much else at work doesn't count. */
function cpuOf(read: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage();
  try {
    read(text);
  } catch {}
  return process.cpuUsage(before).user / 1000;
}

/** Each time of five: the first ones are compiled meanwhile, and other processes take their share of the caches. */
function isSlow(read: (text: string) => unknown, text: string): boolean {
  return [1, 2, 3, 4, 5].every(() => cpuOf(read, text) > MOST_MS);
}

describe("reading what somebody else has written takes one pass, whatever it is made of", () => {
  it.each(Object.entries(readers))("%s", (_name, read) => {
    const slow = UNITS.filter((unit) => isSlow(read, unit.repeat(Math.ceil(CHARACTERS / unit.length))));
    expect(slow).toEqual([]);
  });

  it.each(Object.entries(repeated))("%s", (_name, read) => {
    expect(isSlow(() => read(CHARACTERS), "")).toBe(false);
    expect(JSON.stringify(read(CHARACTERS)).length).toBeLessThan(10 * CHARACTERS);
  });
});
