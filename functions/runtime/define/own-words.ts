import { letters } from "../spelling.ts";
import { isBlank } from "../text.ts";
import { namesIn } from "./person-name.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * What somebody is told of by who speaks in our words, an application of one's own or a Flow: the person is their e-mail, however that
 * is spelled (`Email`, `e-mail`, `email_address`), and one name that holds both, as a text or in parts, is two. Other members are read by
 * the event's schema.
 */
export function inOwnWords(data: Data): { readonly person: unknown; readonly data: Data } {
  const said = byLetters(data);
  const person = data["email"] ?? said.get("email") ?? said.get("emailaddress");
  const [first, last, whole] = ["firstname", "lastname", "name"].map((one) => said.get(one));
  const name = whole ?? said.get("fullname");
  // Beside a first name, what is called a name may be a form's or a company's: unless it begins with the first.
  const isWhole = isNothing(first) || (typeof name === "string" && typeof first === "string" && begins(name, first));
  return { person, data: isNothing(last) && isWhole ? { ...data, ...namesOf(name) } : data };
}

function namesOf(name: unknown): Data {
  if (typeof name === "string" && name.trim() !== "") return namesIn({ name });
  if (typeof name !== "object" || name === null || Array.isArray(name)) return {};
  const parts = byLetters(name);
  const [firstName, lastName] = [
    parts.get("first") ?? parts.get("firstname"),
    parts.get("last") ?? parts.get("lastname"),
  ];
  return { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) };
}

function begins(name: string, first: string): boolean {
  return name.trim().startsWith(`${first.trim()} `);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || isBlank(value);
}

function byLetters(data: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(data).map(([name, value]) => [letters(name), value]));
}
