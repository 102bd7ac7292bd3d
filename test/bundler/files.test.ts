import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { writeIfChanged } from "../../bundler/write/files.ts";

it("says what a machine has against a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ycat-files-"));
  try {
    await writeFile(join(folder, "dist"), "");
    const writing = writeIfChanged(join(folder, "dist/validators/a.mjs"), Buffer.of(1));
    await expect(writing).rejects.toThrow(/a\.mjs can't be written: there is a file where a folder is expected\.$/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
