import { CommandError } from "../../local/core/problems.ts";
import type { Ended, Run } from "./terraform.ts";

/**
 * Creates Pub/Sub's service agent. Dead-letter grants name it, and the google provider can't create it. An existing one
 * stays.
 */
export async function makePubsubAgent(project: string, run: Run, print: (line: string) => void): Promise<void> {
  const args = ["beta", "services", "identity", "create", "--service=pubsub.googleapis.com", `--project=${project}`];
  const command = `gcloud ${args.join(" ")}`;
  print(`First apply: makes Pub/Sub's agent, which the dead-letter grants are for: ${command}`);
  const { code, stderr } = await run("gcloud", args).catch(asGcloudWould);
  if (code === 0) return;
  print(`That did not work: ${stderr.trim()}`);
  print("Unless the agent is there already, the apply ends at those grants: run that by hand, plan and apply again.");
}

/** Without gcloud. */
function asGcloudWould(error: unknown): Ended {
  if (!(error instanceof CommandError)) throw error;
  return { code: 1, stdout: "", stderr: error.message };
}
