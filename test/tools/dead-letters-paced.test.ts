import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import type { DeliveryRow } from "../../local/console/contract/deliveries.ts";
import type { Pubsub } from "../../local/console/dead-letters/pubsub.ts";
import { systemClock, VirtualClock } from "../../local/core/clock.ts";
import { CommandError } from "../../local/core/problems.ts";
import { textIn } from "../../tools/json.ts";
import { endpoints } from "../../tools/google/ask.ts";
import { serveJson } from "./answering.ts";
import { deadLetter, formEvent, FORMS, startWorld, worldsIn, TRACEPARENT, type World } from "./dead-letters-world.ts";
import { closingAfterEach } from "../harness/closing.ts";

const closing = closingAfterEach();

const SPEED = 20;
const started = Date.now();
/** Waits take a twentieth. */
const quickClock = {
  now: () => started + (Date.now() - started) * SPEED,
  after: (milliseconds: number, callback: () => void) => systemClock.after(milliseconds / SPEED, callback),
};

const open = worldsIn(closing);

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `msg_${index + 1}`);

/** Each of somebody else, so that all go side by side. */
const letterOf = (id: string) =>
  deadLetter(id, { message: encodeEvent(formEvent(id, `${id}@example.com`), TRACEPARENT) });

/** The handler: takes what is published, and gives up on some; tells of each delivery as npm start does. */
function startHandler({ local, put }: World, isGood: (id: string) => boolean) {
  const deliveries: DeliveryRow[] = [];
  const name = "projects/p/subscriptions/form-submitted";
  const turn = async () => {
    for (const { ackId, message } of await local.broker.pull(name, 100, { returnImmediately: true })) {
      const eventId = message.attributes["ce-id"] ?? "";
      if (!isGood(eventId)) put(FORMS, letterOf(eventId));
      const startedAt = new Date(quickClock.now()).toISOString();
      const delivery = { eventId, subscription: "form-submitted", attempt: 1, outcome: "acknowledged" };
      deliveries.unshift({ ...delivery, latencyMs: 1, startedAt, messageId: message.id });
      local.broker.acknowledge(name, [ackId]);
    }
  };
  const timer = setInterval(() => void turn(), 5);
  closing.unshift(() => clearInterval(timer));
  return () => deliveries;
}

/** What npm start answers; its address. */
function startRunner(deliveries: () => readonly DeliveryRow[], used = 0): Promise<string> {
  const systems = [{ name: "salesforce", allowance: { "API calls of the day": { used, max: 100 } } }];
  return serveJson(closing, (path) => (path === "/api/systems" ? systems : deliveries()));
}

/** A project's logs. */
const googleOf = (answer: (body: unknown) => unknown) => (project: string) => ({
  project,
  urls: endpoints,
  ask: (_: string, __: string, body?: object) => Promise.resolve().then(() => answer(body)),
});

async function replayed(
  world: World,
  args: string,
  {
    isGood = (_: string): boolean => true,
    isProject = false,
    used = 0,
    pubsub = world.pubsub,
    journal = undefined as string | undefined,
  } = {},
) {
  const deliveries = startHandler(world, isGood);
  const place = isProject ? world.place : { ...world.place, runner: await startRunner(deliveries, used) };
  const { complaints, printed, isGood: isDone } = await world.run(args, { clock: quickClock, place, pubsub, journal });
  return { complaints, isDone, lines: printed.split("\n"), left: world.lying(FORMS).length };
}

describe("dead-letters replay at a pace", () => {
  it("sends the rest once the canary went well, and tells how far it is", async () => {
    const world = await open();
    world.put(FORMS, ...idsOf(12).map(letterOf));
    const { complaints, lines, left, isDone } = await replayed(world, "replay --all --canary 3 --rate 100 --wait");
    expect({ complaints, left, isDone }).toEqual({ complaints: [], left: 0, isDone: true });
    expect(lines).toContainEqual(
      expect.stringMatching(/^3 of 12 replayed: 3 handled, 0 failed again; about \d+ s left$/),
    );
    expect(lines.slice(-2)).toEqual(["12 of 12 replayed: 12 handled, 0 failed again", "12 replayed."]);
  });

  it("counts letters that are out of those that can go out", async () => {
    const world = await open();
    world.put(FORMS, letterOf("msg_1"), deadLetter("msg_2", { handler: "form-gone" }));
    const { lines } = await replayed(world, "replay --all --wait");
    expect(lines.slice(-2)).toEqual(["1 of 1 replayed: 1 handled, 0 failed again", "1 refused, 1 replayed."]);
  });

  it("stops after a canary of which more fails again than is allowed", async () => {
    const world = await open();
    world.put(FORMS, ...idsOf(12).map(letterOf));
    const { complaints, lines, left } = await replayed(world, "replay --all --canary 3", {
      isGood: (id) => id !== "msg_2",
    });
    expect(complaints).toEqual([
      "1 dead letter again: npm run dead-letters -- list says why.",
      "The replay stopped: 1 of the 3 that are out fail again. All others stay where they were.",
      "9 of 12 dead letters not replayed.",
    ]);
    expect(left).toBe(10);
    expect(lines.at(-1)).toBe("3 replayed, 9 not tried.");
    expect(await world.pullable(FORMS)).toHaveLength(10);
  });

  it("goes on past as many as are allowed", async () => {
    const world = await open();
    world.put(FORMS, ...idsOf(12).map(letterOf));
    const args = "replay --all --canary 4 --stop-at 25%25 --wait";
    const { lines, left } = await replayed(world, args, { isGood: (id) => id !== "msg_2" });
    expect([lines.at(-1), left]).toEqual(["12 replayed.", 1]);
  });

  it("stops in the midst of the rest, and sends no more", async () => {
    const world = await open();
    world.put(FORMS, ...idsOf(200).map(letterOf));
    const args = "replay --all --canary 3 --rate 10";
    const { complaints, left } = await replayed(world, args, { isGood: (id) => Number(id.slice(4)) <= 20 });
    expect(complaints).toContainEqual(
      expect.stringMatching(/^The replay stopped: \d+ of the \d+ that are out fail again\./),
    );
    expect(left).toBeGreaterThan(100);
    expect(await world.pullable(FORMS)).toHaveLength(left);
  });

  it("takes it for good of a project that none has come back for a while", async () => {
    const world = await open();
    world.put(FORMS, ...idsOf(6).map(letterOf));
    const { complaints, lines, left } = await replayed(world, "replay --all --canary 3 --settle 2s", {
      isProject: true,
    });
    expect({ complaints, left }).toEqual({ complaints: [], left: 0 });
    expect(lines.at(-2)).toBe("6 of 6 replayed: 0 failed again");
  });

  it("stops where what is replayed would wait for a paused handler", async () => {
    const world = await open();
    world.put(FORMS, letterOf("msg_1"));
    const pubsub: Pubsub = {
      ...world.pubsub,
      subscription: () => Promise.resolve({ labels: { "paused-since": "1", "paused-why": "http_503" } }),
    };
    const { complaints, left } = await replayed(world, "replay --all --canary 3", { pubsub });
    expect(complaints[0]).toBe(
      "The replay stopped: form-submitted is paused, and what is replayed would wait. All others stay where they were.",
    );
    expect(left).toBe(1);
  });

  it.each(["replay --all --stop-at 10%25", "replay msg_1"])(
    "stops %s where little is left of an allowance",
    async (args) => {
      const world = await open();
      world.put(FORMS, letterOf("msg_1"));
      const { complaints, left } = await replayed(world, args, { used: 90 });
      expect(complaints[0]).toMatch(/^The replay stopped: 90 of the 100 API calls of the day of salesforce are used\./);
      expect(left).toBe(1);
    },
  );

  it.each(["replay --all", "replay --all --canary 3"])(
    "stops a project's %s by what its functions have logged",
    async (args) => {
      const world = await open();
      world.put(FORMS, letterOf("msg_1"));
      const asked: unknown[] = [];
      const google = googleOf((body) => {
        asked.push(body);
        const timestamp = new Date(quickClock.now()).toISOString();
        return { entries: [{ timestamp, jsonPayload: { system: "salesforce", quotaUsed: 91, quotaMax: 100 } }] };
      });
      const { complaints } = await world.run(args, { clock: quickClock, google });
      expect(complaints[0]).toMatch(/^The replay stopped: 91 of the 100 API calls of the day of salesforce are used\./);
      expect(world.lying(FORMS)).toHaveLength(1);
      // Another copy in the same project may be another org's.
      expect(textIn(asked[0], "filter")).toContain(
        '\nresource.labels.service_name=("app" OR "customerio" OR "form-submitted" OR "form-audit" OR "contact-unsubscribed")\n',
      );
    },
  );

  it("replays where it may not read a project's logs, and says that it does not stop by itself", async () => {
    const world = await open();
    world.put(FORMS, letterOf("msg_1"));
    const google = googleOf(() => {
      throw new CommandError("refused: 403");
    });
    const { complaints, isGood } = await world.run("replay --all", { google });
    expect({ complaints, isGood, left: world.lying(FORMS) }).toEqual({
      complaints: ["What is used of allowances is not known, and no replay stops for it: refused: 403"],
      isGood: true,
      left: [],
    });
  });

  it("leaves all that is not out where it lay when it is interrupted", async () => {
    const world = await open();
    world.put(FORMS, ...idsOf(100).map(letterOf));
    const interruption = new AbortController();
    const deliveries = startHandler(world, () => true);
    const place = { ...world.place, runner: await startRunner(deliveries) };
    const lines: string[] = [];
    const print = (line: string) => {
      lines.push(line);
      if (/^\d+ of 100 replayed/.test(line)) interruption.abort();
    };
    const options = { clock: quickClock, place, signal: interruption.signal, print };
    const { complaints } = await world.run("replay --all --canary 3 --rate 2", options);
    const out = Number(/(\d+) replayed, /.exec(lines.at(-1) ?? "")?.[1]);
    expect(out).toBeGreaterThan(0);
    expect(await world.pullable(FORMS)).toHaveLength(100 - out);
    expect(complaints).toContain("Interrupted: what was not replayed stays where it was.");
  });

  it("keeps a line of each letter that is out: who, when, which and where to, and nothing of what it holds", async () => {
    const folder = mkdtempSync(join(tmpdir(), "replays-"));
    closing.push(() => rmSync(folder, { recursive: true }));
    const journal = join(folder, "kept/replays.jsonl");
    const world = await open();
    world.put(FORMS, letterOf("msg_1"), letterOf("msg_2"));
    await replayed(world, "replay msg_1", { journal });
    await replayed(world, "replay msg_2", { journal });
    const text = readFileSync(journal, "utf8");
    const lines = text
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(lines).toEqual(
      ["msg_1", "msg_2"].map((id) => ({
        at: expect.stringMatching(/^\d{4}-/),
        who: expect.stringMatching(/^\S+@\S+$/),
        project: "p",
        prefix: "",
        outcome: "replayed",
        kind: "dead-letter",
        name: "form-submitted",
        id,
        messageId: expect.any(String),
        topic: FORMS,
        reason: expect.stringMatching(/^INVALID_FIELD /),
        to: [{ topic: "form.submitted", id, handler: "form-submitted" }],
      })),
    );
    expect(text).not.toContain("@example.com");
  });

  it.each([
    ["replay --all --stop-at some", /^--stop-at is "some"; a part of those that are out is expected/],
    ["replay --all --stop-at 101%25", /^--stop-at is "101%"/],
    ["replay --all --settle soon", /^"soon" is no duration/],
    ["list --canary 3", /^--canary belongs to replay\.$/],
  ])("explains %s", async (args, complaint) => {
    await expect((await open()).run(args)).rejects.toThrow(complaint);
  });
});

describe("a replay that is killed", () => {
  /** Its process is gone at the nth call: nothing of it happens any more, and nothing is given back. */
  function dyingAt(point: number, pubsub: Pubsub): { readonly mortal: Pubsub; readonly died: Promise<void> } {
    const { promise: died, resolve: die } = Promise.withResolvers<void>();
    const made: Promise<unknown>[] = [];
    const dying =
      <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
      (...given: Given): Promise<Answer> => {
        if (made.length < point) {
          const called = call(...given);
          made.push(called);
          return called;
        }
        void Promise.allSettled(made).then(() => die()); // what it had begun takes its effect
        return new Promise<never>(() => {});
      };
    const { pull, acknowledge, setAckDeadline, publish } = pubsub;
    const mortal = {
      ...pubsub,
      pull: dying(pull),
      acknowledge: dying(acknowledge),
      setAckDeadline: dying(setAckDeadline),
      publish: dying(publish),
    };
    return { mortal, died };
  }

  it("loses nothing, wherever that is, and is gone on with", async () => {
    const clock = new VirtualClock();
    const world = await startWorld({ clock });
    closing.push(() => world.close());
    for (let point = 1; point <= 20; point += 1) {
      const ids = idsOf(6).map((id) => `${id}_of_${point}`);
      world.put(FORMS, ...ids.map(letterOf));
      const { mortal, died } = dyingAt(point, world.pubsub);
      await Promise.race([world.run("replay --all", { pubsub: mortal }), died]);
      await clock.advance(61_000); // its leases end
      await world.run("replay --all");
      const out = world.lying("form-submitted").map(({ attributes }) => attributes["ce-id"] ?? "");
      expect(new Set(out.filter((id) => id.endsWith(`_of_${point}`)))).toEqual(new Set(ids));
      expect({ point, left: world.lying(FORMS) }).toEqual({ point, left: [] });
    }
  });

  it("is told from another at the same time: each letter is one's alone", async () => {
    const world = await open();
    world.put(FORMS, ...idsOf(60).map(letterOf));
    const both = await Promise.all([world.run("replay --all"), world.run("replay --all")]);
    expect(both.map(({ complaints }) => complaints)).toEqual([[], []]);
    const out = world.lying("form-submitted").map(({ attributes }) => attributes["ce-id"] ?? "");
    expect(out.toSorted()).toEqual(idsOf(60).toSorted());
    expect(world.lying(FORMS)).toEqual([]);
  });
});
