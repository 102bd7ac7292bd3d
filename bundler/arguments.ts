import { parseArgs as parseNodeArgs, type ParseArgsConfig } from "node:util";
import { likeliest } from "../functions/runtime/define/nearest.ts";
import type { Environment } from "../functions/runtime/settings.ts";

/**
 * Like node:util's, except that it says which option was meant, understands -h and advises --help where it knows --help,
 * and stops if npm has consumed an option itself: a replay without its --dry-run would be another command.
 * @throws errors for which isArgumentError is true
 */
export function parseArgs<Config extends ParseArgsConfig>(
  config: Config,
  environment: Environment = process.env,
): ReturnType<typeof parseNodeArgs<Config>> {
  const names = Object.keys(config.options ?? {});
  const taken = names.find((name) => isTakenByNpm(name, environment));
  if (taken !== undefined) throw argumentError(takenSentence(taken, environment), "ERR_PARSE_ARGS_TAKEN_BY_NPM");
  try {
    return parseNodeArgs(withShortHelp(withNegativeNumbers(config)));
  } catch (error) {
    if (!isArgumentError(error)) throw error;
    const known = names.map((name) => `--${name}`);
    const advice = names.includes("help") ? " --help lists the options." : "";
    throw argumentError(sentenceOf(error.message, known) + advice, error.code, error);
  }
}

/**
 * Node takes a value that begins with a dash for an option. A negative number can be none here, and is left to whoever
 * reads that value and knows what is possible.
 */
function withNegativeNumbers<Config extends ParseArgsConfig>(config: Config): Config {
  const { args = process.argv.slice(2), options = {} } = config;
  const joined: string[] = [];
  for (const [index, text] of args.entries()) {
    const option = joined.at(-1) ?? "";
    const isValue = /^-\.?\d/.test(text) && options[option.replace(/^--/, "")]?.type === "string";
    if (isValue && option.startsWith("--") && !args.slice(0, index).includes("--"))
      joined.splice(-1, 1, `${option}=${text}`);
    else joined.push(text);
  }
  return { ...config, args: joined };
}

function withShortHelp<Config extends ParseArgsConfig>(config: Config): Config {
  const { help, ...others } = config.options ?? {};
  if (help === undefined || Object.values(others).some(({ short }) => short === "h")) return config;
  return { ...config, options: { ...others, help: { ...help, short: "h" } } };
}

/** Options that people set for npm's own sake, in a settings file or the environment. */
const OF_NPM = new Set(["prefix", "yes"]);

/** npm consumes options before a `--`, and leaves them in the environment of what it runs. */
function isTakenByNpm(name: string, environment: Environment): boolean {
  if (environment["npm_lifecycle_event"] === undefined || OF_NPM.has(name)) return false;
  const [, negated] = /^no-(.+)$/.exec(name) ?? [];
  if (negated !== undefined) return environment[variableOf(negated)] === "";
  return (environment[variableOf(name)] ?? "") !== "";
}

function variableOf(option: string): string {
  return `npm_config_${option.replaceAll("-", "_")}`;
}

function takenSentence(name: string, { npm_lifecycle_event: script }: Environment): string {
  return `npm has taken --${name} for itself: options that are not npm's own come after a --, as in npm run ${script} -- … --${name} …`;
}

function argumentError(sentence: string, code: string, cause?: unknown): Error {
  return Object.assign(new Error(sentence, { cause }), { code });
}

/** Only Node's first sentence: nobody asks how to begin a word with a dash. */
function sentenceOf(message: string, known: readonly string[]): string {
  const [, option] = /^Unknown option '([^']+)'/.exec(message) ?? [];
  if (option !== undefined) {
    const nearest = likeliest(option, known);
    return nearest === undefined
      ? `There is no option ${option}.`
      : `There is no option ${option}: did you mean ${nearest}?`;
  }
  const [, word] = /^Unexpected argument '([^']*)'/.exec(message) ?? [];
  if (word !== undefined) return `"${word}" is not an option, and nothing else is accepted.`;
  const [, valued, fault] = /^Option '(?:-\w, )?(--[\w-]+).*' argument (missing|is ambiguous)/.exec(message) ?? [];
  if (valued !== undefined)
    return `${valued} needs a value.${fault === "missing" ? "" : ` If it begins with a dash, write ${valued}=VALUE.`}`;
  const [first = message] = message.split(/\.?\n|\. /);
  return `${first.replace(/\.$/, "")}.`;
}

/**
 * Whether it is parseArgs' error for an undeclared option or word. Tested by code: Jest's error classes are not Node's.
 */
export function isArgumentError(error: unknown): error is Error & { readonly code: string } {
  return (
    typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_")
  );
}
