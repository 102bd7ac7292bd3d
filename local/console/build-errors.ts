import type { BuildError } from "./contract/errors.ts";

const MOST = 50;
const PLACE = /([\w@./-]+\.(?:tsx?|json|xml|form))(?:\((\d+),(\d+)\)|:(\d+)(?::(\d+))?)/;

/** What the build or tsc has printed, a line an error, each with its place where it names one. */
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
