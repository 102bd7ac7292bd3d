/**
 * Whether it is what node:util's parseArgs throws at an option or a word that is not declared: told by its code, since Jest
 * runs tests among other classes than Node's own.
 */
export function isArgumentError(error: unknown): error is Error {
  return (
    typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_")
  );
}
