import { UsageError } from "../../local/core/problems.ts";
import { HelpWanted } from "../arguments.ts";

const VERBS = ["plan", "apply", "destroy"] as const;

export interface Command {
  readonly name: (typeof VERBS)[number];
  /** Terraform's own flags, passed on unchanged. */
  readonly flags: readonly string[];
  readonly waitMinutes: number;
}

const WAIT_MINUTES = 15;

export const usage = `npm run deploy -- plan [flags]
npm run deploy -- apply [--wait-minutes N] [flags]
npm run deploy -- destroy [flags]

  plan      builds, plans, refuses what would lose something, and says in words what would change
  apply     applies what plan has saved; waits until functions are built, Pub/Sub may call them and the
            certificate is ACTIVE (${WAIT_MINUTES} minutes, or --wait-minutes); prints each sender's URL
  destroy   ends a trial, which protected = false was applied to

All other flags are Terraform's own, and paths in them are relative to terraform/: -var-file=staging.tfvars. Terraform
has to be initialised: terraform -chdir=terraform init.

Exit codes: Terraform's own, so 0 is done and 2 from plan -detailed-exitcode is changes; 1 also when something is
refused or is not true in time; 2 also for what is no command.
`;

/** @throws HelpWanted, UsageError */
export function readCommand([verb, ...rest]: readonly string[]): Command {
  if (verb === undefined) throw new UsageError(usage);
  if ([verb, ...rest].some((text) => text === "--help" || text === "-h" || text === "-help")) throw new HelpWanted();
  const name = VERBS.find((known) => known === verb);
  if (name === undefined) throw new UsageError(`${verb} is no command: ${VERBS.join(", ")} are. --help explains them.`);
  const { flags, waitMinutes } = takeWaitMinutes(rest);
  const own = flags.find((flag) => /^--?(?:out|chdir)(?:=|$)/.test(flag));
  if (own !== undefined) throw new UsageError(`${own} is set by npm run deploy itself: leave it out.`);
  return { name, flags, waitMinutes };
}

function takeWaitMinutes(texts: readonly string[]): { flags: string[]; waitMinutes: number } {
  const flags = texts.flatMap((text, index) => {
    if (texts[index - 1] === "--wait-minutes") return [];
    return text === "--wait-minutes" ? [`--wait-minutes=${texts[index + 1] ?? ""}`] : [text];
  });
  const given = flags.find((flag) => flag.startsWith("--wait-minutes="))?.slice("--wait-minutes=".length);
  if (given !== undefined && !/^\d+$/.test(given)) {
    throw new UsageError(`--wait-minutes takes whole minutes, not "${given}"; 0 looks once.`);
  }
  return {
    flags: flags.filter((flag) => !flag.startsWith("--wait-minutes=")),
    waitMinutes: given === undefined ? WAIT_MINUTES : Number(given),
  };
}
