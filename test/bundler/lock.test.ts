import { beforeAll, describe, expect, it } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Lock, lockOf } from "../../bundler/write/lock.ts";
import { root } from "../../bundler/paths.ts";

interface Package {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>;
}

const FRAMEWORK = "@google-cloud/functions-framework";

/** Where Node looks, from the package's own folder upwards; written down anew here, to be able to disagree. */
function found(packages: Readonly<Record<string, unknown>>, from: string, dependency: string): boolean {
  const folders = from
    .split("/node_modules/")
    .map((_, index, parts) => parts.slice(0, index + 1).join("/node_modules/"));
  return ["", ...folders].some(
    (folder) => (folder === "" ? `node_modules/${dependency}` : `${folder}/node_modules/${dependency}`) in packages,
  );
}

describe("package-lock.json", () => {
  // npm leaves out what its registry does not have that day, and npm ci then refuses the lock file anywhere.
  it("holds every platform's optional packages, and where none came from", async () => {
    const { packages }: Lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
    const missing = Object.entries(packages as Record<string, Package>).flatMap(
      ([path, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies)
          .filter((name) => !found(packages, path, name))
          .map((name) => `${path} may need ${name}`),
    );
    expect(missing).toEqual([]);
    expect(Object.values(packages).filter((entry) => "resolved" in entry)).toEqual([]);
  });
});

describe("lockOf", () => {
  let all: Lock;
  beforeAll(async () => {
    all = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  });

  it("holds all that the Functions Framework needs, as deep as it goes", () => {
    const { packages } = lockOf(all, "app", [FRAMEWORK]);
    const missing = Object.entries(packages as Record<string, Package>).flatMap(
      ([path, { dependencies, peerDependencies, peerDependenciesMeta = {} }]) => {
        const peers = Object.keys(peerDependencies ?? {}).filter(
          (name) => peerDependenciesMeta[name]?.optional !== true,
        );
        return [...Object.keys(dependencies ?? {}), ...peers]
          .filter((name) => !found(packages, path, name))
          .map((name) => `${path} needs ${name}`);
      },
    );
    expect(missing).toEqual([]);
  });

  it("holds each package as it is locked here, down to the checksum, and none as one for development", () => {
    const { packages } = lockOf(all, "app", [FRAMEWORK]);
    for (const [path, entry] of Object.entries(packages).filter(([key]) => key !== "")) {
      const {
        dev: _,
        devOptional: _either,
        peer: _neither,
        ...locked
      } = (all.packages as Record<string, Record<string, unknown>>)[path] ?? {};
      expect([path, entry]).toEqual([path, locked]);
      expect(entry).toHaveProperty("integrity");
    }
  });

  it("holds nothing else", () => {
    const paths = Object.keys(lockOf(all, "app", [FRAMEWORK]).packages);
    expect(paths.length).toBeLessThan(Object.keys(all.packages).length / 2);
    expect(
      paths.filter((path) => /jest|typescript|esbuild|jsforce|@google-cloud\/(pubsub|logging)/.test(path)),
    ).toEqual([]);
  });

  it("asks for the exact version", () => {
    const { packages, name } = lockOf(all, "app", [FRAMEWORK]);
    expect([name, packages[""]?.dependencies]).toEqual([
      "app",
      { [FRAMEWORK]: all.packages[`node_modules/${FRAMEWORK}`]?.version },
    ]);
  });

  it("takes a package from the folder that is nearest, and follows a circle once", () => {
    const packages = {
      "": { version: "1.0.0" },
      "node_modules/a": { version: "1.0.0", dependencies: { b: "1", c: "1" } },
      "node_modules/b": { version: "1.0.0", dependencies: { a: "1", c: "2" } },
      "node_modules/b/node_modules/c": { version: "2.0.0", dependencies: { d: "1" } },
      "node_modules/c": { version: "1.0.0", dev: true },
      "node_modules/d": { version: "1.0.0", optionalDependencies: { absent: "1", e: "1" } },
      "node_modules/e": { version: "1.0.0", optional: true },
      "node_modules/unused": { version: "1.0.0" },
    };
    expect(lockOf({ packages }, "x", ["a"]).packages).toEqual({
      "": { version: "0.0.0", dependencies: { a: "1.0.0" } },
      "node_modules/a": { version: "1.0.0", dependencies: { b: "1", c: "1" } },
      "node_modules/b": { version: "1.0.0", dependencies: { a: "1", c: "2" } },
      "node_modules/b/node_modules/c": { version: "2.0.0", dependencies: { d: "1" } },
      "node_modules/c": { version: "1.0.0" },
      "node_modules/d": { version: "1.0.0", optionalDependencies: { absent: "1", e: "1" } },
      "node_modules/e": { version: "1.0.0", optional: true },
    });
  });
});
