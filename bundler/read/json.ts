import esbuild from "esbuild";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";

/**
 * The JSON in a file of the checkout.
 * @throws SpecificationError that begins with file and line, where it is not JSON.
 */
export function parseJson(file: string, content: string): unknown {
  const text = content.replace(/^\ufeff/, ""); // a byte-order mark, as Windows writes it
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : "";
    const line = lineOfMistake(text);
    throw new SpecificationError(`${file}:${line}: is not JSON: ${message}${hintAt(text, line)}`, { cause: error });
  }
}

/** What other languages would allow there, or git has left. */
function hintAt(text: string, line: number): string {
  if (/^<{7} /m.test(text)) return " (an unresolved merge conflict)";
  const lines = text.split("\n").slice(Math.max(0, line - 2), line);
  if (lines.some((one) => /^\s*\/[/*]/.test(one))) return " (JSON has no comments)";
  return /,\s*[}\]]/.test(lines.join("\n")) ? " (one comma too many?)" : "";
}

/** For some mistakes JSON.parse gives no position. */
function lineOfMistake(text: string): number {
  try {
    esbuild.transformSync(text, { loader: "json", logLevel: "silent" });
    return 1;
  } catch (error) {
    const { errors: [first] = [] }: { readonly errors?: readonly esbuild.Message[] } = Object(error);
    return first?.location?.line ?? 1;
  }
}
