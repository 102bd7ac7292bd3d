/** What a sender has of somebody's name: two, or one that holds both. */
interface Given {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly name?: string | undefined;
}

/** The two names that somebody has, or that their one name is taken to be: all words but the last, and the last. */
export function namesIn({ firstName, lastName, name = "" }: Given): Omit<Given, "name"> {
  const words = name.trim().split(/\s+/);
  if (lastName !== undefined || words[0] === "") return { firstName, lastName };
  return { firstName: words.slice(0, -1).join(" ") || undefined, lastName: words.at(-1) };
}
