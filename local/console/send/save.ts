import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Console } from "../console.ts";
import { RefusedCall } from "../refused-call.ts";
import type { Life } from "../contract/events.ts";
import { webhookOf } from "./send.ts";
import { withNow } from "./recent.ts";
import { createAnonymiser } from "./anonymiser.ts";

const NAME = /^[A-Za-z0-9][\w.-]*(?:\+[\w.-]+)?$/;

/**
 * Saves a webhook's body as a sample: with other people in place of those it names, and with placeholders for its id
 * and for times about its arrival. Returns the file's path relative to the folder with `samples`.
 */
export async function saveSample(console: Console, life: Life, name: string, folder: string): Promise<string> {
  if (!NAME.test(name))
    throw new RefusedCall(400, `name is ${JSON.stringify(name)}; the kind is expected, or KIND+WHAT-IS-SPECIAL`);
  const { body, headers } = webhookOf(console, life);
  const type = headers["content-type"] ?? "";
  const extension = ["xml", "form"].find((one) => type.includes(one)) ?? "json";
  const file = join("samples/webhooks", life.row.source, `${name}.${extension}`);
  if (existsSync(join(folder, file))) throw new RefusedCall(409, `name: ${file} is there already`);
  await mkdir(join(folder, "samples/webhooks", life.row.source), { recursive: true });
  await writeFile(join(folder, file), templateOf(body.toString(), life));
  return file;
}

function templateOf(text: string, { row, event }: Life): string {
  const fresh = [
    [event?.id ?? "", "{{id}}"],
    [event?.time ?? "", "{{now}}"],
  ].filter(([value]) => value !== "");
  const template = fresh.reduce((made, [value = "", place = ""]) => made.replaceAll(value, () => place), text);
  return createAnonymiser().body(withNow(template, Date.parse(row.at)));
}
