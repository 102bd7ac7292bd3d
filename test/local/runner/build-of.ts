import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "../../../bundler/write/manifest.ts";
import { dist, root } from "../../../bundler/paths.ts";

/** Whom these tests are about: whoever else comes to hear the same events has tests of their own. */
export const HANDLERS = ["form-submitted", "contact-unsubscribed"];

/** The build with these handlers alone. */
export async function buildOf(handlers: readonly string[]): Promise<{ dist: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-build-"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await symlink(join(dist, "functions"), join(folder, "functions"));
  await writeFile(join(folder, "manifest.json"), JSON.stringify(await manifestOf(handlers)));
  return { dist: folder, remove: () => rm(folder, { recursive: true }) };
}

/** The build's manifest with these handlers alone. */
export async function manifestOf(handlers: readonly string[]): Promise<Manifest> {
  const manifest: Manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
  const others = Object.entries(manifest.functions)
    .filter(([name, { kind }]) => kind !== "source" && !handlers.includes(name))
    .map(([name]) => name);
  const isLeftOut = (name: string) => others.includes(name.replace(/\.dead-letter$/, ""));
  const without = <Value>(record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !isLeftOut(name)));
  return {
    ...manifest,
    functions: without(manifest.functions),
    subscriptions: without(manifest.subscriptions),
    topics: without(manifest.topics),
  };
}
