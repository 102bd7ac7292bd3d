import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { withImports } from "../imports.ts";

/** A handler, and what its proof is made of. */
export interface Kin {
  readonly name: string;
  readonly eventType: string;
  /** From the root: functions/handlers/NAME.ts */
  readonly file: string;
}

/** Hashes of all that proofs depend on. */
export interface Dependencies {
  /** What all share: clients, runtime, configuration, stand-ins, schemas, what was built of them, the prover, packages, Node. */
  readonly shared: string;
  /** By handler: its file with all that it imports, its samples, its declarations. */
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
/** No handler's file is another's concern, and no source any handler's. */
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

/** What an earlier result must have been kept under to hold still; undefined where something of it is not known. */
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

/** All files of a folder, or the file itself, from the root and in order; none where there is neither. */
function filesBelow(root: string, path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path))
    .toSorted()
    .flatMap((entry) => filesBelow(root, `${path}/${entry}`));
}
