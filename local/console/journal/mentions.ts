import { domainToUnicode } from "node:url";

/** Whether an address occurs anywhere in a value, its domain in either spelling, or an id as a whole string. */
export function mentions(email: string, ids: ReadonlySet<string> = new Set()): (value: unknown) => boolean {
  const at = email.lastIndexOf("@") + 1;
  const inUnicode = email.slice(0, at) + (domainToUnicode(email.slice(at)) || email.slice(at));
  const either = [email, inUnicode].map(RegExp.escape).join("|");
  const address = new RegExp(String.raw`(?:^|[^\w.+-])(?:${either})(?:$|[^\w-])`, "i");
  const isSo = (value: unknown): boolean => {
    if (typeof value === "string") return value !== "" && (ids.has(value) || address.test(value));
    return typeof value === "object" && value !== null && Object.values(value).some(isSo);
  };
  return isSo;
}
