import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { dist, root } from "../../../bundler/paths.ts";
import { findUnits } from "../../../bundler/read/units.ts";
import { manifestOf } from "../../../bundler/write/manifest.ts";
import { subscriptionPath } from "../../../local/runner/functions/topics.ts";
import { earlierMessages, followDeliveries } from "../../../tools/send/deliveries.ts";
import { batchFunction } from "../../harness/batch-function.ts";
import { type FastLane, startFastLane } from "./fast-lane.ts";
import { formFill } from "./webhooks.ts";

const formBatch = {
  file: "form-batch",
  specification: { name: "form-batch", eventType: "form.submitted" as const, uses: [], batch: {}, async *run() {} },
};

/** A build of the source app and of a batch handler alone. */
async function buildWith(batchFolder: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-build-"));
  const { sources } = await findUnits();
  const units = { sources: sources.filter(({ file }) => file === "app"), handlers: [formBatch], clients: [] };
  await mkdir(join(folder, "functions"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await symlink(join(dist, "functions/app"), join(folder, "functions/app"));
  await symlink(batchFolder, join(folder, "functions/form-batch"));
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifestOf(units, new Map())));
  return folder;
}

describe("npm start, with a batch handler", () => {
  let built: Awaited<ReturnType<typeof batchFunction>>;
  let folder: string;
  let lane: FastLane;
  beforeAll(async () => {
    built = await batchFunction();
    folder = await buildWith(built.folder);
    lane = await startFastLane({ dist: folder });
  });
  afterAll(async () => {
    await lane.close();
    await rm(folder, { recursive: true });
    await built[Symbol.asyncDispose]();
  });

  it("has its subscription deliver exactly once, in no order, to whoever pulls", () => {
    const { broker } = lane.runner.world.pubsub;
    const subscription = broker.getSubscription(subscriptionPath("form-batch"));
    expect(subscription).toMatchObject({ enableExactlyOnceDelivery: true, enableMessageOrdering: false });
    expect(subscription.pushConfig).toBeUndefined();
  });

  it("calls it where something waits, shows what it made of each event, and lets npm run send follow them", async () => {
    const log = jest.spyOn(console, "log").mockImplementation(() => {});
    const earlier = await earlierMessages(lane.runner.url);
    const { body } = await lane.send("app", formFill({ email: "ada@example.com" }));
    const [id = ""] = body.events ?? [];
    const fate = await followDeliveries(lane.runner.url, [id], { earlier, timeoutMs: 120_000 });
    const printed = log.mock.calls.map(([line]) => String(line));
    log.mockRestore();
    expect(fate).toBe("handled");
    expect(printed).toEqual([expect.stringMatching(/^ {2}form-batch: done at attempt 1, in [\d.]+ ms$/)]);
    const deliveries: unknown = JSON.parse((await lane.ask("GET", "/api/deliveries")).text);
    expect(deliveries).toEqual([
      expect.objectContaining({ eventId: id, subscription: "form-batch", attempt: 1, outcome: "acknowledged" }),
    ]);
  });
});
