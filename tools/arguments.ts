import type { ParseArgsConfig } from "node:util";
import { isArgumentError, parseArgs } from "../bundler/arguments.ts";
import { durationMs } from "../local/core/duration.ts";
import { UsageError } from "../local/core/problems.ts";

/** Thrown where a command is to print its usage. */
export class HelpWanted extends Error {
  override readonly name = "HelpWanted";
}

/** Parses a command's arguments. @throws HelpWanted for --help, UsageError for an unknown option or argument */
export function readArguments<const Config extends ParseArgsConfig>(
  args: readonly string[],
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    const options = { ...config.options, help: { type: "boolean" } } as const;
    const parsed = parseArgs<Config>({ ...config, options, args: [...args] });
    if ("help" in parsed.values) throw new HelpWanted();
    return parsed;
  } catch (error) {
    if (!isArgumentError(error)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/** @throws UsageError unless it has the form of 30s, 15m, 2h or 7d */
export function readMs(duration: string): number {
  const ms = durationMs(duration);
  if (ms === undefined) throw new UsageError(`"${duration}" is no duration: 30s, 15m, 2h or 7d are.`);
  return ms;
}

/** @throws UsageError that names the option, unless it is a whole number from 1 */
export function readCount(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new UsageError(`--${option} is "${text}"; a whole number from 1 is expected.`);
  return count;
}
