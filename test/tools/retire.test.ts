import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PubSub } from "@google-cloud/pubsub";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startPubsub } from "../../local/pubsub/api/server.ts";
import type { Backlogs } from "../../tools/retire/backlog.ts";
import { retire } from "../../tools/retire/main.ts";
import { handler, manifestWith, source } from "../terraform/manifests.ts";

const manifest = manifestWith(
  source("app"),
  handler("form-submitted", "form.submitted"),
  handler("contact-unsubscribed", "contact.unsubscribed"),
);
const subscriptions = ["form-submitted", "form-submitted.dead-letter"];

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ycat-retire-"));
  file = join(directory, "retired.auto.tfvars.json");
  await writeFile(join(directory, "manifest.json"), JSON.stringify(manifest));
});
afterEach(() => rm(directory, { recursive: true }));

async function run(
  args: readonly string[],
  more: { readonly count?: () => Promise<Backlogs>; readonly environment?: Record<string, string> } = {},
) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const invocation = {
    environment: {},
    dist: directory,
    file,
    print: (line: string) => void printed.push(line),
    complain: (sentence: string) => void complaints.push(sentence),
    ...more,
  };
  const code = await retire(args, invocation);
  const retired: unknown = await readFile(file, "utf8").then(
    (text) => JSON.parse(text).retired,
    () => "no file",
  );
  return { code, printed: printed.join("\n"), complaints: complaints.join("\n"), retired };
}

const holding = (counts: Readonly<Record<string, number>>) => async (): Promise<Backlogs> =>
  new Map(Object.entries(counts));

describe("npm run retire", () => {
  it("retires a handler for whom no message waits, and says what to do next", async () => {
    const { code, retired, printed } = await run(["form-submitted", "--project", "acme"], {
      count: holding({ "form-submitted": 0, "form-submitted.dead-letter": 0 }),
    });
    expect({ code, retired }).toEqual({ code: 0, retired: ["form-submitted"] });
    expect(printed).toContain("npm run deploy -- plan, then -- apply");
  });

  it.each([
    ["messages wait", 3, 0, "form-submitted: 3 messages wait"],
    ["dead letters wait", 0, 1, "form-submitted.dead-letter: 1 message waits"],
    ["nobody can tell", undefined, 0, "form-submitted: it is not known whether messages wait"],
  ])("changes nothing while %s", async (_name, own, deadLetters, line) => {
    const { code, retired, printed, complaints } = await run(["form-submitted", "--project", "acme"], {
      count: holding({
        ...(own !== undefined && { "form-submitted": own }),
        "form-submitted.dead-letter": deadLetters,
      }),
    });
    expect({ code, retired }).toEqual({ code: 1, retired: "no file" });
    expect(printed).toContain(line);
    expect(complaints).toContain("npm run dead-letters -- list --project acme --filter handler=form-submitted");
  });

  it("loses messages where that is asked for", async () => {
    const { code, retired } = await run(["form-submitted", "--project", "acme", "--lose-messages"], {
      count: holding({}),
    });
    expect({ code, retired }).toEqual({ code: 0, retired: ["form-submitted"] });
  });

  it("looks at the copy that the prefix names", async () => {
    const count = holding({ "staging-form-submitted": 0, "staging-form-submitted.dead-letter": 0 });
    expect(await run(["form-submitted", "--project", "acme", "--prefix", "staging-"], { count })).toMatchObject({
      code: 0,
    });
  });

  it("keeps the others retired, and protects again", async () => {
    const count = holding({ "form-submitted": 0, "form-submitted.dead-letter": 0 });
    await writeFile(file, JSON.stringify({ retired: ["contact-unsubscribed"] }));
    expect((await run(["form-submitted", "--project", "acme"], { count })).retired).toEqual([
      "contact-unsubscribed",
      "form-submitted",
    ]);
    expect((await run(["contact-unsubscribed", "--undo"])).retired).toEqual(["form-submitted"]);
    expect((await run(["form-submitted", "--undo"])).retired).toBe("no file");
  });

  it.each([
    ["no handler", [], "npm run retire -- HANDLER"],
    ["no project", ["form-submitted"], "--project is missing"],
    [
      "an unknown handler",
      ["form-sent", "--project", "acme"],
      "form-sent is no handler: there are form-submitted, contact-unsubscribed",
    ],
    ["a source", ["app", "--project", "acme"], "app is no handler, but a source"],
    ["one that is not retired to protect", ["form-submitted", "--undo"], "form-submitted is not retired"],
    ["an unknown option", ["form-submitted", "--force"], "--help lists the options"],
  ])("is not possible with %s", async (_name, args, sentence) => {
    const { code, complaints } = await run(args);
    expect({ code, complaints }).toEqual({ code: 2, complaints: expect.stringContaining(sentence) });
  });

  it("leaves a file that it did not write alone", async () => {
    await writeFile(file, "{}");
    expect(await run(["form-submitted", "--project", "acme"], { count: holding({}) })).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("Mend or delete it"),
    });
  });
});

describe("npm run retire against a Pub/Sub on this machine", () => {
  let pubsub: Awaited<ReturnType<typeof startPubsub>>;
  let client: PubSub;
  beforeAll(async () => {
    pubsub = await startPubsub();
    // Without the universe named the library asks the metadata server for it.
    client = new PubSub({
      projectId: "acme",
      apiEndpoint: pubsub.host,
      emulatorMode: true,
      clientOptions: { universeDomain: "googleapis.com" },
    });
    for (const name of subscriptions) await (await client.createTopic(name))[0].createSubscription(name);
  });
  afterAll(async () => {
    await client.close();
    await pubsub.close();
  });

  it("sees what waits, and takes nothing away", async () => {
    const environment = { PUBSUB_EMULATOR_HOST: pubsub.host };
    expect((await run(["form-submitted", "--project", "acme"], { environment })).code).toBe(0);
    await client.topic("form-submitted.dead-letter").publishMessage({ data: Buffer.from("{}") });
    for (let look = 0; look < 2; look += 1) {
      const { code, printed } = await run(["form-submitted", "--project", "acme"], { environment });
      expect({ code, printed }).toEqual({
        code: 1,
        printed: "form-submitted: no message waits\nform-submitted.dead-letter: 1 message waits",
      });
    }
  });

  it("is not possible where nobody answers for Monitoring", async () => {
    const environment = { PUBSUB_EMULATOR_HOST: "127.0.0.1:1" };
    const { code, complaints } = await run(["form-submitted", "--project", "acme"], { environment });
    expect({ code, complaints }).toEqual({ code: 1, complaints: expect.stringContaining("PUBSUB_EMULATOR_HOST") });
  });
});
