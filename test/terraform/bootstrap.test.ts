import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { hindrance, terraform, terraformDirectory } from "./terraform.ts";

const describeTerraform = hindrance === undefined ? describe : describe.skip;

/** What terraform/*.tf declares: the deployer makes it, and the planner reads it. */
async function readConfiguration(): Promise<string> {
  const files = (await readdir(terraformDirectory)).filter((name) => name.endsWith(".tf"));
  return (await Promise.all(files.map((name) => readFile(join(terraformDirectory, name), "utf8")))).join("\n");
}

/** What a pattern's group finds, each once, sorted. */
function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))].sort();
}

type Roles = Readonly<Record<"deployer" | "planner", Readonly<Record<string, readonly string[]>>>>;

interface Grant {
  readonly condition: readonly { readonly expression: string }[];
}

interface Planned {
  readonly output_changes: { readonly roles: { readonly after: Roles } };
  readonly resource_changes: readonly { readonly address: string; readonly change: { readonly after: Grant } }[];
}

describeTerraform("terraform/bootstrap", () => {
  let text: string;
  let isGood: boolean;
  let planned: Planned;
  let configuration: string;
  let types: string[];
  beforeAll(async () => {
    ({ isGood, text } = await terraform("-chdir=bootstrap", "test", "-json", "-verbose"));
    const line = text.split("\n").find((one) => one.includes('"type":"test_plan"')) ?? "{}";
    planned = (JSON.parse(line) as { test_plan: Planned }).test_plan; // printed by Terraform, which documents its shape
    configuration = await readConfiguration();
    types = all(configuration, /^resource "(google_\w+)"/gm);
  });

  it("passes its own tests", () => {
    expect(isGood ? "" : text).toBe("");
  });

  it.each(["deployer", "planner"] as const)("gives the %s roles for what is declared, and no others", (name) => {
    const uses = Object.values(planned.output_changes.roles.after[name]).flat();
    expect(types.filter((type) => !uses.some((use) => type.startsWith(use)))).toEqual([]);
    expect(uses.filter((use) => !types.some((type) => type.startsWith(use)))).toEqual([]);
  });

  it("lets the deployer grant on the project exactly what builds need", () => {
    const granting = planned.resource_changes.find(({ address }) => address === "google_project_iam_member.granting");
    const expression = granting?.change.after.condition.at(0)?.expression ?? "";
    expect(all(expression, /'(roles\/[\w.]+)'/g)).toEqual(
      all(configuration, /^resource "google_project_iam_member"[^}]*? role += "(roles\/[\w.]+)"/gm),
    );
  });
});
