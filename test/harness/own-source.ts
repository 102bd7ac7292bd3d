import type { Source } from "../../functions/runtime/define/source.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import app from "../../functions/sources/app.ts";
import { sourceUnit } from "../../bundler/read/source-unit.ts";
import { compile, validatorOf } from "./units.ts";

/** A sender that signs as app does, and posts something else. */
export function ownSource(
  changes: Partial<Source>,
  { envelope = {}, kinds = {} }: { envelope?: object; kinds?: Readonly<Record<string, object>> } = {},
): SourceUnit {
  const source: Source = {
    ...app,
    name: "vendor",
    headers: [],
    kind: ({ type }: { type: string }) => type,
    ...changes,
  };
  return sourceUnit(source, {
    envelope: () => compile(envelope),
    kind: (_name, kind) => compile(kinds[kind] ?? {}),
    events: { "contact.unsubscribed": validatorOf("contact.unsubscribed") },
  });
}
