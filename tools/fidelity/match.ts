/**
 * A pattern for a value: the value itself, a regular expression, a kind, alternatives, a list of the same length, or an
 * object with at least these members.
 */
export type Pattern = string | number | boolean | null | RegExp | Kind | readonly Pattern[] | PatternObject;

interface PatternObject {
  readonly [member: string]: Pattern;
}

/** Patterns other than values. */
export class Kind {
  readonly name: string;
  readonly fits: (value: unknown) => boolean;

  constructor(name: string, fits: (value: unknown) => boolean) {
    this.name = name;
    this.fits = fits;
  }
}

export const aText = new Kind("a text", (value) => typeof value === "string" && value !== "");
export const aNumber = new Kind("a number", (value) => typeof value === "number");
export const aList = new Kind("a list", (value) => Array.isArray(value));
export const nothing = new Kind("nothing", (value) => value === undefined);

/** Several values in any order. */
export function inAnyOrder(...patterns: readonly Pattern[]): Kind {
  return new Kind(`${told(patterns)} in any order`, (value) => {
    const left = Array.isArray(value) ? [...(value as unknown[])] : [];
    if (left.length !== patterns.length) return false;
    return patterns.every((pattern) => {
      const found = left.findIndex((one) => differences(pattern, one).length === 0);
      if (found >= 0) left.splice(found, 1);
      return found >= 0;
    });
  });
}

/** A list that contains these, among others. */
export function among(...patterns: readonly Pattern[]): Kind {
  return new Kind(`a list with ${told(patterns)} in it`, (value) => {
    const list: unknown[] = Array.isArray(value) ? value : [];
    return patterns.every((pattern) => list.some((one) => differences(pattern, one).length === 0));
  });
}

export function anyOf(...patterns: readonly Pattern[]): Kind {
  return new Kind(patterns.map(told).join(" or "), (value) =>
    patterns.some((pattern) => differences(pattern, value).length === 0),
  );
}

/**
 * Differences between a value and a pattern, one sentence each: `[0].errorCode: "INVALID_FIELD" expected, "NOT_FOUND"
 * came`.
 */
export function differences(pattern: Pattern, value: unknown, place = ""): string[] {
  if (pattern instanceof Kind) return pattern.fits(value) ? [] : [sentence(pattern, value, place)];
  if (pattern instanceof RegExp)
    return typeof value === "string" && pattern.test(value) ? [] : [sentence(pattern, value, place)];
  if (typeof pattern !== "object" || pattern === null)
    return pattern === value ? [] : [sentence(pattern, value, place)];
  if (isList(pattern)) {
    if (!Array.isArray(value) || value.length !== pattern.length) return [sentence(pattern, value, place)];
    return pattern.flatMap((one, index) => differences(one, value[index], `${place}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [sentence(pattern, value, place)];
  const members = new Map<string, unknown>(Object.entries(value));
  return Object.entries(pattern).flatMap(([name, one]) => differences(one, members.get(name), `${place}.${name}`));
}

function isList(pattern: readonly Pattern[] | PatternObject): pattern is readonly Pattern[] {
  return Array.isArray(pattern);
}

function sentence(pattern: Pattern, value: unknown, place: string): string {
  return `${place === "" ? "the body" : place.replace(/^\./, "")}: ${told(pattern)} expected, ${shortened(value)} came`;
}

function told(pattern: Pattern): string {
  if (pattern instanceof Kind) return pattern.name;
  if (pattern instanceof RegExp) return String(pattern);
  if (typeof pattern !== "object" || pattern === null) return JSON.stringify(pattern);
  if (isList(pattern)) return `[${pattern.map(told).join(", ")}]`;
  return `{ ${Object.entries(pattern)
    .map(([name, one]) => `${name}: ${told(one)}`)
    .join(", ")} }`;
}

const MOST_CHARACTERS = 200;

function shortened(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
