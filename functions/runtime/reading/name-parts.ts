import { isObject } from "../objects.ts";
import { wordOf } from "./labels.ts";
import { type Member, membersBy } from "./members.ts";
import { FULL_NAME_WORDS, wordsFor } from "./other-words.ts";
import { areParticles, namesIn } from "./person-name.ts";
import { textOf } from "./text.ts";
import { isLacking } from "./unanswered.ts";

type Data = Readonly<Record<string, unknown>>;
/** A name's parts by wordOf(). */
type Parts = ReadonlyMap<string, Member>;

/** First and last name in a whole one: a text, an object of its parts, or an answer that holds either. */
export function namesOf(name: unknown): Data | undefined {
  if (typeof name === "string") return namesInText(name);
  if (!isObject(name)) return undefined;
  const { label, value } = name;
  const isLabelled = typeof label === "string" && FULL_NAME_WORDS.includes(wordOf(label));
  if (isObject(value) || (isLabelled && typeof value === "string")) return namesOf(value);
  const parts = membersBy(wordOf, name);
  // A title alone is a form's.
  const isOfForm = typeof name["title"] === "string" && Object.keys(name).length === 1;
  const whole = () => (isOfForm ? "" : textOf(name)) || textOf(parts.get("fullname")?.value);
  return partsIn(parts) ?? (whole() === "" ? undefined : namesIn({ name: whole() }));
}

export function partsIn(parts: Parts): Data | undefined {
  const partOf = (...words: readonly string[]) => words.map((word) => parts.get(word)).find(Boolean)?.value;
  const firstName = partOf("first", "firstname", "given", ...wordsFor("firstName"));
  const lastName = partOf("last", "lastname", "family", ...wordsFor("lastName"));
  if (firstName === undefined && lastName === undefined) return undefined;
  const last = lastName === undefined ? {} : { lastName, ...surnameOf(lastName, parts) };
  return { ...(firstName !== undefined && { firstName }), ...last };
}

/** Formstack has the parts in lines: `first = Ada` (https://developers.formstack.com/docs/webhook-examples). */
function namesInText(name: string): Data | undefined {
  const lines = name.split(/\r?\n/).filter((line) => line.trim() !== "");
  const parts = lines.map((line) => /^\s*(\w+) = (.*)$/.exec(line)).filter((part) => part !== null);
  if (parts.length > 0 && parts.length === lines.length)
    return namesOf(Object.fromEntries(parts.map(([, part = "", text = ""]) => [part, text])));
  return name.trim() === "" ? undefined : namesIn({ name });
}

/** What forms call the particles of a last name (https://github.com/openemr/openemr/issues/2595), as wordOf() has it. */
const PARTICLES = ["tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "surnameprefix", "lastnameprefix"];
/** What holds them where a tool has no other place (https://github.com/veda-consulting-company/uk.co.vedaconsulting.mailchimp/issues/133). */
const MIDDLE = ["middlename", "mname", "middle", "infix"];
/** The second of two last names: https://github.com/OCA/crm/pull/81 */
const SECOND = ["segundoapellido", "apellidomaterno", "apellido2", "lastname2", "secondlastname", "secondsurname"];

/** A last name with its parts that stand in fields of their own. */
export function surnameOf(lastName: unknown, said: Parts): Data {
  if (typeof lastName !== "string") return {};
  const textAmong = (words: readonly string[], is = (text: string) => text !== "") =>
    words.flatMap((word) => textOf(said.get(word)?.value).trim()).find(is) ?? "";
  const particles = textAmong(PARTICLES, (text) => areParticles(text.toLowerCase())) || textAmong(MIDDLE, areParticles);
  const isOfSecondPerson = [...said.keys()].some((word) =>
    /^(?:first|given|f)name2$|^second(?:first|given)name$/.test(word),
  );
  const [last, second] = [lastName.trim(), isOfSecondPerson ? "" : textAmong(SECOND)];
  const before = begins(last.toLowerCase(), particles.toLowerCase()) ? "" : particles;
  const after = last.endsWith(` ${second}`) || isLacking("lastName", second) ? "" : second;
  return before === "" && after === "" ? {} : { lastName: [before, last, after].filter(Boolean).join(" ") };
}

export function begins(name: string, first: string): boolean {
  return name.trim().startsWith(`${first.trim()} `);
}
