import { statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parserOf } from "../../../bundler/read/source-unit.ts";
import { root } from "../../../bundler/paths.ts";
import type { Source } from "../../../functions/runtime/define/source.ts";
import { listIn } from "../../../functions/runtime/receive/items.ts";
import type { Entry, OpenWebhook } from "./lives.ts";
import type { OpenRow } from "./rows.ts";

/** Asks a webhook's source for the sender's own word for what happened. */
export function createKinds(folder = join(root, "functions/sources")) {
  const sources = new Map<string, { readonly version: number; readonly loading: Promise<Source> }>();

  /** As its file is now. */
  function sourceNamed(name: string): Promise<Source> | undefined {
    const file = join(folder, `${name}.ts`);
    const version = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (version === undefined) return undefined;
    const known = sources.get(name);
    const current = known?.version === version ? known : { version, loading: loadSource(file, version) };
    sources.set(name, current);
    return current.loading;
  }

  return {
    /** Once its body is there and its verdict known; later, for the source has to be loaded. */
    read({ row, life: { webhook, verdict, entries } }: Entry, onRead: (row: OpenRow) => void): void {
      if (row.kind !== null || webhook === undefined || verdict === "under way" || verdict === "handshake") return;
      void readKind(sourceNamed(row.source), webhook, (kind) => {
        for (const entry of entries) {
          entry.row.kind = kind;
          onRead(entry.row);
        }
      });
    },
  };
}

async function readKind(
  loading: Promise<Source> | undefined,
  webhook: OpenWebhook,
  onRead: (kind: string) => void,
): Promise<void> {
  const source = await loading?.catch(() => undefined); // one that does not load says so where it is run
  const kind = source && kindIn(source, webhook);
  if (kind !== undefined) onRead(kind);
}

/** Node keeps a module for good, and its imports: only what the file itself says is read anew. */
async function loadSource(file: string, version: number): Promise<Source> {
  const { default: source }: { default: Source } = await import(`${pathToFileURL(file).href}?${version}`);
  return source;
}

/** Of a list's items each that there is. Undefined of what can't be read, or is none. */
function kindIn(source: Source, { body, rawHeaders }: OpenWebhook): string | undefined {
  const whole = body.whole();
  if (whole === undefined) return undefined;
  const headers = Object.fromEntries((source.headers ?? []).map((name) => [name, headerIn(rawHeaders, name)]));
  try {
    const items = listIn(parserOf(source).parse(whole), source);
    const kinds = new Set(items.map((item) => source.kind(item as never, { headers }))); // what it can't read, it throws at
    return [...kinds].join(", ").slice(0, 200);
  } catch {
    return undefined;
  }
}

export function headerIn(rawHeaders: readonly string[], name: string): string | undefined {
  const index = rawHeaders.findIndex((one, place) => place % 2 === 0 && one.toLowerCase() === name);
  return index === -1 ? undefined : rawHeaders[index + 1];
}
