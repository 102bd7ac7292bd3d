import type { BuildError } from "./contract/errors.ts";

const MOST = 50;
const PLACE = /([\w@./-]+\.(?:tsx?|json|xml|form))(?:\((\d+),(\d+)\)|:(\d+)(?::(\d+))?)/;

/** Parses the output of the build or tsc: an error per line, with its place if named. */
export function buildErrors(lines: readonly string[]): BuildError[] {
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, MOST)
    .map((message) => {
      const [, file, ...places] = PLACE.exec(message) ?? [];
      if (file === undefined) return { message };
      return { message, place: [file, ...places.filter((part) => part !== undefined)].join(":") };
    });
}
