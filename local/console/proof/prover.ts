import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../../bundler/paths.ts";
import type { ProofLine, ProofRequest } from "../contract/proof.ts";

/** A running prover. */
export interface Prover {
  /** Resolves when it has ended, with a reason if it could not prove. */
  readonly ended: Promise<string | undefined>;
  end(): void;
}

export type StartProver = (request: ProofRequest, onLine: (line: ProofLine) => void) => Prover;

const PROGRAM = join(root, "tools/prove.ts");
/** Deliveries take precedence. */
const NICENESS = 5;
const MOST_COMPLAINTS = 20;

/** Starts the program of `npm run prove`, of which the runner loads nothing. */
export function startProver(request: ProofRequest, onLine: (line: ProofLine) => void, program = PROGRAM): Prover {
  const child = spawn(process.execPath, [program, ...argumentsFor(request)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  const complaints: string[] = [];
  let isWhole = false;
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line: ProofLine = JSON.parse(text); // our own program's output
    isWhole ||= "end" in line;
    onLine(line);
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (complaints.length < MOST_COMPLAINTS) complaints.push(line);
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", () =>
      resolve(isWhole ? undefined : complaints.join("\n") || "The prover has ended without a word."),
    );
  });
  return { ended, end: () => void child.kill() };
}

/** One argument per value: no shell is involved. */
function argumentsFor({ handler, case: match, seed, budget }: ProofRequest): string[] {
  return [
    "--lines",
    ...(match === undefined ? [] : [`--case=${match}`]),
    ...(seed === undefined ? [] : [`--seed=${seed}`]),
    ...(budget === undefined ? [] : [`--budget=${budget}`]),
    ...(handler === undefined ? [] : ["--", handler]),
  ];
}
