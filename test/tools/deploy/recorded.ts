import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listIn, memberOf, textIn } from "../../../tools/json.ts";
import { defaults, terraform } from "../../terraform/terraform.ts";

/** What differs in the second plan. */
export interface Next {
  readonly manifest: object;
  readonly retired?: readonly string[];
  readonly secretVersions?: Readonly<Record<string, number>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

type Secrets = Readonly<Record<string, string>>;

/** Applies a manifest to mocks and plans the next: what `terraform show -json` would say of it, but the state. */
export async function planAfter(manifest: object, secrets: Secrets, next: Next): Promise<object> {
  const directory = await mkdtemp(join(tmpdir(), "ycat-deploy-"));
  try {
    const paths = { manifest_path: join(directory, "manifest.json"), next_manifest_path: join(directory, "next.json") };
    await writeFile(paths.manifest_path, JSON.stringify(manifest));
    await writeFile(paths.next_manifest_path, JSON.stringify(next.manifest));
    const file = join(directory, "variables.tfvars.json");
    await writeFile(
      file,
      JSON.stringify({
        ...defaults,
        ...paths,
        protected: false, // the test could not clean up
        secrets,
        next_retired: next.retired ?? [],
        next_secret_versions: next.secretVersions ?? {},
        next_secrets: next.secrets ?? {},
      }),
    );
    const { text } = await terraform("test", "-json", "-verbose", "-test-directory=tests/changed", `-var-file=${file}`);
    return { ...planIn(text), variables: variablesOf(next.retired ?? []) };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A test's plan says nothing of variables. */
function variablesOf(retired: readonly string[]) {
  const given = { project: defaults.project, prefix: "", region: "europe-west1", retired };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, { value }]));
}

function planIn(text: string): object {
  const lines: unknown[] = text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  const plans = lines.map((line) => memberOf(line, "test_plan"));
  const plan = plans.find((one) => listIn(one, "resource_changes").length > 0);
  if (typeof plan === "object" && plan !== null) return plan;
  throw new Error(
    lines
      .map((line) => textIn(line, "diagnostic", "detail"))
      .join("\n")
      .trim() || text,
  );
}
