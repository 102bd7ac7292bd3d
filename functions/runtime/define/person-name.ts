/** The two names that somebody's one name is taken to be, where a sender has but one: all words but the last, and the last. */
export function splitName(name = ""): { readonly firstName: string; readonly lastName: string } {
  const words = name.trim().split(/\s+/);
  return { firstName: words.slice(0, -1).join(" "), lastName: words.at(-1) ?? "" };
}
