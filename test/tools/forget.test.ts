import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import { textIn } from "../../tools/json.ts";
import { runForget } from "../../tools/forget/main.ts";
import {
  crashed,
  deadLetter,
  declarations,
  FORMS,
  formData,
  formEvent,
  formPayload,
  quarantined,
  REJECTED,
  startWorld,
  TRACEPARENT,
  type World,
} from "./dead-letters-world.ts";
import { type Asked, type FakeGoogle, startGoogle } from "./google/fake.ts";

const JO = formData.email;
const others = (id: string) => deadLetter(id, { message: encodeEvent(formEvent(id, "sam@example.com"), TRACEPARENT) });

let [dist, world]: [string, World | undefined] = ["", undefined];
let fake: FakeGoogle | undefined;
let runner: Server | undefined;
beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), "ycat-forget-"));
  await writeFile(join(dist, "manifest.json"), JSON.stringify(declarations));
  world = await startWorld();
});
afterEach(async () => {
  runner?.close();
  await Promise.all([fake?.close(), world?.close(), rm(dist, { recursive: true })]);
  [fake, runner] = [undefined, undefined];
});

async function run(texts: readonly string[], answer: (asked: Asked) => unknown, environment = {}) {
  fake = await startGoogle(answer);
  const { google } = fake;
  const [printed, complaints]: [string[], string[]] = [[], []];
  const code = await runForget(texts, {
    environment: { PUBSUB_EMULATOR_HOST: world?.place.host, LOG_HASH_KEY: "key", ...environment },
    dist,
    signal: new AbortController().signal,
    print: (line) => printed.push(line),
    complain: (sentence) => complaints.push(sentence),
    google: () => google,
  });
  return { code, printed: printed.join("\n"), complaints: complaints.join("\n"), asked: fake.asked };
}

const there = [JO, "--project", "p"];
const statementsOf = (asked: readonly Asked[]) => asked.map(({ body }) => textIn(body, "query"));
const job = { jobComplete: true, jobReference: { jobId: "1", location: "EU" } };

/** A project whose archive has three events and seven lines of anybody. */
function archive({ body }: Asked): unknown {
  const count = textIn(body, "query").includes(".events`") ? "3" : "7";
  return textIn(body, "query").startsWith("DELETE")
    ? { ...job, numDmlAffectedRows: count }
    : { ...job, rows: [{ f: [{ v: count }] }] };
}

describe("npm run forget", () => {
  it("removes a project's dead letters, quarantined webhooks and archived rows of an address, and nobody else's", async () => {
    world?.put(FORMS, deadLetter("msg_1"), crashed("msg_2"), others("msg_3"));
    world?.put(REJECTED, quarantined(formPayload), quarantined({ data: { email: "sam@example.com" } }));
    const { code, printed, asked } = await run([...there, "--yes"], archive);
    expect(printed.split("\n").slice(0, 2)).toEqual([
      "jo@example.com: dead letters and quarantined or discarded webhooks: 3 removed",
      "3 events and 7 lines of the archive removed",
    ]);
    expect(printed).toMatch(/Out of reach:\n {2}events that topics keep .*, until \d{4}-\d\d-\d\d\n/);
    expect(code).toBe(0);
    expect(world?.lying(FORMS).map(({ attributes }) => attributes["ce-id"])).toEqual(["msg_3"]);
    expect(world?.lying(REJECTED)).toHaveLength(1);
    expect(statementsOf(asked)).toEqual([
      expect.stringMatching(/^DELETE FROM `acme\.ycat\.events` WHERE .*ce-subject.* = @person$/),
      expect.stringMatching(/^DELETE FROM `acme\.ycat\.lines` WHERE .*orderingKeyHash.* = @person$/),
    ]);
    expect(JSON.stringify(statementsOf(asked))).not.toContain(JO);
  });

  it("removes nothing of a project before somebody says yes", async () => {
    world?.put(FORMS, deadLetter("msg_1"));
    const { printed, asked } = await run(there, archive);
    expect(printed).toContain("discarded webhooks: 1 would be removed");
    expect(printed).toContain("3 events and 7 lines of the archive would be removed");
    expect(printed).toMatch(/Nothing was removed: add --yes\.$/);
    expect(world?.lying(FORMS)).toHaveLength(1);
    expect(statementsOf(asked).filter((text) => !text.startsWith("SELECT"))).toEqual([]);
  });

  it.each(["sam@example.com", "sam@bücher.example", "sam@bu\u0308cher.example", "sam@उदाहरण.example"])(
    "leaves what names %s too, and removes it with --shared",
    async (other) => {
      const webhook = quarantined({ data: [{ email: JO }, { picture: "a".repeat(200_000), email: other }] });
      const [id = ""] = world?.put(REJECTED, webhook) ?? [];
      const first = await run([...there, "--yes"], archive);
      expect(first.printed).toContain(`show ID; --shared removes it): ${id}`);
      expect(world?.lying(REJECTED)).toHaveLength(1);
      await fake?.close();
      await run([...there, "--yes", "--shared"], archive);
      expect(world?.lying(REJECTED)).toEqual([]);
    },
  );

  it("knows a project without an archive, and one whose newest rows can't be deleted yet", async () => {
    const refusal = (message: string) => () => ({ ...job, errors: [{ message }] });
    const without = await run([...there, "--yes"], refusal("Not found: Table acme:ycat.events"));
    expect([without.code, without.printed]).toEqual([0, expect.not.stringContaining("archive")]);
    await fake?.close();
    const early = await run(
      [...there, "--yes"],
      refusal("UPDATE or DELETE over the streaming buffer is not supported"),
    );
    expect([early.code, early.complaints]).toEqual([1, expect.stringContaining("run this again then")]);
  });

  it("removes of what npm start runs the stand-ins' records too", async () => {
    world?.put(FORMS, deadLetter("msg_1"));
    const asked: string[] = [];
    const kept = { customerio: { events: 2 } };
    runner = createServer(({ method, url, headers }, response) => {
      asked.push([method, url, headers["content-type"]].filter(Boolean).join(" "));
      const health = { status: "ok", pubsub: world?.place.host, project: "p" };
      response.end(JSON.stringify(url === "/api/health" ? health : { deleted: 3, kept }));
    });
    const { port } = await new Promise<AddressInfo>((resolve) => {
      runner?.listen(0, "localhost", () => resolve(runner?.address() as AddressInfo));
    });
    const { printed, code } = await run([JO], () => undefined, { PORT: String(port) });
    expect(printed).toContain("discarded webhooks: 1 removed\n3 records of the stand-ins removed");
    expect(printed).toContain("left, since they can't be deleted one by one: 2 events of customerio;");
    expect(code).toBe(0);
    expect(asked).toContain("POST /api/people/jo%40example.com/forget application/json");
    expect(world?.lying(FORMS)).toEqual([]);
  });
});
