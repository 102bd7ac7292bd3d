import esbuild from "esbuild";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";

/**
 * What a file of the checkout holds.
 * @throws SpecificationError that begins with the file and the line, where it is no JSON.
 */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : "";
    throw new SpecificationError(`${file}:${lineOfMistake(text)}: is not JSON: ${message}`, { cause: error });
  }
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
