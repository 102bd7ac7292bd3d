import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "@jest/globals";
import form from "../../functions/handlers/form-submitted.ts";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import { VirtualClock } from "../../local/core/clock.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";
import { textIn } from "../../tools/json.ts";
import { seededRandom } from "../../tools/seeded-random.ts";
import { closingAfterEach } from "../harness/closing.ts";
import { createLane } from "../harness/lane.ts";
import {
  deadLetter,
  declarations,
  formEvent,
  FORMS,
  startWorld,
  TRACEPARENT,
  type World,
} from "./dead-letters-world.ts";

const closing = closingAfterEach();

/** `KILLS=20 npm test -- dead-letters-killed` for as many: each is a process of half a second. */
const KILLS = Number(process.env["KILLS"] ?? 5);
const LETTERS_EACH = 8;
/** So many calls a replay of eight letters makes at least. */
const MOST_CALLS = 22;
/** Longer than a lease of who is gone. */
const LEASE_MS = 61_000;

const module = fileURLToPath(new URL("../../tools/dead-letters/main.ts", import.meta.url));
const SCRIPT = `
  const { deadLetters } = await import(${JSON.stringify(module)});
  process.exitCode = await deadLetters(["replay", "--all", "--project", "p", "--json"], {
    environment: process.env, dist: process.env.FOLDER, journal: process.env.FOLDER + "/replays.jsonl",
    signal: new AbortController().signal, print: () => {}, complain: (sentence) => console.error(sentence),
  });`;

/** `npm run dead-letters -- replay --all`, as a process of its own. */
function startReplay({ local }: World, folder: string) {
  const child = spawn(process.execPath, ["--input-type=module", "-e", SCRIPT], {
    env: { FOLDER: folder, HOME: folder, PUBSUB_EMULATOR_HOST: local.host, METADATA_SERVER_DETECTION: "none" },
    stdio: "ignore",
  });
  const { promise: ended, resolve } = Promise.withResolvers<string | number | null>();
  child.once("close", (code, signal) => resolve(signal ?? code));
  return { child, ended };
}

/** Has `strike` called at the nth call that anybody makes, before or after it has taken its effect. */
function atCall({ local: { broker } }: World, nth: number, isBefore: boolean, strike: () => void): () => void {
  let calls = 0;
  const methods = ["pull", "publish", "acknowledge", "modifyAckDeadline"] as const;
  for (const method of methods) {
    const original = broker[method].bind(broker) as (...given: unknown[]) => unknown;
    Object.assign(broker, {
      [method](...given: unknown[]) {
        calls += 1;
        if (calls === nth && isBefore) strike();
        const answer = original(...given);
        if (calls === nth && !isBefore) strike();
        return answer;
      },
    });
  }
  return () => methods.forEach((method) => Reflect.deleteProperty(broker, method)); // the class's own are below
}

it(`loses and doubles nothing where a replay's process is killed ${KILLS} times, and started again`, async () => {
  const clock = new VirtualClock();
  const world = await startWorld({ clock });
  const folder = mkdtempSync(join(tmpdir(), "ycat-killed-"));
  closing.push(
    () => world.close(),
    () => rmSync(folder, { recursive: true }),
  );
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(declarations));
  const random = seededRandom(14);
  const ids: string[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const fresh = Array.from({ length: LETTERS_EACH }, (_, index) => `msg_${kill}_${index}`);
    ids.push(...fresh);
    world.put(
      FORMS,
      ...fresh.map((id) => deadLetter(id, { message: encodeEvent(formEvent(id, `${id}@example.com`), TRACEPARENT) })),
    );
    const { child, ended } = startReplay(world, folder);
    const restore = atCall(world, 1 + Math.floor(random() * MOST_CALLS), random() < 0.5, () => child.kill("SIGKILL"));
    expect(await ended).toBe("SIGKILL");
    restore();
    await clock.advance(LEASE_MS);
  }
  expect(await startReplay(world, folder).ended).toBe(0);
  expect(world.lying(FORMS)).toEqual([]);

  const out = world.lying("form-submitted");
  expect(new Set(out.map(({ attributes }) => attributes["ce-id"]))).toEqual(new Set(ids));
  const lane = createLane(form);
  lane.salesforce.setUp(readConfiguration());
  for (const { attributes } of out) {
    const id = attributes["ce-id"] ?? "";
    expect(await lane.deliver(formEvent(id, `${id}@example.com`))).toBe(204);
  }
  const { Lead = [] } = lane.salesforce.state();
  expect(Lead).toHaveLength(ids.length);

  // Every line is whole, and what has none was killed between its acknowledgement and it.
  const lines = readFileSync(join(folder, "replays.jsonl"), "utf8").trimEnd().split("\n");
  for (const line of lines) expect(ids).toContain(textIn(JSON.parse(line), "id"));
  expect(lines.length).toBeGreaterThanOrEqual(LETTERS_EACH);
});
