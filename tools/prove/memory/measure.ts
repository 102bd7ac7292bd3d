import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { besideGroups } from "../run/group.ts";
import { isCacheable, type ProofCache } from "../cache/cache.ts";
import type { Candidate } from "../run/candidate.ts";
import { type Finding, finding } from "../finding.ts";
import type { Posted } from "../workers/worker.ts";
import { growthFindings } from "./growth.ts";
import type { Told } from "./instance.ts";

export interface MemoryOptions {
  /** Module that exports findCandidates. */
  readonly source: URL;
  readonly candidates: readonly Candidate[];
  readonly cache?: ProofCache | undefined;
  /** Handlers with an endless loop. */
  readonly isGivenUp?: (candidate: Candidate) => boolean;
  /** Ends a process that has made no progress for so long. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 60_000;
const LOOK_EVERY_MS = 500;

/** Flags that keep the heap stable apart from the handler: all code is compiled once and stays. */
const QUIET = [
  "--expose-gc",
  "--max-old-space-size=256",
  "--min-semi-space-size=16", // MB: fewer collections
  "--no-opt",
  "--no-maglev",
  "--no-sparkplug",
  "--no-lazy-feedback-allocation",
  "--no-flush-bytecode",
];

/** Measures what each handler keeps per event, one handler at a time. Posts the same messages as a worker does. */
export async function measureMemory(options: MemoryOptions, post: (message: Posted) => void): Promise<void> {
  const { candidates, cache } = options;
  for (const candidate of candidates) {
    const { name } = candidate.handler;
    const what = { handler: name, name: "memory", involved: [name] };
    const known = cache?.find(what);
    const isKept = known !== undefined && "results" in known;
    const problems = isKept ? known.problems : await memoryFindings(candidate, options);
    if (problems === undefined) continue;
    const result = besideGroups(name, { problems, isComplete: true });
    post({ index: Infinity, result, isKept });
    const entry = isCacheable(result) ? cache?.entryOf(what, result) : undefined;
    if (entry !== undefined) post({ entry });
  }
}

/** Measured in its own process. Undefined if the handler is given up. */
async function memoryFindings(
  candidate: Candidate,
  { source, isGivenUp = () => false, silenceMs = SILENCE_MS }: MemoryOptions,
): Promise<Finding[] | undefined> {
  if (isGivenUp(candidate)) return undefined;
  const instance = fileURLToPath(new URL("./instance.ts", import.meta.url));
  const child = fork(instance, [source.href, candidate.handler.name], {
    execArgv: QUIET,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let since = performance.now();
  let bytesEach: number | undefined;
  child.on("message", (told: Told) => {
    since = performance.now();
    if (told !== "going on") ({ bytesEach } = told);
  });
  const isSilent = () => performance.now() - since >= silenceMs;
  const timer = setInterval(() => {
    if (isSilent() || isGivenUp(candidate)) child.kill("SIGKILL");
  }, LOOK_EVERY_MS);
  const end = await ended(child).finally(() => clearInterval(timer));
  if (bytesEach !== undefined) return growthFindings(bytesEach);
  if (isGivenUp(candidate)) return undefined;
  const reason = isSilent() ? `nothing has moved for ${silenceMs / 1000} s` : end;
  return [finding("isolation", `can't be measured for what it keeps of a thousand events: ${reason}`)];
}

/** How a process ended: its error output, or else its exit code or signal. */
function ended(child: ChildProcess): Promise<string> {
  const chunks: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => void chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const [error] = /^.*error\b.*$/im.exec(Buffer.concat(chunks).toString()) ?? [];
      resolve(error ?? `its process ended with ${code ?? signal}`);
    });
  });
}
