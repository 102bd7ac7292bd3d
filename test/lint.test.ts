import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "@jest/globals";
import { root } from "../bundler/paths.ts";

const refused = [
  ["functions/handlers/a.ts", 'export const a = await fetch("https://example.com");', "no-restricted-globals"],
  [
    "functions/handlers/b.ts",
    'export const b = await globalThis.fetch("https://example.com");',
    "no-restricted-properties",
  ],
  ["functions/handlers/c.ts", 'export const c = new WebSocket("wss://example.com");', "no-restricted-globals"],
  ["functions/handlers/d.ts", 'export { request } from "node:https";', "no-restricted-imports"],
  ["functions/handlers/e.ts", 'export { request } from "https";', "prefer-node-protocol"],
  ["functions/handlers/f.ts", 'export const f = process.env["FORMS"];', "no-restricted-properties"],
  ["functions/handlers/g.ts", 'export { readFileSync } from "node:fs";', "no-restricted-imports"],
  ["functions/sources/h.ts", 'export { lookup } from "node:dns/promises";', "no-restricted-imports"],
  ["functions/configuration/i.ts", 'export { spawn } from "node:child_process";', "no-restricted-imports"],
  ["functions/clients/hubspot/j.ts", 'export { connect } from "node:net";', "no-restricted-imports"],
  ["functions/clients/hubspot/k.ts", 'export const k = await fetch("https://example.com");', "no-restricted-globals"],
] as const;

const taken = [
  ["functions/handlers/l.ts", 'export { createHash } from "node:crypto";'],
  ["functions/clients/hubspot/m.ts", "export const m = ({ fetch }: { fetch: () => void }) => fetch();"],
  ["functions/runtime/n.ts", 'export { request } from "node:http";'],
] as const;

it("keeps functions from systems, files and settings that nobody has given them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lint-"));
  await copyFile(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const [file, code] of [...refused, ...taken]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${code}\n`);
  }
  const command = join(root, "node_modules/oxlint/bin/oxlint");
  // It exits with 1, as it should.
  const { stdout } = await promisify(execFile)(process.execPath, [command, "--format", "unix"], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  const lines = stdout.split("\n");
  for (const [file, , rule] of refused)
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${file}:.*\\(${rule}\\)`)));
  for (const [file] of taken) expect(stdout).not.toContain(file);
});
