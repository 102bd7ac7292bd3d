/** The parts of an npm lock file that are used here. */
export interface Lock {
  readonly name: string;
  readonly lockfileVersion: number;
  readonly requires: true;
  readonly packages: Record<string, LockedPackage>;
}

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

/**
 * The part of the checkout's lock file that the wanted packages need, so that exactly the tested dependencies are
 * deployed.
 */
export function lockOf(root: unknown, name: string, wanted: readonly string[]): Lock {
  const { packages } = root as Lock; // written by npm
  const needed: Record<string, LockedPackage> = {};
  const take = (dependency: string, from: string): void => {
    const path = resolve(packages, dependency, from);
    if (path === undefined || path in needed) return;
    const { version, dependencies = {}, optionalDependencies = {}, ...rest } = packages[path] ?? {};
    needed[path] = {
      ...withoutDevelopment(rest),
      ...(version !== undefined && { version }),
      ...(hasAny(dependencies) && { dependencies }),
      ...(hasAny(optionalDependencies) && { optionalDependencies }),
    };
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) take(next, path);
  };
  for (const dependency of wanted) take(dependency, "");
  const dependencies = Object.fromEntries(
    wanted.map((dependency) => [dependency, packages[`node_modules/${dependency}`]?.version ?? ""]),
  );
  return {
    name,
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { version: "0.0.0", dependencies },
      ...Object.fromEntries(Object.entries(needed).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

/** Resolves a dependency of the package at `from` as Node does: beside it, or in a folder above. */
function resolve(packages: Lock["packages"], dependency: string, from: string): string | undefined {
  const path = `${from === "" ? "" : `${from}/`}node_modules/${dependency}`;
  if (path in packages) return path;
  if (from === "") return undefined;
  const parent = from.lastIndexOf("/node_modules/");
  return resolve(packages, dependency, parent === -1 ? "" : from.slice(0, parent));
}

function withoutDevelopment(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !["dev", "devOptional", "peer"].includes(key)));
}

function hasAny(record: object): boolean {
  return Object.keys(record).length > 0;
}
