import { readFile, rm, writeFile } from "node:fs/promises";
import { parseObject } from "../../local/core/json.ts";
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
  const retired = parseObject(text)?.["retired"];
  if (Array.isArray(retired) && retired.every((name) => typeof name === "string")) return retired;
  throw new CommandError(`${file} is not what npm run retire writes: {"retired": ["HANDLER"]}. Mend or delete it.`);
}

/** Removes the file if no handler is retired. */
export async function writeRetired(file: string, handlers: readonly string[]): Promise<void> {
  if (handlers.length === 0) return rm(file, { force: true });
  await writeFile(file, `${JSON.stringify({ retired: [...new Set(handlers)].sort() }, null, 2)}\n`);
}
