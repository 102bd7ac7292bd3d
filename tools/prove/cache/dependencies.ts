import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { withImports } from "./imports.ts";

/** A handler and the inputs of its proof. */
interface Kin {
  readonly name: string;
  readonly eventType: string;
  /** Relative to the root: functions/handlers/NAME.ts */
  readonly file: string;
}

/** Hashes of everything that proofs depend on. */
interface Dependencies {
  /** Shared by all: clients, runtime, configuration, stand-ins, schemas, build output, prover, packages, Node. */
  readonly shared: string;
  /** By handler: its file with all imports, its samples and its declarations. */
  readonly own: ReadonlyMap<string, string>;
}

const SHARED = [
  "functions",
  "local",
  "bundler",
  "schemas",
  "dist/validators.mjs",
  "tools/prove",
  "tools/seeded-random.ts",
  "package-lock.json",
];
/** A handler depends on no other handler's file and on no source. */
const APART = ["functions/handlers", "functions/sources"];

export function readDependencies(root: string, handlers: readonly Kin[]): Dependencies {
  const shared = SHARED.flatMap((path) => filesBelow(root, path)).filter(
    (file) => !APART.some((folder) => file.startsWith(`${folder}/`)),
  );
  const own = handlers.map(({ name, eventType, file }): [string, string] => {
    const files = [
      ...withImports(root, [file]),
      ...filesBelow(root, `samples/events/${eventType}`),
      ...filesBelow(root, `proof/${name}.declared.json`),
    ];
    return [name, hashOf([eventType, ...contents(root, files)])];
  });
  return { shared: hashOf([process.version, ...contents(root, shared)]), own: new Map(own) };
}

/** The cache key of a result. Undefined if a dependency is unknown. */
export function keyOf(
  { shared, own }: Dependencies,
  { involved, ...what }: { readonly involved: readonly string[] } & Readonly<Record<string, unknown>>,
): string | undefined {
  const hashes = involved.map((name) => own.get(name));
  return hashes.includes(undefined) ? undefined : hashOf([shared, ...hashes, JSON.stringify(what)]);
}

function hashOf(parts: readonly (string | undefined)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function contents(root: string, files: readonly string[]): string[] {
  return files.flatMap((file) => [file, readFileSync(join(root, file), "base64")]);
}

/** All files below a folder, or the file itself, sorted and relative to the root. Empty if it does not exist. */
function filesBelow(root: string, path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path))
    .toSorted()
    .flatMap((entry) => filesBelow(root, `${path}/${entry}`));
}
