import { didYouMean } from "../../../functions/runtime/define/nearest.ts";
import { findStandIns } from "../../core/find.ts";
import { UsageError } from "../../core/problems.ts";
import { readManifest } from "../manifest.ts";
import type { Environment } from "./environment.ts";
import { functionsOf } from "./handlers.ts";

/** Set by the runner, which depends on their values. */
const OURS: readonly string[] = ["GOOGLE_CLOUD_PROJECT", "PREFIX", "VERSION", "PUBLIC_URL", "HANDLERS"];

/**
 * The settings of `npm start -- --set NAME=VALUE`, which override the local ones. Refuses secrets and those that point
 * to stand-ins.
 * @throws UsageError
 */
export async function readGiven(texts: readonly string[], dist: string): Promise<Environment> {
  if (texts.length === 0) return {};
  const [manifest, standIns] = await Promise.all([readManifest(dist), findStandIns()]);
  const fixed = [...OURS, ...standIns.flatMap((one) => Object.keys(one.settings("")))];
  const declared = Object.values(functionsOf(manifest)).flatMap(({ settings }) => Object.keys(settings));
  const names = [...new Set(declared)].filter((name) => !fixed.includes(name)).toSorted();
  return Object.fromEntries(texts.map((text) => readOne(text, names, fixed)));
}

function readOne(text: string, names: readonly string[], fixed: readonly string[]): [string, string] {
  const [, name, value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`--set is "${text}"; NAME=VALUE is expected, as PAUSING=off.`);
  if (names.includes(name)) return [name, value];
  if (fixed.includes(name)) throw new UsageError(`--set ${name}: npm start itself says what that is.`);
  throw new UsageError(`--set ${name}: no function has such a setting; ${didYouMean(name, names)}`);
}
