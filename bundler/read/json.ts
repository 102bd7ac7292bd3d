import esbuild from "esbuild";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";

/**
 * What a file of the checkout holds.
 * @throws SpecificationError that begins with the file and the line, where it is no JSON.
 */
export function parseJson(file: string, content: string): unknown {
  const text = content.replace(/^\ufeff/, ""); // the mark that Windows begins a file with
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : "";
    const line = lineOfMistake(text);
    throw new SpecificationError(`${file}:${line}: is not JSON: ${message}${hintAt(text, line)}`, { cause: error });
  }
}

/** What other languages would let stand there. */
function hintAt(text: string, line: number): string {
  const lines = text.split("\n").slice(Math.max(0, line - 2), line);
  if (lines.some((one) => /^\s*\/[/*]/.test(one))) return " (JSON has no comments)";
  return /,\s*[}\]]/.test(lines.join("\n")) ? " (a comma too many?)" : "";
}

/** Of some mistakes JSON.parse says no place. */
function lineOfMistake(text: string): number {
  try {
    esbuild.transformSync(text, { loader: "json", logLevel: "silent" });
    return 1;
  } catch (error) {
    const { errors: [first] = [] }: { readonly errors?: readonly esbuild.Message[] } = Object(error);
    return first?.location?.line ?? 1;
  }
}
