import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

interface Kept {
  readonly sources: readonly string[];
  readonly handlers: readonly string[];
}

/** Takes all other sources and handlers out of a copy of this checkout, with all that names them: it is built in half the time. */
export async function keepUnits(checkout: string, { sources, handlers }: Kept): Promise<void> {
  const names: Readonly<Record<string, readonly string[]>> = {
    "functions/sources": sources,
    "functions/handlers": handlers,
    "schemas/sources": sources,
    "samples/webhooks": sources,
    proof: [...handlers, "declared"],
  };
  for (const [folder, kept] of Object.entries(names).filter(([name]) => existsSync(join(checkout, name))))
    for (const entry of await readdir(join(checkout, folder)))
      if (!kept.includes(entry.split(".")[0] ?? "")) await rm(join(checkout, folder, entry), { recursive: true });
  for (const file of ["occasions.json", "mailings.json"].map((name) =>
    join(checkout, "functions/configuration", name),
  )) {
    const entries = Object.entries<object>(JSON.parse(await readFile(file, "utf8")));
    const own = entries.filter(([name]) => name === "$schema" || sources.includes(name.split(":")[0] ?? ""));
    await writeFile(file, JSON.stringify(Object.fromEntries(own)));
  }
}
