import { Instrumenter } from "@stryker-mutator/instrumenter";
import type { SourceFile } from "../../points/source-file.ts";
import type { Mutant } from "../mutant.ts";

/**
 * Strings are mostly messages, and regular expressions yield dozens of mutants each that real input never tells apart.
 */
const LEFT_OUT = ["StringLiteral", "Regex"];

const options = { plugins: null, excludedMutations: LEFT_OUT, ignorers: [], noHeader: true };

/** The mutants of Stryker's mutators: https://stryker-mutator.io/docs/mutation-testing-elements/supported-mutators/ */
export async function strykerMutants(files: readonly SourceFile[]): Promise<Mutant[]> {
  const asked = files.map(({ file, source }) => ({ name: file, mutate: true as const, content: source }));
  // The constructor needs the rest of Stryker only for logging.
  const instrumenter = new Instrumenter(silent as unknown as ConstructorParameters<typeof Instrumenter>[0]);
  const { mutants } = await instrumenter.instrument(asked, options);
  return mutants.flatMap(({ fileName, mutatorName, replacement, location, status }) => {
    const source = files.find(({ file }) => file === fileName)?.source;
    if (source === undefined || replacement === undefined || status === "Ignored") return [];
    const [start, end] = [location.start, location.end].map((position) => offsetOf(source, position));
    return start === undefined || end === undefined
      ? []
      : [{ file: fileName, rule: mutatorName, start, end, replacement }];
  });
}

const silent = { isDebugEnabled: () => false, debug() {}, info() {}, warn() {} };

function offsetOf(source: string, { line, column }: { readonly line: number; readonly column: number }): number {
  const before = source.split("\n").slice(0, line);
  return before.reduce((count, text) => count + text.length + 1, 0) + column;
}
