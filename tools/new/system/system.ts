import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { titleOf } from "../names.ts";
import type { Files } from "../write.ts";

/** Each is a template in ./templates, in which Acme is the system. */
const TEMPLATES = {
  "client.ts": "functions/clients/acme/client.ts",
  "acme.ts": "functions/clients/acme/acme.ts",
  "refusals.ts": "functions/clients/acme/refusals.ts",
  "stand-in.ts": "local/acme/stand-in.ts",
  "routes.ts": "local/acme/routes.ts",
  "client.test.ts": "test/clients/acme.test.ts",
};

/** Names that are already arguments of run(). */
const OTHERS = new Set(
  (
    "log signal event await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public return " +
    "static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** A system's client, its stand-in and a test. @throws UsageError if the name can't be an argument of run() */
export function systemFiles(name: string): Files {
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name))
    throw new UsageError(`"${name}" can't be a system's name: lower-case letters and digits, beginning with a letter.`);
  if (OTHERS.has(name))
    throw new UsageError(
      `"${name}" can't be a system's name: run() has another argument of it, or it is a word of JavaScript's.`,
    );
  const folder = [`functions/clients/${name}`, `local/${name}`].find((one) => existsSync(join(root, one)));
  if (folder !== undefined) throw new UsageError(`${folder} is there already. Nothing was written.`);
  const own = (text: string) =>
    text.replaceAll("ACME", name.toUpperCase()).replaceAll("Acme", titleOf(name)).replaceAll("acme", name);
  return new Map(
    Object.entries(TEMPLATES).map(([template, file]) => {
      const text = readFileSync(join(import.meta.dirname, "templates", `${template}.txt`), "utf8");
      return [own(file), own(text)];
    }),
  );
}
