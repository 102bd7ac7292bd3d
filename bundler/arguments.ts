/** Whether it is what node:util's parseArgs throws at an option or a word that is not declared. */
export function isArgumentError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
}
