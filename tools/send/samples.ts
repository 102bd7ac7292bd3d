import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../build/paths.ts";

const folder = join(root, "test/fixtures/webhooks");

export interface Sample {
  readonly id: string;
  readonly body: Buffer;
}

/**
 * A sample as if it had happened just now, to whom one likes: its top-level timestamp is now (72 hours later customer.io
 * would start no campaign), and its id is new.
 */
export async function freshSample(source: string, kind: string, options: { email?: string | undefined; id?: string | undefined }): Promise<Sample> {
  const { id = `msg_${randomUUID().replaceAll("-", "")}` } = options;
  const payload: Record<string, unknown> = JSON.parse(await readSample(source, kind));
  const fresh = {
    ...payload,
    ...(typeof payload["timestamp"] === "string" && { timestamp: new Date().toISOString() }),
    ...(typeof payload["timestamp"] === "number" && { timestamp: Math.floor(Date.now() / 1000) }),
    ...("event_id" in payload && { event_id: id }),
  };
  const text = JSON.stringify(fresh);
  return { id, body: Buffer.from(options.email === undefined ? text : text.replaceAll(/"[^"@\s]+@example\.com"/g, JSON.stringify(options.email))) };
}

async function readSample(source: string, kind: string): Promise<string> {
  try {
    return await readFile(join(folder, source, `${kind}.json`), "utf8");
  } catch (error) {
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    const samples = files.filter((file) => file.endsWith(".json")).map((file) => file.replace(/\.json$/, "").replace("/", " "));
    throw new Error(`There is no sample ${source} ${kind}. There are:\n  ${samples.toSorted().join("\n  ")}`, { cause: error });
  }
}
