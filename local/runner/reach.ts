import type { Manifest } from "../../bundler/manifest.ts";

/** A system without a stand-in, and the functions that would call the real one. */
export interface Unreachable {
  readonly system: string;
  readonly functions: readonly string[];
}

/** The manifest without the functions that use a system which has no stand-in, and their subscriptions. */
export function reachable(
  manifest: Manifest,
  hasStandIn: (system: string) => boolean,
): { readonly manifest: Manifest; readonly unreachable: readonly Unreachable[] } {
  const uses = Object.entries(manifest.functions).flatMap(([name, declared]) =>
    (declared.uses ?? []).filter((system) => !hasStandIn(system)).map((system) => ({ system, name })),
  );
  const lacking = new Set(uses.map(({ name }) => name));
  const unreachable = [...new Set(uses.map(({ system }) => system))].map((system) => ({
    system,
    functions: uses.filter((use) => use.system === system).map(({ name }) => name),
  }));
  const without = <Value>(record: Readonly<Record<string, Value>>, name: (key: string, value: Value) => string) =>
    Object.fromEntries(Object.entries(record).filter(([key, value]) => !lacking.has(name(key, value))));
  return {
    manifest: {
      ...manifest,
      functions: without(manifest.functions, (name) => name),
      subscriptions: without(manifest.subscriptions, (_, { push }) => push ?? ""),
    },
    unreachable,
  };
}

/** Why these functions don't run. */
export function describeUnreachable({ system, functions }: Unreachable): string {
  return (
    `has no stand-in, local/${system}/stand-in.ts: ${functions.join(", ")} must not reach the real one and ` +
    `is not started. docs/systems.md says how to write it.`
  );
}
