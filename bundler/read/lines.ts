import { parseDocument } from "yaml";

/** The line of the value at this path, or of the nearest value above it. JSON is also YAML. */
export function lineOf(text: string, path: readonly string[]): number {
  const document = parseDocument(text, { uniqueKeys: false });
  const places = path.map((_, end) => document.getIn(path.slice(0, path.length - end), true));
  const found = places.find((node) => node !== undefined) ?? document.contents;
  const { range }: { readonly range?: readonly number[] } = Object(found);
  return text.slice(0, range?.[0] ?? 0).split("\n").length;
}

/** The members of a JSON object that an earlier one has the name of, in any object of the text. */
export function repeatedMembers(text: string): readonly { readonly line: number; readonly name: string }[] {
  const { errors } = parseDocument(text);
  const repeated = errors.filter(({ code }) => code === "DUPLICATE_KEY");
  return repeated.map(({ pos: [from] }) => {
    const [, name = ""] = /^"((?:[^"\\]|\\.)*)"/.exec(text.slice(from)) ?? [];
    return { line: text.slice(0, from).split("\n").length, name };
  });
}
