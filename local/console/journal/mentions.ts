/** Whether an address occurs anywhere in a value, or an id as a whole string. */
export function mentions(email: string, ids: ReadonlySet<string> = new Set()): (value: unknown) => boolean {
  const address = new RegExp(String.raw`(?:^|[^\w.+-])${RegExp.escape(email)}(?:$|[^\w-])`, "i");
  const isSo = (value: unknown): boolean => {
    if (typeof value === "string") return value !== "" && (ids.has(value) || address.test(value));
    return typeof value === "object" && value !== null && Object.values(value).some(isSo);
  };
  return isSo;
}
