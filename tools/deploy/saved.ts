import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonIn } from "../../local/core/json.ts";
import { CommandError } from "../../local/core/problems.ts";
import { memberOf, textIn } from "../json.ts";

/** A checked plan, and the record of what it was made from. */
interface Saved {
  /** Terraform's own file. */
  readonly plan: string;
  /** File with the hashes of the plan and its inputs, written once the plan has been checked. */
  readonly record: string;
  readonly manifest: string;
}

export function savedIn(dist: string): Saved {
  const plan = join(dist, "deploy.tfplan");
  return { plan, record: `${plan}.json`, manifest: join(dist, "manifest.json") };
}

/** Marks the plan as approved for apply. */
export async function approve({ plan, record, manifest }: Saved, hasSecrets: boolean): Promise<void> {
  const content = { plan: await hashOf(plan), manifest: await hashOf(manifest), hasSecrets };
  await writeFile(record, `${JSON.stringify(content, null, 2)}\n`);
}

export async function forget({ plan, record }: Saved): Promise<void> {
  await Promise.all([plan, record].map((file) => rm(file, { force: true })));
}

/** @throws CommandError if there is no approved plan, or it does not match the build */
export async function checkApproved({ plan, record, manifest }: Saved, hasSecrets: boolean): Promise<void> {
  const [text, planned, built] = await Promise.all([
    readFile(record, "utf8").catch(() => ""),
    hashOf(plan),
    hashOf(manifest),
  ]);
  const recorded = jsonIn(text);
  if (planned === "" || textIn(recorded, "plan") !== planned) {
    throw new CommandError("There is no plan that was looked at: npm run deploy -- plan makes one.");
  }
  if (textIn(recorded, "manifest") !== built) {
    throw new CommandError(
      "The plan was made from another manifest, and dist/manifest.json was built since: " +
        "npm run deploy -- plan makes one of what is here now.",
    );
  }
  if (memberOf(recorded, "hasSecrets") !== hasSecrets) {
    throw new CommandError(
      hasSecrets
        ? "The plan was made without TF_VAR_secrets, and takes no values now: plan again, or unset it."
        : "The plan was made with TF_VAR_secrets, whose values are in no plan: export it, and apply.",
    );
  }
}

/** Empty if there is no such file. */
async function hashOf(file: string): Promise<string> {
  const content = await readFile(file).catch(() => undefined);
  return content === undefined ? "" : createHash("sha256").update(content).digest("hex");
}
