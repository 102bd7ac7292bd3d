import { readFile, rm, writeFile } from "node:fs/promises";
import { CommandError } from "../../local/core/problems.ts";

/** Handlers in terraform/retired.auto.tfvars.json, whose topics and subscriptions Terraform may destroy. */
export async function readRetired(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
  const retired = retiredIn(text);
  if (retired === undefined)
    throw new CommandError(`${file} is not what npm run retire writes: {"retired": ["HANDLER"]}. Mend or delete it.`);
  return retired;
}

function retiredIn(text: string): string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list: unknown = typeof value === "object" && value !== null && "retired" in value ? value.retired : undefined;
  return Array.isArray(list) && list.every((name) => typeof name === "string") ? list : undefined;
}

/** Removes the file if no handler is retired. */
export async function writeRetired(file: string, handlers: readonly string[]): Promise<void> {
  if (handlers.length === 0) return rm(file, { force: true });
  await writeFile(file, `${JSON.stringify({ retired: [...new Set(handlers)].sort() }, null, 2)}\n`);
}
