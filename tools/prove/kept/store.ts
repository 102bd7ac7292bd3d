import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GroupResult } from "../group.ts";
import type { Footprint } from "../meetings/footprint.ts";

export type Value = GroupResult | Footprint;

/** A result of an earlier proof, and what it was kept under. */
export interface Entry {
  readonly handler: string;
  /** The group's, or what else it is. */
  readonly name: string;
  readonly key: string;
  readonly value: Value;
}

export type Entries = Readonly<Record<string, Pick<Entry, "key" | "value">>>;

/** One file for each handler: what is read is what this module has written, and nothing where it can't be. */
export function readEntries(folder: string, handler: string): Entries {
  try {
    const entries: Entries = JSON.parse(readFileSync(fileOf(folder, handler), "utf8"));
    return entries;
  } catch {
    return {};
  }
}

/** Adds to what is kept; `isAll` says that whatever else was kept for these handlers is for nothing any more. */
export function writeEntries(folder: string, entries: readonly Entry[], { isAll }: { readonly isAll: boolean }): void {
  for (const [handler, own] of Map.groupBy(entries, (entry) => entry.handler)) {
    const fresh = Object.fromEntries(own.map(({ name, key, value }) => [name, { key, value }]));
    write(fileOf(folder, handler), JSON.stringify(isAll ? fresh : { ...readEntries(folder, handler), ...fresh }));
  }
}

function fileOf(folder: string, handler: string): string {
  return join(folder, `${handler}.json`);
}

/** Whole or not at all; a checkout that can't be written to keeps nothing. */
function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    return;
  }
}
