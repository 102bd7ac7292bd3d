import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { root } from "../../bundler/paths.ts";

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly shell?: string }[];
}

const text = await readFile(join(root, ".github/workflows/prove.yml"), "utf8");
const workflow = parse(text) as { readonly permissions: object; readonly jobs: Readonly<Record<string, Job>> };
const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { scripts: object };
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

describe("prove.yml", () => {
  it("may do nothing but write an issue, and knows no secret", () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.values(workflow.jobs).map(({ permissions }) => permissions)).toEqual([
      { contents: "read", issues: "write" },
      { contents: "read" },
      { contents: "read" },
    ]);
    expect(text).not.toContain("secrets");
  });

  it("runs commands that there are, and fails where one of a pipe fails", () => {
    const runs = steps.flatMap(({ run, shell }) => (run === undefined ? [] : [{ run, shell }]));
    const commands = runs.flatMap(({ run }) => /npm run (?:--silent )?(\w+)/.exec(run)?.slice(1) ?? []);
    expect(commands).toEqual(["build", "prove", "build", "build", "prove"]);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
    expect(runs.filter(({ run, shell }) => run.includes("| tee") && shell !== "bash")).toEqual([]);
  });

  it("pins the actions of others to a major version at least", () => {
    const uses = steps.flatMap((step) => step.uses ?? []);
    expect(uses.filter((name) => !/@v\d+$/.test(name))).toEqual([]);
  });
});

/** Notes its arguments and the body that it is given; lists what LISTED says. */
const FAKE_GH = `#!/usr/bin/env bash
echo "$*" >> "$NOTED"
if [ "$1 $2" = "issue list" ]; then printf '%s' "$LISTED"; fi
while [ $# -gt 0 ]; do if [ "$1" = --body-file ]; then cp "$2" "$NOTED.body"; fi; shift; done
`;

describe("say-proof-failed.sh", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ycat-gh-"));
    await writeFile(join(folder, "gh"), FAKE_GH);
    await chmod(join(folder, "gh"), 0o755);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function say(proof: string, listed: string): Promise<{ readonly asked: string[]; readonly body: string }> {
    const noted = join(folder, "noted");
    await writeFile(join(folder, "proof.txt"), proof);
    await promisify(execFile)("bash", [join(root, ".github/say-proof-failed.sh"), join(folder, "proof.txt"), "77"], {
      env: {
        PATH: `${folder}${delimiter}${process.env["PATH"]}`,
        NOTED: noted,
        LISTED: listed,
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_REPOSITORY: "acme/ycat",
        GITHUB_RUN_ID: "5",
      },
    });
    const asked = (await readFile(noted, "utf8")).trim().split("\n");
    return {
      asked: asked.map((line) => line.replace(/ --body-file .*/, "")),
      body: await readFile(`${noted}.body`, "utf8"),
    };
  }

  it("opens an issue with the label where none is open", async () => {
    const { asked, body } = await say("## 1. a story\n  Play it: npm run prove -- x\n", "");
    expect(asked).toEqual([
      "issue list --label proof --state open --limit 1 --json number --jq .[].number",
      "label create proof --force --description What the nightly proof has found",
      "issue create --title The proof fails with the seed 77 --label proof",
    ]);
    expect(body).toContain("https://github.com/acme/ycat/actions/runs/5");
    expect(body).toContain("    npm run prove -- --seed 77\n");
    expect(body).toContain("## 1. a story\n  Play it: npm run prove -- x\n");
  });

  it("writes the open one anew", async () => {
    const { asked } = await say("a story", "12");
    expect(asked.slice(1)).toEqual(["issue edit 12 --title The proof fails with the seed 77"]);
  });

  it("keeps the end of what is longer than an issue may be, in whole characters", async () => {
    const { body } = await say(`${"←".repeat(40_000)}\nEvery story told.\n`, "12");
    expect(body.length).toBeLessThan(65_536);
    expect(body).not.toContain("\uFFFD");
    expect(body).toContain("Every story told.");
  });
});
