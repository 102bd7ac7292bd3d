import { parseArgs as parseNodeArgs, type ParseArgsConfig } from "node:util";
import { likeliest } from "./nearest.ts";

/** As node:util's, but that it says which option was meant. @throws what isArgumentError tells */
export function parseArgs<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseNodeArgs<Config>> {
  try {
    return parseNodeArgs(config);
  } catch (error) {
    if (!isArgumentError(error)) throw error;
    const known = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    throw Object.assign(new Error(sentenceOf(error.message, known), { cause: error }), { code: error.code });
  }
}

/** Of Node's sentences the first says all: how to begin a word with a dash nobody wants to know. */
function sentenceOf(message: string, known: readonly string[]): string {
  const [, option] = /^Unknown option '([^']+)'/.exec(message) ?? [];
  if (option !== undefined) {
    const nearest = likeliest(option, known);
    return nearest === undefined
      ? `There is no option ${option}.`
      : `There is no option ${option}: did you mean ${nearest}?`;
  }
  const [, word] = /^Unexpected argument '([^']*)'/.exec(message) ?? [];
  if (word !== undefined) return `There is nothing that "${word}" could be: it takes options alone.`;
  const [first = message] = message.split(/\.?\n|\. /);
  return `${first.replace(/\.$/, "")}.`;
}

/**
 * Whether it is what parseArgs throws at an option or a word that is not declared: told by its code, since Jest runs tests
 * among other classes than Node's own.
 */
export function isArgumentError(error: unknown): error is Error & { readonly code: string } {
  return (
    typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_")
  );
}
