import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../../functions/runtime/clock.ts";
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
const GCLOUD = `
case "$1" in
  auth) echo token-of-gcloud ;;
  *) printf %s "$*" > "$world/agent" ;;
esac`;
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
  await Promise.all(["bin", "dist", "terraform"].map((folder) => mkdir(join(directory, folder))));
  for (const [name, text] of Object.entries({ terraform: TERRAFORM, gcloud: GCLOUD, npm: NPM })) {
    await writeFile(join(directory, "bin", name), `#!/bin/sh\nworld=\${0%/bin/*}\nPATH=/usr/bin:/bin\n${text}\n`);
    await chmod(join(directory, "bin", name), 0o755);
  }
  const answers: Answers = {};
  const records: string[] = [];
  const google = await startGoogle(answers);
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
        urls: { functions: google.url, run: google.url, compute: google.url },
        resolve: async () => records,
      }),
    async close() {
      await google.close();
      await rm(directory, { recursive: true });
    },
  };
}

type Given = Pick<Invocation, "environment" | "root" | "urls" | "resolve">;

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

/** Knows whoever has gcloud's token, or the one that the environment names. */
async function startGoogle(answers: Answers) {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const list = answers[path] ?? [404];
    const turn = asked.get(path) ?? 0;
    asked.set(path, turn + 1);
    const isKnown = request.headers.authorization?.startsWith("Bearer token-of-");
    const answer = isKnown ? list[Math.min(turn, list.length - 1)] : 401;
    response.writeHead(typeof answer === "number" ? answer : 200, { "content-type": "application/json" });
    response.end(typeof answer === "number" ? "{}" : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
