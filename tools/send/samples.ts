import { readFileSync } from "node:fs";
import { UsageError } from "../../local/core/problems.ts";
import { givenPath } from "../../bundler/paths.ts";
import type { Sample } from "../../bundler/read/samples.ts";
import { findSample } from "../../local/console/send/sample.ts";

/** A sample to send repeatedly, each time with current values. */
export type Template = Pick<Sample, "template" | "headers">;

/** A source's sample by name, or the content of a file or of standard input (-). @throws a sentence */
export function readSample(source: string, what: string): Template {
  if (what !== "-" && !/[/\\]|\.(?:json|xml|form)$/.test(what)) return findSample(source, what);
  try {
    return { template: readFileSync(what === "-" ? 0 : givenPath(what), "utf8"), headers: {} };
  } catch (error) {
    throw new UsageError(`${what === "-" ? "Standard input" : what} can't be read.`, { cause: error });
  }
}
