/** Whether an address occurs anywhere in a value, or an id as a whole string. */
export function mentions(email: string, ids: ReadonlySet<string> = new Set()): (value: unknown) => boolean {
  const escaped = email.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const address = new RegExp(String.raw`(?:^|[^\w.+-])${escaped}(?:$|[^\w-])`, "i");
  const isSo = (value: unknown): boolean => {
    if (typeof value === "string") return value !== "" && (ids.has(value) || address.test(value));
    return typeof value === "object" && value !== null && Object.values(value).some(isSo);
  };
  return isSo;
}
