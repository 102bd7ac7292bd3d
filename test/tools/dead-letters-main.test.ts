import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { deadLetters } from "../../tools/dead-letters/main.ts";
import { AUDITS, crashed, deadLetter, declarations, FORMS, worldsIn } from "./dead-letters-world.ts";
import { closingAfterEach } from "../harness/closing.ts";

let dist = "";
const closing = closingAfterEach();

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), "dead-letters-"));
  await writeFile(join(dist, "manifest.json"), JSON.stringify(declarations));
});

afterAll(() => rm(dist, { recursive: true }));

const open = worldsIn(closing);

/** What npm start answers at GET /api/health; its port. */
async function startRunner(health: string): Promise<string> {
  const server: Server = createServer((_request, response) => void response.end(health));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => void server.close(resolve)));
  const address = server.address();
  return String(typeof address === "object" ? address?.port : 0);
}

async function call(args: readonly string[], environment: Record<string, string> = {}, folder = dist) {
  const [printed, complaints]: [string[], string[]] = [[], []];
  const signal = new AbortController().signal;
  const code = await deadLetters(args, {
    environment,
    dist: folder,
    signal,
    print: (line) => void printed.push(line),
    complain: (sentence) => void complaints.push(sentence),
  });
  return { code, printed: printed.join("\n"), complaint: complaints.join("\n") };
}

describe("npm run dead-letters", () => {
  it.each([
    { args: [], complaint: /^npm run dead-letters -- list/ },
    {
      args: ["lst"],
      complaint:
        /^There is no command lst: there are list, show, plan, replay, discard, restore and pull \(--help\)\.$/,
    },
    { args: ["list", "--bogus"], complaint: /^There is no option --bogus\. --help lists the options\.$/ },
    {
      args: ["list", "--limit"],
      complaint: /^--limit needs a value\. --help lists the options\.$/,
    },
    { args: ["list", "--max", "2"], complaint: /^--max belongs to replay and plan\.$/ },
    { args: ["replay", "--all", "--rate", "0"], complaint: /^--rate is "0"; a whole number from 1 is expected\.$/ },
    { args: ["replay", "--all", "--rate", "-1"], complaint: /^--rate is "-1"; a whole number from 1 is expected\.$/ },
    { args: ["discard", "msg_1"], complaint: /^--because is missing: say why nobody needs them/ },
    { args: ["discard", "--because", "old"], complaint: /^discard which ones\? Give ids or --filter KEY=VALUE\.$/ },
    { args: ["discard", "msg_1", "--because", "é".repeat(513)], complaint: /^--because is longer than the 1024 bytes/ },
    { args: ["replay", "msg_1", "--discarded"], complaint: /^--discarded belongs to list, show,? and pull\.$/ },
    { args: ["replay", "--all", "--max", "few"], complaint: /^--max is "few"; a whole number from 1 is expected\.$/ },
    { args: ["list", "--limit", "0"], complaint: /^--limit is "0"; a whole number from 1 is expected\.$/ },
    { args: ["list", "msg_1"], complaint: /^list takes no ids/ },
    { args: ["list", "--dry-run"], complaint: /^--dry-run belongs to replay\.$/ },
    {
      args: ["discard", "--all", "--because", "junk"],
      complaint: /^--all belongs to replay: discard takes ids or --filter KEY=VALUE, such as handler=NAME\.$/,
    },
    { args: ["show"], complaint: /^show which one\?/ },
    { args: ["replay"], complaint: /^replay which ones\? Give ids, --filter KEY=VALUE or --all/ },
    { args: ["replay", "--dry-run"], complaint: /^replay which ones\?/ },
    { args: ["replay", "--all", "msg_1"], complaint: /^--all replays everything/ },
    {
      args: ["replay", "--filter", "colour=red"],
      complaint: /^--filter colour=red: there is no key colour; there are: kind, handler, source, /,
    },
    { args: ["list", "--filter", "handlr=x"], complaint: /^--filter handlr=x: .* did you mean "handler"\?$/ },
    { args: ["replay", "--filter", "handler"], complaint: /^--filter handler: KEY=VALUE/ },
    { args: ["replay", "--filter", "handler="], complaint: /^--filter handler=: KEY=VALUE/ },
    { args: ["replay", "--filter", "older-than=soon"], complaint: /^"soon" is no duration: 30s, 15m, 2h or 7d are\.$/ },
    { args: ["list", "--prefix", "blue-"], complaint: /^--prefix belongs to a project: give --project too\./ },
  ])("explains $args", async ({ args, complaint }) => {
    expect(await call(args)).toEqual({ code: 2, printed: "", complaint: expect.stringMatching(complaint) });
  });

  it("prints its usage on demand", async () => {
    expect(await call(["--help"])).toEqual({
      code: 0,
      printed: expect.stringMatching(/^npm run dead-letters -- list/),
      complaint: "",
    });
  });

  it("says what to do without a build", async () => {
    const folder = join(dist, "nothing");
    expect(await call(["list", "--project", "p"], {}, folder)).toEqual({
      code: 2,
      printed: "",
      complaint: `${folder}/manifest.json can't be read: run npm run build.`,
    });
  });

  it("says what to do when npm start does not run", async () => {
    const port = await startRunner("");
    await closing.pop()?.();
    expect(await call(["list"], { PORT: port })).toMatchObject({
      code: 2,
      complaint: `Nothing answers at http://localhost:${port}: run npm start in another terminal (or set PORT to where it runs), or name a real project with --project.`,
    });
  });

  it("says of a PORT that is none that it is none", async () => {
    const complaint = 'PORT is "abc"; a number from 1 to 65535 is expected, the one at which npm start runs.';
    expect(await call(["list"], { PORT: "abc" })).toMatchObject({ code: 2, complaint });
  });

  it.each(["{}", "[]", "null", '{"pubsub":1,"project":"p"}'])("does not take %s for ycat's health", async (health) => {
    const port = await startRunner(health);
    expect(await call(["list"], { PORT: port })).toMatchObject({
      code: 2,
      complaint: expect.stringMatching(/^What answers at .* is not ycat/),
    });
  });

  it("works on what npm start runs, whatever prefix and emulator the shell names", async () => {
    const { put, place, lying } = await open();
    put(FORMS, deadLetter("msg_1"));
    const environment = {
      PORT: await startRunner(JSON.stringify({ status: "ok", pubsub: place.host, project: "p" })),
      PREFIX: "blue-",
      PUBSUB_EMULATOR_HOST: "127.0.0.1:1",
    };
    expect(await call(["list"], environment)).toMatchObject({
      code: 0,
      printed: expect.stringContaining("1 dead letter"),
    });
    expect(await call(["show", "msg_2"], environment)).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(/^No dead letter msg_2/),
    });
    expect(lying(FORMS)).toHaveLength(1);
  });

  it.each([
    { how: "--prefix", args: ["--prefix", "blue-"], environment: { PREFIX: "green-" } },
    { how: "PREFIX", args: [], environment: { PREFIX: "blue-" } },
  ])("works on a project, over PUBSUB_EMULATOR_HOST if it is set, with $how", async ({ args, environment }) => {
    const { put, place } = await open({ prefix: "blue-" });
    put(AUDITS, crashed("msg_1", "blue-form-audit"));
    const { code, printed } = await call(["list", "--project", "p", ...args], {
      ...environment,
      PUBSUB_EMULATOR_HOST: place.host,
    });
    expect(code).toBe(0);
    expect(printed).toMatch(/^handler form-audit\n/);
  });

  it.each([
    {
      command: "dead-letters",
      args: ["lst"],
      failure: {
        code: 2,
        stderr: "There is no command lst: there are list, show, plan, replay, discard, restore and pull (--help).\n",
      },
    },
    ...[
      { command: "dead-letters", args: ["list", "--project", "p"] },
      { command: "status", args: ["--project", "p"] },
    ].map((run) => ({
      ...run,
      failure: {
        code: 1,
        stderr: "There are no credentials for project p: run gcloud auth application-default login.\n",
      },
    })),
  ])("ends with a sentence, without a stack, when run as $command $args", async ({ command, args, failure }) => {
    const script = new URL(`../../tools/${command}.ts`, import.meta.url).pathname;
    const env = { HOME: dist, METADATA_SERVER_DETECTION: "none" }; // nobody's credentials, and no network to look for them
    const ended: unknown = await promisify(execFile)(process.execPath, [script, ...args], { env }).catch(
      (error: unknown) => error,
    );
    expect(ended).toMatchObject({ stdout: "", ...failure });
  });
});
