import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { readCommand } from "../../tools/deploy/arguments.ts";
import { root } from "../../bundler/paths.ts";

interface Job {
  readonly if: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly "cancel-in-progress": boolean };
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

interface Workflow {
  readonly permissions: object;
  readonly env: { readonly ENVIRONMENT: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (path: string) => readFile(join(root, path), "utf8");
const text = await read(".github/workflows/deploy.yml");
const prepare = await read(".github/actions/prepare/action.yml");
const { scripts } = JSON.parse(await read("package.json")) as { scripts: Readonly<Record<string, string>> };
const workflow = parse(text) as Workflow; // checked by actionlint, and by all that follows
const { jobs } = workflow;

/** What an expression of comparisons and && says: workflows here have no others. */
function isTrue(expression: string, context: Readonly<Record<string, string>>): boolean {
  return expression.split("&&").every((clause) => {
    const [, left = "", operator, right = ""] = /^(\S+) (==|!=) (\S+)$/.exec(clause.trim()) ?? [];
    if (operator === undefined) throw new Error(`${clause} is no comparison.`);
    const [a, b] = [left, right].map((side) => (side.startsWith("'") ? side.slice(1, -1) : (context[side] ?? "")));
    return operator === "==" ? a === b : a !== b;
  });
}

function jobsThatRun(context: Readonly<Record<string, string>>): string[] {
  return Object.keys(jobs).filter((name) => isTrue(jobs[name]?.if ?? "", context));
}

const variables = Object.fromEntries([...text.matchAll(/vars\.\w+/g)].map(([name]) => [name, "set"]));
const ours = { "github.repository": "acme/ycat", "github.event.pull_request.head.repo.full_name": "acme/ycat" };
const pull = { ...variables, ...ours, "github.event_name": "pull_request", "github.ref": "refs/pull/7/merge" };
const onMain = { ...variables, ...ours, "github.ref": "refs/heads/main" };

describe("deploy.yml", () => {
  it.each<[string, Readonly<Record<string, string>>, string[]]>([
    ["a pull request", pull, ["plan"]],
    ["a fork's pull request", { ...pull, "github.event.pull_request.head.repo.full_name": "eve/ycat" }, ["fork"]],
    ["a push to main", { ...onMain, "github.event_name": "push" }, ["apply"]],
    ["a night", { ...onMain, "github.event_name": "schedule" }, ["drift"]],
    ["somebody who starts it on main", { ...onMain, "github.event_name": "workflow_dispatch" }, ["apply"]],
    [
      "somebody who starts it on a branch",
      { ...onMain, "github.event_name": "workflow_dispatch", "github.ref": "refs/heads/mine" },
      [],
    ],
  ])("runs for %s", (_, context, expected) => {
    expect(jobsThatRun(context)).toEqual(expected);
    // Off while any of the variables is not set.
    for (const name of Object.keys(variables)) expect(jobsThatRun({ ...context, [name]: "" })).toEqual([]);
  });

  it("is switched on by the variables that terraform/bootstrap prints", async () => {
    const printed = [...(await read("terraform/bootstrap/outputs.tf")).matchAll(/^ {4}(YCAT_\w+) +=/gm)];
    expect(Object.keys(variables).sort()).toEqual(printed.map(([, name]) => `vars.${name}`).sort());
  });

  it("may do nothing but what each job needs", () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.fromEntries(Object.keys(jobs).map((name) => [name, jobs[name]?.permissions]))).toEqual({
      fork: undefined,
      plan: { contents: "read", "id-token": "write", "pull-requests": "write" },
      apply: { contents: "read", "id-token": "write" },
      drift: { contents: "read", "id-token": "write", issues: "write" },
    });
  });

  it("knows secrets only where it applies, in an environment", () => {
    const knows = (some: unknown) => /\$\{\{[^}]*secrets/.test(JSON.stringify(some));
    expect(Object.keys(jobs).filter((name) => knows(jobs[name]))).toEqual(["apply"]);
    expect(knows(prepare)).toBe(false);
    expect(jobs["apply"]?.environment).toBe(workflow.env.ENVIRONMENT);
  });

  it("never ends an apply that has begun", () => {
    expect(jobs["apply"]?.concurrency?.["cancel-in-progress"]).toBe(false);
  });

  it("runs commands that there are", () => {
    const joined = (text + prepare).replaceAll("\\\n", " ");
    const lines = [...joined.matchAll(/^ +npm run (?:--silent )?([^|>\n]+?)(?: \d?[|>].*)?$/gm)];
    const commands = lines.map(([, command = ""]) => command.split(/\s+/));
    expect(commands.filter(([script = ""]) => scripts[script] === undefined)).toEqual([]);
    const deploys = commands.filter(([script]) => script === "deploy");
    expect(deploys.map(([, dashes, ...words]) => [dashes, readCommand(words).name])).toEqual([
      ["--", "plan"],
      ["--", "plan"],
      ["--", "apply"],
      ["--", "plan"],
    ]);
  });

  it("pins the actions of others to a major version at least", () => {
    const uses = [...(text + prepare).matchAll(/uses: ([^.\s]\S+)/g)].map(([, name = ""]) => name);
    expect(uses).toContain("google-github-actions/auth@v3");
    expect(uses.filter((name) => !/@(?:v\d+(?:\.\d+)*|[0-9a-f]{40})$/.test(name))).toEqual([]);
  });
});
