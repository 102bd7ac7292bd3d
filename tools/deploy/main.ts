import { basename, join } from "node:path";
import { type Clock, systemClock } from "../../local/core/clock.ts";
import { CommandError } from "../../local/core/problems.ts";
import { runCommand } from "../command.ts";
import { type Command, readCommand, usage } from "./arguments.ts";
import { makePubsubAgent } from "./pubsub-agent.ts";
import { CredentialsError, type Google, openGoogle } from "../google/ask.ts";
import { entriesIn, textIn } from "../json.ts";
import { isOnlyResumed } from "./paused.ts";
import { readPlan, resourcesIn } from "./plan.ts";
import { conditionsOf, type Resolve } from "./readiness.ts";
import { refusalsOf } from "./refusals.ts";
import { secretsIn, settingFaults } from "./settings.ts";
import { approve, checkApproved, forget, savedIn } from "./saved.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import {
  type Run,
  runIn,
  checkInitialised,
  type Terraform,
  terraformIn,
  undeclaredIn,
  whyNothing,
} from "./terraform.ts";
import { resolveDomain, waitFor } from "./wait.ts";
import { planLines } from "./lines.ts";
import type { Terminal } from "../terminal.ts";

export interface Invocation extends Terminal {
  /** Root of the checkout. */
  readonly root: string;
  readonly clock?: Clock;
  /** Sends requests to Google. Default: with this account's credentials. */
  readonly google?: (project: string) => Google;
  readonly resolve?: Resolve;
}

/** What a command works with. */
interface Tools extends Required<Invocation> {
  readonly run: Run;
  readonly terraform: Terraform;
}

/**
 * `npm run deploy`.
 * @returns the exit code: Terraform's own, 1 if refused or not ready in time, 2 if there is no such command
 */
export function deploy(texts: readonly string[], invocation: Invocation): Promise<number> {
  const run = runIn(invocation.environment);
  const terraform = terraformIn(join(invocation.root, "terraform"), run);
  const tools = { clock: systemClock, google: openGoogle, resolve: resolveDomain, ...invocation, run, terraform };
  return runCommand(tools, usage, async () => {
    const command = readCommand(texts);
    return VERBS[command.name](command, tools);
  });
}

const VERBS = { plan, apply, destroy };

/** Terraform's exit code. With -detailed-exitcode, 2 means changes other than those of paused handlers. */
async function plan(
  { flags }: Command,
  { environment, root, run, terraform, print, complain }: Tools,
): Promise<number> {
  const saved = savedIn(join(root, "dist"));
  await forget(saved);
  checkInitialised(join(root, "terraform"), environment);
  if ((await run("npm", ["--prefix", root, "run", "--silent", "build", "--", "--check"], true)).code !== 0) return 1;
  const { code, stdout, stderr } = await terraform.quietly("plan", [
    "-input=false",
    "-no-color",
    `-out=${saved.plan}`,
    ...flags,
  ]);
  if (code !== 0 && code !== 2) {
    const { sentence, isAll } = whyNothing("plan", stderr);
    if (sentence !== undefined) complain(sentence);
    if (!isAll) {
      print(stdout);
      complain(stderr);
    }
    await forget(saved);
    return code;
  }
  if (stderr !== "") complain(stderr);
  const shown = await terraform.json("show", [saved.plan]);
  const planned = readPlan(shown);
  const refusals = [
    ...undeclaredIn(stdout, shown),
    ...refusalsOf(planned, Object.keys(secretsIn(environment["TF_VAR_secrets"]))),
    ...(await settingFaults(shown, environment["TF_VAR_secrets"])),
  ];
  for (const line of planLines(planned)) print(line);
  if (refusals.length === 0) {
    await approve(saved, hasSecrets(environment));
    print(`Next: npm run deploy -- apply. In full: terraform -chdir=terraform show ../dist/${basename(saved.plan)}`);
    return isOnlyResumed(planned) ? 0 : code;
  }
  await forget(saved);
  for (const sentence of refusals) complain(`Refused: ${sentence}`);
  return 1;
}

function hasSecrets(environment: Environment): boolean {
  return (environment["TF_VAR_secrets"] ?? "") !== "";
}

async function apply({ flags, waitMinutes }: Command, tools: Tools): Promise<number> {
  const { environment, root, run, terraform, print, complain } = tools;
  const saved = savedIn(join(root, "dist"));
  await checkApproved(saved, hasSecrets(environment));
  const { project, changes } = readPlan(await terraform.json("show", [saved.plan]));
  if (changes.length > 0 && changes.every(({ before }) => before === null)) await makePubsubAgent(project, run, print);
  const code = await terraform.talk("apply", ["-input=false", ...flags, saved.plan]);
  if (code !== 0) {
    complain("Not all of the plan was applied. npm run deploy -- plan plans what is left.");
    return code;
  }
  await forget(saved);
  return (await isDeployed(waitMinutes, tools)) ? 0 : 1;
}

/** Waits until the deployment works, and prints each sender's URL in any case. */
async function isDeployed(minutes: number, tools: Tools): Promise<boolean> {
  const { terraform, print, complain, clock, google, resolve } = tools;
  const outputs = await terraform.json("output");
  try {
    const project = textIn(outputs, "deployment", "value", "project");
    const lacks = await waitFor(conditionsOf(outputs, google(project), resolve), minutes, clock, print);
    for (const { what } of lacks) complain(`Applied, but not as it has to be after ${minutes} min: ${what}.`);
    return lacks.length === 0;
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    const message = `Applied, but not checked whether it works. ${error.message} Plan and apply again, which then only checks.`;
    throw new CommandError(message, { cause: error });
  } finally {
    for (const [source, url] of entriesIn(outputs, "webhooks", "value")) print(`${source} posts to ${String(url)}`);
    const warning = textIn(outputs, "warning", "value");
    if (warning !== "") print(warning);
  }
}

async function destroy({ flags }: Command, { terraform, print }: Tools): Promise<number> {
  const resources = resourcesIn(await terraform.json("show").catch(asNothingDestroyed));
  if (resources.length === 0) {
    print(NOTHING_THERE);
    return 0;
  }
  const guard = resources.find(({ kind }) => kind === "terraform_data.protected");
  const kept = resources.find(({ before }) => textIn(before, "deletion_policy") === "PREVENT");
  if (guard === undefined && kept === undefined) {
    await refuseIncomplete(flags, terraform);
    return terraform.talk("destroy", flags);
  }
  const lift = guard === undefined ? "" : `terraform -chdir=terraform state rm '${guard.address}', `;
  throw new CommandError(
    "This copy is protected: its topics and subscriptions would go with all their messages, and " +
      `the address that DNS points to. If that is meant: ${lift}npm run deploy -- plan -var protected=false, ` +
      "npm run deploy -- apply, and then npm run deploy -- destroy -var protected=false.",
  );
}

const NOTHING_THERE =
  "There is nothing to destroy: this state has no resources. That of another copy is read with its TF_DATA_DIR or " +
  "workspace, or after terraform -chdir=terraform init with its -backend-config (docs/deploy.md).";

function asNothingDestroyed(error: unknown): never {
  const { sentence } = whyNothing("destroy", String(error));
  throw sentence === undefined ? error : new CommandError(sentence, { cause: error });
}

/**
 * Terraform would ask for each missing variable, and destroy with what is typed.
 * @throws CommandError if one is missing; anything else Terraform itself reports
 */
async function refuseIncomplete(flags: readonly string[], terraform: Terraform): Promise<void> {
  const own = flags.filter((flag) => !/^--?auto-approve\b/.test(flag));
  const looking = ["-destroy", "-input=false", "-no-color", "-refresh=false", "-lock=false", ...own];
  const { code, stderr } = await terraform.quietly("plan", looking);
  const { sentence } = code === 0 ? {} : whyNothing("destroy", stderr);
  if (sentence !== undefined) throw new CommandError(sentence);
}
