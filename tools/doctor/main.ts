import { join } from "node:path";
import { root } from "../../bundler/paths.ts";
import { readObjects } from "../../bundler/read/objects.ts";
import { UsageError } from "../../local/core/problems.ts";
import { readPlaces } from "../describe/uses.ts";
import { runCommand } from "../command.ts";
import { askWithCredentials, endpoints } from "../google/ask.ts";
import { listFunctions } from "../outage/deployed.ts";
import { type Command, readCommand, usage } from "./arguments.ts";
import { type Examined, HARMS, together } from "./check.ts";
import { checks } from "./checks.ts";
import { deployedOf } from "./deployed.ts";
import { runDrill } from "./drill/main.ts";
import { askGoogle, orUsageError, readProjectNumber } from "./google.ts";
import type { Invocation } from "./invocation.ts";
import { exitCode, reportLines } from "./lines.ts";
import { seeOrg } from "./org.ts";
import { readPermissionSet } from "./permission-set.ts";
import { seeWorkspace } from "./workspace.ts";
import { prefixOf } from "../place.ts";
import { printAnswer } from "../printing.ts";
import { isSwept, withoutSweep } from "./pubsub.ts";
import type { World } from "./world.ts";

const PERMISSION_SET = join(root, "salesforce/force-app/main/default/permissionsets/ycat.permissionset-meta.xml");

/** `npm run doctor`. @returns the exit code. */
export function runDoctor(texts: readonly string[], invocation: Invocation): Promise<number> {
  const act = async () => {
    const command = readCommand(texts);
    return "drill" in command ? runDrill(command, invocation) : runChecks(command, invocation);
  };
  return runCommand(invocation, usage, act, 2);
}

async function runChecks(command: Command, invocation: Invocation): Promise<number> {
  const world = await openWorld(command, invocation);
  // Sequentially, to stay below Google's quotas.
  const examined = worstFirst(together(await Array.fromAsync(checks, (check) => check.examine(world))));
  const { project, prefix } = world;
  const report = { project, prefix, ...examined };
  printAnswer(invocation, command.isJson, report, reportLines(report));
  return exitCode(examined);
}

function worstFirst({ findings, ...examined }: Examined): Examined {
  return {
    ...examined,
    findings: findings.toSorted((one, other) => HARMS.indexOf(one.harm) - HARMS.indexOf(other.harm)),
  };
}

async function openWorld(command: Command, invocation: Invocation): Promise<World> {
  const { project } = command;
  const { environment, urls: at = endpoints, ask = askWithCredentials(project), now = Date.now } = invocation;
  const prefix = prefixOf(command, environment);
  const whole = await invocation.manifest();
  const projectNumber = await readProjectNumber(project, ask, at);
  const functions = deployedOf(whole, prefix, await orUsageError(listFunctions(project, ask, at.functions), project));
  if (functions.size === 0)
    throw new UsageError(
      `No function of ycat is in project ${project}: is it deployed there, with this --prefix ("${prefix}")?`,
    );
  // The functions' settings; their secrets come from the environment.
  const settings = { ...environment, ...Object.assign({}, ...[...functions.values()].map((one) => one.settings)) };
  return {
    project,
    projectNumber,
    prefix,
    now: now(),
    manifest: isSwept(functions) ? whole : withoutSweep(whole),
    functions,
    google: askGoogle(project, ask, at),
    org: seeOrg(settings),
    workspace: seeWorkspace(settings),
    objects: await readObjects(),
    places: await readPlaces(join(root, "functions"), settings),
    permissions: await readPermissionSet(PERMISSION_SET, settings),
  };
}
