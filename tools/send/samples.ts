import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";

const folder = join(root, "samples/webhooks");

export interface Sample {
  readonly id: string;
  readonly body: Buffer;
}

/**
 * A sample as if it had just happened, to whom one likes: with a new id, and its top-level timestamp now (72 hours later
 * customer.io would start no campaign). A given id makes the same body again: that is its sender's retry.
 */
export async function freshSample(
  source: string,
  kind: string,
  options: { email?: string | undefined; id?: string | undefined },
): Promise<Sample> {
  const { id = newId(Date.now()) } = options;
  const time = timeOf(id);
  const payload: Record<string, unknown> = JSON.parse(await readSample(source, kind));
  const fresh = {
    ...payload,
    ...(typeof payload["timestamp"] === "string" && { timestamp: time.toISOString() }),
    ...(typeof payload["timestamp"] === "number" && { timestamp: Math.floor(time.getTime() / 1000) }),
    ...("event_id" in payload && { event_id: id }),
  };
  const text = JSON.stringify(fresh);
  const email = JSON.stringify(options.email);
  return {
    id,
    body: Buffer.from(options.email === undefined ? text : text.replaceAll(/"[^"@\s]+@example\.com"/g, () => email)),
  };
}

/** Like a UUID of version 7 it begins with its time. */
function newId(now: number): string {
  return `msg_${now.toString(16).padStart(12, "0")}${randomBytes(10).toString("hex")}`;
}

/** The time in an id that was made here; for any other the start of this day, which is the same at a retry. */
function timeOf(id: string): Date {
  const [, milliseconds] = /^msg_([0-9a-f]{12})[0-9a-f]{20}$/.exec(id) ?? [];
  return new Date(milliseconds === undefined ? new Date().setUTCHours(0, 0, 0, 0) : Number.parseInt(milliseconds, 16));
}

async function readSample(source: string, kind: string): Promise<string> {
  try {
    return await readFile(join(folder, source, `${kind}.json`), "utf8");
  } catch (error) {
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    const samples = files
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.replace(/\.json$/, "").replace("/", " "));
    throw new Error(`There is no sample ${source} ${kind}. There are:\n  ${samples.toSorted().join("\n  ")}`, {
      cause: error,
    });
  }
}
