import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";

const names = await readdir(join(root, "docs"), { recursive: true });
const files = ["README.md", ...names.filter((name) => name.endsWith(".md")).map((name) => join("docs", name))];
const texts = new Map(
  await Promise.all(files.map(async (file) => [file, await readFile(join(root, file), "utf8")] as const)),
);

/** As GitHub makes them: https://docs.github.com/en/get-started/writing-on-github#section-links */
function anchorsIn(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the documents", () => {
  it.each(files)("link to sections that there are, in %s", (file) => {
    const links = [...(texts.get(file) ?? "").matchAll(/\]\(([^)\s#:]*)#([^)\s]+)\)/g)];
    const broken = links.filter(([, path = "", anchor = ""]) => {
      const target = path === "" ? file : relative(root, join(root, dirname(file), path));
      return !anchorsIn(texts.get(target) ?? "").includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});
