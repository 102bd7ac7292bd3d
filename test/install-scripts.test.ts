import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { root } from "../bundler/paths.ts";

interface Lock {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
}

const read = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8"));

it("package.json says of every package with an install script whether npm is to run it: from 12 on it runs no other", () => {
  const { packages }: Lock = read("package-lock.json");
  const { allowScripts }: { allowScripts: Readonly<Record<string, boolean>> } = read("package.json");
  const named = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const names = new Set(named.map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)));
  expect(Object.keys(allowScripts).toSorted()).toEqual([...names].toSorted());
  expect(Object.keys(allowScripts).filter((name) => allowScripts[name] === true)).toEqual(["esbuild", "node"]);
});
