import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { root } from "../paths.ts";
import { writeIfChanged } from "./files.ts";

/** A source file that the build makes of others, and that is committed beside them. */
export interface Generated {
  /** From the checkout's root. */
  readonly file: string;
  /** What it is made of. */
  readonly from: string;
  readonly content: string;
}

/** Writes those that are not what they are made of says. */
export async function writeGenerated(files: readonly Generated[]): Promise<void> {
  await Promise.all(files.map(({ file, content }) => writeIfChanged(join(root, file), Buffer.from(content))));
}

/** @throws SpecificationError that names the first one that is not what it is made of says. */
export async function checkGenerated(files: readonly Generated[]): Promise<void> {
  for (const { file, from, content } of files) {
    const present = await readFile(join(root, file), "utf8").catch(() => "");
    if (present.replaceAll("\r\n", "\n") === content) continue; // as Git writes it on Windows
    throw new SpecificationError(`${file} is not what ${from} say: run npm run build and commit it.`);
  }
}
