import { appendFile, cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { dist, root } from "../../../bundler/paths.ts";
import { subscriptionPath, topicPath } from "../../../local/runner/functions/topics.ts";
import { HANDLERS, manifestOf } from "./build-of.ts";
import { type FastLane, ONCE, startFastLane, tracesOf } from "./fast-lane.ts";
import { childrenOf, ended, isAlive } from "./processes.ts";
import { formFill, freshId, report } from "./webhooks.ts";

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).toReversed()) await clean();
});

async function start(options: { dist?: string } = {}): Promise<FastLane> {
  const lane = await startFastLane(options);
  cleanUp.push(() => lane.close());
  return lane;
}

/** A build of one's own, to be broken. */
async function copyBuild(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-dist-"));
  cleanUp.push(() => rm(folder, { recursive: true }));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await cp(dist, join(folder, "dist"), { recursive: true });
  await writeFile(join(folder, "dist/manifest.json"), JSON.stringify(await manifestOf(HANDLERS)));
  return join(folder, "dist");
}

const pids = ({ runner }: FastLane) =>
  Object.fromEntries([...runner.functions].map(([name, one]) => [name, one.pid()]));
const running = (lane: FastLane) => Object.values(pids(lane)).filter((pid) => pid !== undefined);

describe("a function", () => {
  it("starts at its first request, and not before", async () => {
    const lane = await start();
    expect(running(lane)).toEqual([]);
    await lane.submitForm("ada@example.com");
    const started = Object.entries(pids(lane)).filter(([, pid]) => pid !== undefined);
    expect(started.map(([name]) => name)).toEqual(expect.arrayContaining(["app", "form-submitted"]));
    expect(pids(lane)).toMatchObject({ customerio: undefined, "contact-unsubscribed": undefined });
    // It closes no idle connection: the runner might be about to use it.
    const address = await lane.runner.functions.get("app")?.address();
    const { headers } = await fetch(`http://127.0.0.1:${address?.port}/`);
    expect([headers.get("connection"), headers.get("keep-alive")]).toEqual(["keep-alive", null]);
  });

  it("starts once for requests that come at the same time", async () => {
    const lane = await start();
    const ids = Array.from({ length: 10 }, freshId);
    await Promise.all(ids.map((id, index) => lane.send("app", formFill({ email: `p${index}@example.com` }), id)));
    await Promise.all(ids.map((id) => lane.handled(id)));
    const before = running(lane);
    await lane.runner.close();
    cleanUp.length = 0;
    expect(before).toHaveLength(2);
    expect(lane.lines.items.filter(({ text }) => text.includes("ended with"))).toEqual([]);
  });

  it("whose bundle is broken says so in one line, and does not keep the others from going on", async () => {
    const broken = await copyBuild();
    for (const name of ["app", "contact-unsubscribed"])
      await writeFile(join(broken, "functions", name, "index.cjs"), "this is no JavaScript");
    const lane = await start({ dist: broken });
    const { status, text } = await lane.ask("POST", "/webhooks/app");
    const reason = `The function app did not start from ${join(broken, "functions/app")}: it ended with code 1; the lines before this one say why.`;
    expect([status, JSON.parse(text)]).toEqual([502, { outcome: "failed", reason }]);
    expect(lane.lines.items.filter((line) => line.text === reason)).toHaveLength(1);

    const { body } = await lane.send("customerio", report("email.unsubscribed", "ada@example.com"));
    const id = body.events?.[0] ?? "";
    expect(
      await lane.deliveries.first(({ attributes }) => attributes["ce-id"] === id, "the first attempt"),
    ).toMatchObject({ outcome: "unreachable" });
    await cp(
      join(dist, "functions/contact-unsubscribed/index.cjs"),
      join(broken, "functions/contact-unsubscribed/index.cjs"),
    );
    await lane.handled(id);
  });

  // The Functions Framework prints the whole error: functions/runtime/framework/framework.ts has to be there first.
  it.each([
    ["outside of a request", 'setTimeout(() => { throw new Error("canary of a payload"); }, 200);'],
    [
      "in mid-request",
      `const { Server } = require("node:http");
       const { emit } = Server.prototype;
       Server.prototype.emit = function (name, ...all) {
         if (name === "request") setImmediate(() => { throw new Error("canary of a payload"); });
         return emit.call(this, name, ...all);
       };`,
    ],
  ])(
    "that ends by an error that nobody catches, %s, shows its text, since this is one's own machine, and logs none",
    async (_where, code) => {
      const copy = await copyBuild();
      await appendFile(join(copy, "functions/app/index.cjs"), `\n${code}`);
      const lane = await start({ dist: copy });
      await fetch(`${lane.runner.url}/webhooks/app`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      }).catch(() => undefined);
      await lane.lines.first(({ text }) => text.includes("ended with code"), "the end");
      expect(lane.lines.items.filter(({ text }) => text.includes("canary")).map(({ text }) => text)).toEqual([
        "Error: canary of a payload",
      ]);
      expect(lane.lines.items.filter(({ text }) => text.includes("an error that nothing caught"))).toHaveLength(1);
    },
  );

  it("whose bundle is missing says so, and starts when it is there", async () => {
    const copy = await copyBuild();
    const folder = join(copy, "functions/app");
    await rename(folder, `${folder}.away`);
    const lane = await start({ dist: copy });
    expect(JSON.parse((await lane.ask("POST", "/webhooks/app")).text)).toEqual({
      outcome: "failed",
      reason: `The function app did not start from ${folder}: ENOENT.`,
    });
    await rename(`${folder}.away`, folder);
    await lane.submitForm("ada@example.com");
  });
});

describe("startRunner", () => {
  it("says that the build is missing", async () => {
    await expect(startFastLane({ dist: "/nonexistent" })).rejects.toThrow(
      /manifest\.json can't be read: run npm run build/,
    );
  });

  it("runs beside another of its kind, and they do not meet", async () => {
    const lanes = [await start(), await start()];
    for (const [index, lane] of lanes.entries()) {
      expect((await lane.state()).salesforce["Lead"]).toEqual([]);
      await lane.submitForm(`person${index}@example.com`);
      const state = await lane.settled();
      expect(tracesOf(state, `person${index}@example.com`)).toEqual(ONCE);
      expect(state.salesforce["Lead"]).toHaveLength(1);
    }
  });

  it("ends every process within two seconds, those too that hang", async () => {
    const lane = await startFastLane();
    await lane.fault({ system: "salesforce", fault: "stall-headers" });
    await lane.send("app", formFill());
    await lane.struck(1);
    const before = running(lane);
    const started = Date.now();
    await lane.close();
    expect(Date.now() - started).toBeLessThan(2000);
    expect(before).toHaveLength(2);
    expect(before.filter(isAlive)).toEqual([]);
  });
});

describe("a system without a stand-in", () => {
  it("is named once, its handlers are not started, and the others run on", async () => {
    const copy = await copyBuild();
    const path = join(copy, "manifest.json");
    const manifest = JSON.parse(await readFile(path, "utf8"));
    manifest.functions["contact-unsubscribed"].uses = ["acme"];
    await writeFile(path, JSON.stringify(manifest));
    const lane = await start({ dist: copy });
    await lane.runner.reload();
    expect(lane.lines.items).toEqual([
      {
        name: "acme",
        text: expect.stringMatching(/^has no stand-in, local\/acme\/stand-in.ts: contact-unsubscribed must not reach/),
      },
    ]);
    expect(Object.keys(pids(lane))).not.toContain("contact-unsubscribed");
    await lane.submitForm("ada@example.com");
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
  });

  it("is not reached by a function that knows its address", async () => {
    const copy = await copyBuild();
    const call = 'require("node:https").get("https://api.acme.test/").on("error", ({ code }) => console.log(code));';
    await appendFile(join(copy, "functions/app/index.cjs"), `\n${call}\n`);
    const lane = await start({ dist: copy });
    await lane.submitForm("ada@example.com");
    await lane.lines.first(({ text }) => text === "NOT_LOOPBACK", "the refusal");
  });
});

describe("reload", () => {
  interface ChangedManifest {
    functions: { [name: string]: { bundle: string } };
    topics: { [name: string]: object };
    subscriptions: { [name: string]: { ordered: boolean; ackDeadlineSeconds: number } };
  }

  async function changeManifest(folder: string, change: (manifest: ChangedManifest) => void): Promise<void> {
    const path = join(folder, "manifest.json");
    const manifest = JSON.parse(await readFile(path, "utf8"));
    change(manifest);
    await writeFile(path, JSON.stringify(manifest));
  }

  it("starts a changed function anew in the middle of deliveries, leaves the others, and loses and leaks nothing", async () => {
    const copy = await copyBuild();
    const lane = await start({ dist: copy });
    await lane.submitForm("somebody@example.com");
    const { app, "form-submitted": handler } = pids(lane);
    await lane.fault({ system: "salesforce", match: "POST /sobjects/Lead", fault: "stall-headers" });
    const id = freshId();
    await lane.send("app", formFill({ email: "ada@example.com" }), id);
    await lane.struck(1);

    await changeManifest(copy, ({ functions }) =>
      Object.assign(functions["form-submitted"] ?? {}, { bundle: "functions/other.zip" }),
    );
    const reloading = lane.runner.reload();
    const others = Array.from({ length: 5 }, (_, index) => lane.submitForm(`p${index}@example.com`));
    expect(await reloading).toEqual(["form-submitted"]);
    await Promise.all([...others, lane.handled(id)]);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
    expect(pids(lane)["app"]).toBe(app);
    expect(pids(lane)["form-submitted"]).not.toBe(handler);
    await ended([handler ?? 0]);
    expect(new Set(childrenOf(process.pid))).toEqual(new Set(running(lane)));
  });

  it.each<[string, { ordered?: boolean; ackDeadlineSeconds?: number }, object]>([
    ["the time that a handler has", { ackDeadlineSeconds: 99 }, { ackDeadlineSeconds: 99 }],
    ["whether a person's events are delivered in order", { ordered: false }, { enableMessageOrdering: false }],
  ])("takes over %s", async (_, change, expected) => {
    const copy = await copyBuild();
    const lane = await start({ dist: copy });
    await changeManifest(copy, ({ subscriptions }) => Object.assign(subscriptions["form-submitted"] ?? {}, change));
    await lane.runner.reload();
    const { broker } = lane.runner.world.pubsub;
    expect(broker.getSubscription(subscriptionPath("form-submitted"))).toMatchObject(expected);
    await lane.submitForm("ada@example.com");
  });

  it("drops a topic that has gone", async () => {
    const copy = await copyBuild();
    const lane = await start({ dist: copy });
    await changeManifest(copy, ({ topics, subscriptions }) => {
      delete topics["webhook.rejected"];
      delete subscriptions["webhook.rejected"];
    });
    const topics = () => lane.runner.world.pubsub.broker.state().topics;
    expect(topics()).toContain(topicPath("webhook.rejected"));
    await lane.runner.reload();
    expect(topics()).not.toContain(topicPath("webhook.rejected"));
  });

  it("ends a function that is gone, and delivers to it no more", async () => {
    const copy = await copyBuild();
    const lane = await start({ dist: copy });
    await lane.submitForm("ada@example.com");
    const { "form-submitted": handler } = pids(lane);
    await changeManifest(copy, (manifest) => {
      delete manifest.functions["form-submitted"];
      manifest.subscriptions = Object.fromEntries(
        Object.entries(manifest.subscriptions).filter(([name]) => name !== "form-submitted"),
      );
    });
    expect(await lane.runner.reload()).toEqual(["form-submitted"]);
    await ended([handler ?? 0]);
    await lane.send("app", formFill());
    expect((await lane.state()).pubsub.subscriptions).not.toContainEqual(
      expect.objectContaining({ name: "form-submitted" }),
    );
  });
});
