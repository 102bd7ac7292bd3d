import type { Manifest } from "../../../bundler/write/manifest.ts";

/**
 * The part of a manifest that can run here: functions that use a system without a stand-in are left out with their
 * subscriptions. Reports each such system once.
 */
export function createRunnable(
  hasStandIn: (system: string) => boolean,
  tell: (system: string, sentence: string) => void,
): (manifest: Manifest) => Manifest {
  const told = new Set<string>();
  return (manifest) => {
    const lacking = Object.entries(manifest.functions).flatMap(([name, { uses = [] }]) =>
      uses.filter((system) => !hasStandIn(system)).map((system) => ({ system, name })),
    );
    for (const { system } of lacking) {
      const names = lacking.filter((one) => one.system === system).map(({ name }) => name);
      if (!told.has(system)) tell(system, describe(system, names));
      told.add(system);
    }
    const isLacking = (name: string | undefined) => lacking.some((one) => one.name === name);
    return {
      ...manifest,
      functions: filter(manifest.functions, (name) => !isLacking(name)),
      subscriptions: filter(manifest.subscriptions, (_, { push, pull }) => !isLacking(push ?? pull)),
    };
  };
}

function describe(system: string, functions: readonly string[]): string {
  return (
    `has no stand-in, local/${system}/stand-in.ts: ${functions.join(", ")} must not reach the real one and ` +
    `is not started. docs/systems.md says how to write it.`
  );
}

function filter<Value>(
  record: Readonly<Record<string, Value>>,
  isKept: (name: string, value: Value) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name, value]) => isKept(name, value)));
}
