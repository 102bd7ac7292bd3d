import { statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parserOf } from "../../../bundler/read/source-unit.ts";
import { root } from "../../../bundler/paths.ts";
import type { Source } from "../../../functions/runtime/define/source.ts";
import { listIn } from "../../../functions/runtime/receive/items.ts";
import type { Entry, OpenWebhook } from "./lives.ts";
import type { OpenRow } from "./rows.ts";

interface Loaded {
  readonly version: number;
  readonly loading: Promise<void>;
  /** Undefined until loaded, and for one that fails to load, which is reported where it runs. */
  source?: Source;
}

/** Asks a webhook's source for the sender's word for what happened. */
export function createKinds(folder = join(root, "functions/sources")) {
  const sources = new Map<string, Loaded>();

  /** The current version of its file. */
  function sourceNamed(name: string): Loaded | undefined {
    const file = join(folder, `${name}.ts`);
    const version = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (version === undefined) return undefined;
    const known = sources.get(name);
    const current = known?.version === version ? known : load(file, version);
    sources.set(name, current);
    return current;
  }

  return {
    /** Calls back once the body and the verdict are known; synchronously, unless the source must be loaded. */
    read({ row, life: { webhook, verdict, entries } }: Entry, onRead: (row: OpenRow) => void): void {
      if (row.kind !== null || webhook === undefined || verdict === "under way" || verdict === "handshake") return;
      const loaded = sourceNamed(row.source);
      const tell = () => {
        const kind = loaded?.source && kindIn(loaded.source, webhook);
        if (kind === undefined) return;
        for (const entry of entries) {
          entry.row.kind = kind;
          onRead(entry.row);
        }
      };
      if (loaded?.source === undefined) void loaded?.loading.then(tell);
      else tell();
    },
  };
}

/** Node caches modules and their imports for good: only the file itself is reloaded. */
function load(file: string, version: number): Loaded {
  const loaded: Loaded = {
    version,
    loading: import(`${pathToFileURL(file).href}?${version}`).then(
      ({ default: source }: { default: Source }) => void (loaded.source = source),
      () => undefined,
    ),
  };
  return loaded;
}

/** The distinct kinds of a list's items. Undefined if unreadable or empty. */
function kindIn(source: Source, { body, rawHeaders }: OpenWebhook): string | undefined {
  const whole = body.whole();
  if (whole === undefined) return undefined;
  const headers = Object.fromEntries((source.headers ?? []).map((name) => [name, headerIn(rawHeaders, name)]));
  try {
    const items = listIn(parserOf(source).parse(whole), source);
    // It throws on what it can't read.
    const kinds = new Set(items.map((item) => source.kind(item as never, { headers })));
    return [...kinds].join(", ").slice(0, 200);
  } catch {
    return undefined;
  }
}

export function headerIn(rawHeaders: readonly string[], name: string): string | undefined {
  const index = rawHeaders.findIndex((one, place) => place % 2 === 0 && one.toLowerCase() === name);
  return index === -1 ? undefined : rawHeaders[index + 1];
}
