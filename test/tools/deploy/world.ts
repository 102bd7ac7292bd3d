import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../../functions/runtime/clock.ts";
import { type Ask, CredentialsError, endpoints, explained } from "../../../tools/google/ask.ts";
import { deploy, type Invocation } from "../../../tools/deploy/main.ts";

/** Its plan files are the JSON that they are shown as. WORLD/VERB.exit holds what it exits with. */
const TERRAFORM = `
shift
verb=$1
shift
echo "$verb $*" >> "$world/terraform.log"
code=$(cat "$world/$verb.exit" 2>/dev/null || echo 0)
for last; do case "$last" in -out=*) out=\${last#-out=} ;; esac; done
case "$verb $code" in
  "show 1") cat "$world/plan.error" >&2 ;;
  "plan 1") echo "$(cat "$world/plan.error" 2>/dev/null || echo "Error: plan went wrong")" >&2 ;;
  plan*) [ -z "$out" ] || cp "$world/plan.json" "$out" ;;
  show*) cat "\${2:-$world/state.json}" ;;
  output*) cat "$world/outputs.json" ;;
  "apply 0") cp "$last" "$world/applied.json" ;;
  destroy*) printf %s "$*" > "$world/destroyed" ;;
esac
exit "$code"`;
const GCLOUD = `printf %s "$*" > "$world/agent"`;
const NPM = `cp "$world/built.json" "$world/dist/manifest.json"`;

/** What Google's APIs answer, by path; a list is answered one after the other, its last for ever. */
export type Answers = Record<string, readonly unknown[]>;

export interface World {
  readonly directory: string;
  readonly answers: Answers;
  /** What DNS says of the domain. */
  readonly records: string[];
  readonly run: (texts: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Outcome>;
  readonly write: (name: string, content: unknown) => Promise<void>;
  /** Undefined where there is no such file. */
  readonly read: (name: string) => Promise<string | undefined>;
  readonly close: () => Promise<void>;
}

export interface Outcome {
  readonly code: number;
  readonly printed: string;
  readonly complaints: string;
  /** Of the clock that the command was given. */
  readonly minutes: number;
}

/** A checkout with stand-ins for terraform, gcloud and npm on its PATH, and Google's APIs. */
export async function openWorld(): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), "ycat-deploy-"));
  await Promise.all(
    ["bin", "dist", "terraform/.terraform"].map((folder) => mkdir(join(directory, folder), { recursive: true })),
  );
  for (const [name, text] of Object.entries({ terraform: TERRAFORM, gcloud: GCLOUD, npm: NPM })) {
    await writeFile(join(directory, "bin", name), `#!/bin/sh\nworld=\${0%/bin/*}\nPATH=/usr/bin:/bin\n${text}\n`);
    await chmod(join(directory, "bin", name), 0o755);
  }
  const answers: Answers = {};
  const records: string[] = [];
  const write = (name: string, content: unknown) => writeFile(join(directory, name), JSON.stringify(content));
  await write("built.json", { functions: {} });
  return {
    directory,
    answers,
    records,
    write,
    read: (name) => readFile(join(directory, name), "utf8").catch(() => undefined),
    run: (texts, environment = {}) =>
      runCommand(texts, {
        environment: { PATH: join(directory, "bin"), ...environment },
        root: directory,
        google: (project) => ({ project, urls: endpoints, ask: askWith(answers) }),
        resolve: async () => records,
      }),
    close: () => rm(directory, { recursive: true }),
  };
}

type Given = Pick<Invocation, "environment" | "root" | "google" | "resolve">;

async function runCommand(texts: readonly string[], given: Given): Promise<Outcome> {
  const printed: string[] = [];
  const complaints: string[] = [];
  let time = 0;
  const clock: Clock = {
    now: () => time,
    after(milliseconds, callback) {
      time += milliseconds;
      setImmediate(callback);
      return () => undefined;
    },
  };
  const print = (line: string) => void printed.push(line);
  const code = await deploy(texts, { ...given, clock, print, complain: (sentence) => void complaints.push(sentence) });
  return { code, printed: printed.join("\n"), complaints: complaints.join("\n"), minutes: time / 60_000 };
}

/** A number is a refusal with that status, a text credentials that are missing. */
function askWith(answers: Answers): Ask {
  const asked = new Map<string, number>();
  return async (_method, url) => {
    const path = url.slice(new URL(url).origin.length);
    const list = answers[path] ?? [404];
    const turn = asked.get(path) ?? 0;
    asked.set(path, turn + 1);
    const answer = list[Math.min(turn, list.length - 1)];
    if (typeof answer === "string") throw new CredentialsError(answer);
    if (typeof answer !== "number") return answer;
    const refusal = Object.assign(new Error(`HTTP ${answer}`), { response: { status: answer, data: {} } });
    throw explained(refusal, "acme-webhooks", url);
  };
}
