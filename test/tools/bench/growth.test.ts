import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { makeCheckout } from "../../../tools/bench/growth.ts";

describe("makeCheckout", () => {
  it("builds the generated handlers, of every shape, and no others", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ycat-growth-test-"));
    try {
      const files = await makeCheckout(folder, { types: 3, handlers: 5 });
      const manifest: { functions: Record<string, { kind: string }> } = JSON.parse(
        await readFile(join(folder, "dist/manifest.json"), "utf8"),
      );
      const built = Object.entries(manifest.functions).filter(([, { kind }]) => kind === "handler");
      expect(built.map(([name]) => `functions/handlers/${name}.ts`).sort()).toEqual([...files].sort());
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
