import { namesIn } from "./person-name.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * What somebody is told of by who speaks in our words, an application of one's own or a Flow: the person is their e-mail, however that
 * is spelled (`Email`, `e-mail`, `email_address`), and one name that holds both is two. Other members are read by the event's schema.
 */
export function inOwnWords(data: Data): { readonly person: unknown; readonly data: Data } {
  const said = new Map(Object.entries(data).map(([name, value]) => [lettersOf(name), value]));
  const person = data["email"] ?? said.get("email") ?? said.get("emailaddress");
  const name = [said.get("name"), said.get("fullname")].find((one) => typeof one === "string" && one.trim() !== "");
  const isTold = ["firstname", "lastname"].some((one) => said.get(one) !== undefined && said.get(one) !== null);
  return { person, data: typeof name !== "string" || isTold ? data : { ...data, ...namesIn({ name }) } };
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, "");
}
