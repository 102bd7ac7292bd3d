import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GroupResult } from "../run/group.ts";
import type { Footprint } from "../meetings/footprint.ts";

export type Value = GroupResult | Footprint;

/** A cached result and its key. */
export interface Entry {
  readonly handler: string;
  /** Name of the group, or of another kind of result. */
  readonly name: string;
  readonly key: string;
  readonly value: Value;
}

export type Entries = Readonly<Record<string, Pick<Entry, "key" | "value">>>;

/** One file per handler. Empty if the file is missing or unreadable. Its content was written by this module. */
export function readEntries(folder: string, handler: string): Entries {
  try {
    const entries: Entries = JSON.parse(readFileSync(fileOf(folder, handler), "utf8"));
    return entries;
  } catch {
    return {};
  }
}

/** Adds entries to the cache. With `isAll`, removes all other entries of these handlers. */
export function writeEntries(folder: string, entries: readonly Entry[], { isAll }: { readonly isAll: boolean }): void {
  for (const [handler, own] of Map.groupBy(entries, (entry) => entry.handler)) {
    const fresh = Object.fromEntries(own.map(({ name, key, value }) => [name, { key, value }]));
    write(fileOf(folder, handler), JSON.stringify(isAll ? fresh : { ...readEntries(folder, handler), ...fresh }));
  }
}

function fileOf(folder: string, handler: string): string {
  return join(folder, `${handler}.json`);
}

/** Writes atomically. Does nothing in a read-only checkout. */
function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    return;
  }
}
