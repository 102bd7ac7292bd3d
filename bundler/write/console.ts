import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import esbuild from "esbuild";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { dist, root } from "../paths.ts";
import { removeAllBut, writeIfChanged } from "./files.ts";

/** Compressed size limit of the whole page, so that it opens at once and its source stays readable. */
const MOST_BYTES = 80_000;

const page = join(root, "local/console/page");
const folder = join(dist, "console");

/**
 * Writes dist/console/, the page that `npm start` serves. All file names except the document's contain a content hash.
 * @throws SpecificationError if it exceeds its size limit.
 */
export async function bundleConsole(): Promise<void> {
  const { outputFiles } = await esbuild.build({
    entryPoints: { page: join(page, "main.tsx"), style: join(page, "style/page.css") },
    entryNames: "[name]-[hash]",
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome120", "firefox121", "safari17"],
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "silent",
    write: false,
  });
  const built = outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)] as const);
  const icon = await readFile(join(page, "icon.svg"));
  const document = await readFile(join(page, "index.html"), "utf8");
  const named = built.reduce((html, [name]) => html.replace(name.replace(/-\w+(?=\.)/, ""), name), document);
  const files = [...built, ["icon.svg", icon] as const, ["index.html", Buffer.from(named)] as const];
  await checkWeight(files.map(([, content]) => content));
  await Promise.all(files.map(([name, content]) => writeIfChanged(join(folder, name), content)));
  await removeAllBut(new Set(files.map(([name]) => name)), folder);
}

async function checkWeight(contents: readonly Buffer[]): Promise<void> {
  const compressed = await Promise.all(contents.map((content) => promisify(gzip)(content)));
  const bytes = compressed.reduce((sum, { length }) => sum + length, 0);
  if (bytes > MOST_BYTES)
    throw new SpecificationError(
      `The console's page takes ${bytes} bytes compressed, and may take ${MOST_BYTES}: see what local/console/page imports.`,
    );
}
