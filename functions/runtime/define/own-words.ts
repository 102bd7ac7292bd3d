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
  const isTold = ["firstname", "lastname"].some((one) => said.get(one) !== undefined && said.get(one) !== null);
  return { person, data: isTold ? data : { ...data, ...namesOf(said.get("name") ?? said.get("fullname")) } };
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

function byLetters(data: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(data).map(([name, value]) => [name.toLowerCase().replaceAll(/[\s_-]/g, ""), value]));
}
