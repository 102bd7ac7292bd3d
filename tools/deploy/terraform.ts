import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve as absolute } from "node:path";
import { CommandError } from "../../local/core/problems.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import { stripVTControlCharacters } from "node:util";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { entriesIn } from "../json.ts";

/** How a program ended, and its output if that was captured. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program, by default with captured output. @throws CommandError if there is no such program */
export type Run = (program: string, args: readonly string[], isSeen?: boolean) => Promise<Ended>;

export function runIn(environment: Environment): Run {
  return (program, args, isSeen = false) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, { env: environment, stdio: isSeen ? "inherit" : ["ignore", "pipe", "pipe"] });
      // Ctrl-C in a terminal also reaches the child: Terraform then stops gracefully, so wait for it.
      const wait = () => undefined;
      const passOn = () => void child.kill("SIGTERM");
      process.on("SIGINT", wait).on("SIGTERM", passOn);
      const settle = () => process.off("SIGINT", wait).off("SIGTERM", passOn);
      const printed = { stdout: "", stderr: "" };
      child.stdout?.setEncoding("utf8").on("data", (text: string) => void (printed.stdout += text));
      child.stderr?.setEncoding("utf8").on("data", (text: string) => void (printed.stderr += text));
      child.once("error", (cause) => {
        settle();
        reject(new CommandError(`${program} can't be run: is it installed, and on the PATH?`, { cause }));
      });
      child.once("close", (code) => {
        settle();
        resolve({ code: code ?? 1, ...printed });
      });
    });
}

/** Terraform in its folder. Its JSON output is read here and not shown. */
export interface Terraform {
  /** Runs Terraform interactively and returns its exit code. */
  readonly talk: (verb: string, args: readonly string[]) => Promise<number>;
  readonly quietly: (verb: string, args: readonly string[]) => Promise<Ended>;
  /** @throws CommandError with Terraform's message if it fails */
  readonly json: (verb: string, args?: readonly string[]) => Promise<unknown>;
}

export function terraformIn(folder: string, run: Run): Terraform {
  const quietly = (verb: string, args: readonly string[]) => run("terraform", [`-chdir=${folder}`, verb, ...args]);
  return {
    quietly,
    talk: async (verb, args) => (await run("terraform", [`-chdir=${folder}`, verb, ...args], true)).code,
    async json(verb, args = []) {
      const { code, stdout, stderr } = await quietly(verb, ["-json", ...args]);
      if (code !== 0) throw new CommandError(`terraform ${verb} -json failed: ${stderr.trim()}`);
      try {
        return JSON.parse(stdout);
      } catch (cause) {
        throw new CommandError(`terraform ${verb} -json printed no JSON.`, { cause });
      }
    },
  };
}

/**
 * Variables in a values file that terraform/ does not declare, one sentence each. Terraform only warns about them; a
 * misspelt region would silently be the default, which can't be changed later.
 * @param printed output of terraform plan
 * @param json `terraform show -json` of the plan
 */
export function undeclaredIn(printed: string, json: unknown): string[] {
  const plain = stripVTControlCharacters(printed).replaceAll(/[│|]/g, " ").replaceAll(/\s+/g, " ");
  const known = entriesIn(json, "configuration", "root_module", "variables").map(([name]) => name);
  const named = [
    ...plain.matchAll(/does not declare a variable named "([^"]+)" but a value was found in file "([^"]+)"/g),
  ];
  const [, more] = /(\d+) other variable\(s\) defined without being declared/.exec(plain) ?? [];
  return [
    ...named.map(([, name = "", file = ""]) => `${file}: there is no variable ${name}; ${didYouMean(name, known)}`),
    ...(more === undefined
      ? []
      : [`${more} more variables are set that are not declared: terraform -chdir=terraform plan names them.`]),
  ];
}

type Verb = "plan" | "destroy";

const DONE: Readonly<Record<Verb, string>> = { plan: "planned", destroy: "destroyed" };

/** A checkout that is new, or whose providers or backend have changed. */
const INITIALISE =
  "first run terraform -chdir=terraform init, with the -backend-config of a state that is elsewhere (docs/deploy.md).";

function nothingDone(verb: Verb, what: string): string {
  return `Nothing was ${DONE[verb]}: ${what} Then ${verb} again.`;
}

/** Saves the time until Terraform itself says so. @throws CommandError if this folder was never initialised */
export function checkInitialised(folder: string, environment: Environment): void {
  if (!existsSync(absolute(folder, environment["TF_DATA_DIR"] || ".terraform")))
    throw new CommandError(nothingDone("plan", INITIALISE));
}

interface Why {
  /** What is missing and what to do about it, if it is one of the first things that anybody meets. */
  readonly sentence?: string;
  /** Whether Terraform has reported nothing else. */
  readonly isAll: boolean;
}

/**
 * Why Terraform has done nothing.
 * @param said by Terraform, without colours
 */
export function whyNothing(verb: Verb, said: string): Why {
  if (said.includes("terraform init")) return { sentence: nothingDone(verb, INITIALISE), isAll: false };
  const plain = said.replaceAll(/\s+/g, " ");
  const missing = [...plain.matchAll(/input variable "(\w+)" is not set, and has no default value/g)].map(
    ([, name = ""]) => name,
  );
  if (missing.length === 0) return { isAll: false };
  const what =
    `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set. Write terraform/terraform.tfvars, as ` +
    "terraform/terraform.tfvars.example is, or name another file with -var-file (docs/deploy.md).";
  return { sentence: nothingDone(verb, what), isAll: missing.length === plain.match(/\bError: /g)?.length };
}
