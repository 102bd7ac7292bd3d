import { spawn } from "node:child_process";
import { CommandError } from "../../local/core/problems.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

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
