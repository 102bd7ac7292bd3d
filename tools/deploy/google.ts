import type { Endpoints as GoogleEndpoints } from "../google/ask.ts";
import { CommandError } from "../../local/core/problems.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import type { Ended, Run } from "./terraform.ts";

/** Google's REST APIs for reading what exists. */
export type Endpoints = Pick<GoogleEndpoints, "functions" | "run" | "compute">;

type Print = (line: string) => void;

/** Gets a Google URL as JSON. @throws GoogleError */
export type Get = (url: string) => Promise<unknown>;

/** Thrown when Google does not answer, or refuses. Retrying does not help against a refusal. */
export class GoogleError extends Error {
  override readonly name = "GoogleError";
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isFinal = isFinal;
  }
}

const TIMEOUT_MS = 15_000;

export function getWith(token: string): Get {
  return async (url) => {
    const { host } = new URL(url);
    let response: Response;
    try {
      const headers = { authorization: `Bearer ${token}` };
      response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (response.ok) return await response.json();
    } catch (cause) {
      throw new GoogleError(`${host} gives no answer`, false, { cause });
    }
    await response.body?.cancel();
    const isFinal = response.status < 500 && response.status !== 404 && response.status !== 429;
    throw new GoogleError(`${host} answers ${response.status}${isFinal ? ": may this account look?" : ""}`, isFinal);
  };
}

/** The token that Terraform itself would use, or gcloud's. @throws CommandError if there is neither */
export async function findToken(environment: Environment, run: Run): Promise<string> {
  const given = environment["GOOGLE_OAUTH_ACCESS_TOKEN"] ?? "";
  if (given !== "") return given;
  const { stdout } = await tryGcloud(["auth", "print-access-token"], run);
  if (stdout.trim() !== "") return stdout.trim();
  throw new CommandError(
    "Applied, but nobody can look whether it works: gcloud auth print-access-token gives no " +
      "token. gcloud auth login, or set GOOGLE_OAUTH_ACCESS_TOKEN; plan and apply again, which only looks.",
  );
}

/**
 * Creates Pub/Sub's service agent. Dead-letter grants name it, and the google provider can't create it. An existing one
 * stays.
 */
export async function makePubsubAgent(project: string, run: Run, print: Print): Promise<void> {
  const args = ["beta", "services", "identity", "create", "--service=pubsub.googleapis.com", `--project=${project}`];
  const command = `gcloud ${args.join(" ")}`;
  print(`First apply: makes Pub/Sub's agent, which the dead-letter grants are for: ${command}`);
  const { code, stderr } = await tryGcloud(args, run);
  if (code === 0) return;
  print(`That did not work: ${stderr.trim()}`);
  print("Unless the agent is there already, the apply ends at those grants: run that by hand, plan and apply again.");
}

/** Without gcloud, fails as gcloud would. */
async function tryGcloud(args: readonly string[], run: Run): Promise<Ended> {
  try {
    return await run("gcloud", args);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { code: 1, stdout: "", stderr: error.message };
  }
}
