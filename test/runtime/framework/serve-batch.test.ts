import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { batchFunction, callBatch as call, openFormBatch } from "../../harness/batch-function.ts";
import { environment, type FunctionProcess, startFunction } from "../../harness/function-process.ts";

const many = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

/** Whom it says that it has written, so far. */
function written(started: FunctionProcess): string[] {
  return started
    .lines()
    .map((line): { message?: string; eventId?: string } => JSON.parse(line))
    .flatMap(({ message, eventId }) => (message === "written" && eventId !== undefined ? [eventId] : []));
}

async function untilWritten(started: FunctionProcess, count: number): Promise<void> {
  while (written(started).length < count) await once(started.child.stdout ?? started.child, "data");
}

describe("a batch handler's process", () => {
  let built: Awaited<ReturnType<typeof batchFunction>>;
  beforeAll(async () => {
    built = await batchFunction();
  });
  afterAll(async () => {
    await built[Symbol.asyncDispose]();
  });
  const start = (host: string, msEach: number) => {
    const variables = { ...environment, PUBSUB_EMULATOR_HOST: host, MS_EACH: String(msEach) };
    return startFunction("form-batch", variables, built.folder);
  };

  it("handles what waits, answers 204, and answers a second call at once while it is at work", async () => {
    await using opened = await openFormBatch(many(20));
    await using started = start(opened.host, 20);
    const first = call(started);
    await untilWritten(started, 1);
    expect([await call(started), opened.waiting().length > 0]).toEqual([204, true]);
    expect(await first).toBe(204);
    expect(opened.waiting()).toEqual([]);
    expect(new Set(written(started)).size).toBe(20);
    const lines = started.lines().map((line): { message: string } => JSON.parse(line));
    expect(lines.filter(({ message }) => message === "event handled")).toHaveLength(20);
    expect(lines).toContainEqual(expect.objectContaining({ message: "already running", outcome: "skipped" }));
    expect(lines).toContainEqual(
      expect.objectContaining({ message: "batch handled", count: 20, handler: "form-batch" }),
    );
  });

  it("loses nothing when it is killed in the middle", async () => {
    await using opened = await openFormBatch(many(30));
    await using killed = start(opened.host, 20);
    const answer = call(killed);
    await untilWritten(killed, 10);
    killed.child.kill("SIGKILL");
    expect(await answer).toBe("gone");
    await killed.ended;
    const left = opened.waiting();
    expect(left.length).toBeGreaterThanOrEqual(20);
    await opened.clock.advance(80_000);
    await using next = start(opened.host, 0);
    expect(await call(next)).toBe(204);
    expect(opened.waiting()).toEqual([]);
    expect(written(next).toSorted()).toEqual(left.toSorted());
    expect(new Set([...written(killed), ...written(next)]).size).toBe(30);
  });

  it("ends on SIGTERM what is at work, and then itself", async () => {
    await using opened = await openFormBatch(many(10));
    await using started = start(opened.host, 50);
    const answer = call(started);
    await untilWritten(started, 2);
    started.child.kill("SIGTERM");
    expect(await answer).toBe(204);
    expect(await started.ended).toBe(0);
    expect(opened.waiting()).toEqual([]);
  });

  it("answers 503 where it may not ask, and 413 to what is no call of Cloud Scheduler's", async () => {
    await using opened = await openFormBatch(many(1));
    await using started = start(opened.host, 0);
    opened.removeSubscription();
    expect(await call(started)).toBe(503);
    const long = { method: "POST", body: "x".repeat(64 * 1024 + 1) };
    expect((await fetch(`http://127.0.0.1:${await started.port}/`, long)).status).toBe(413);
    expect(started.lines().map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ message: "messages not fetched", reason: "NOT_FOUND", system: "pubsub" }),
    ]);
  });
});
