import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type FastLane, ONCE, startFastLane, tracesOf } from "./fast-lane.ts";
import { poll } from "./history.ts";
import { formFill, freshId } from "./webhooks.ts";

let lane: FastLane;
beforeAll(async () => {
  lane = await startFastLane({ handlers: ["form-submitted"] });
});
afterAll(() => lane.close());

const subscription = () =>
  lane.runner.world.pubsub.broker.getSubscription("projects/ycat-local/subscriptions/form-submitted");

describe("npm start", () => {
  it("has a handler pause while Salesforce is down, and go on when it is back", async () => {
    await lane.submitForm("somebody@example.com");
    await lane.fault({ system: "salesforce", fault: "5xx-json", times: 1000 });
    const [id, email] = [freshId(), "ada@example.com"];
    await lane.send("app", formFill({ email }), id);
    await poll(() => subscription().pushConfig === undefined, "the handler's pause");
    expect(subscription().labels).toMatchObject({ "paused-by": "outage", "paused-system": "salesforce" });
    await lane.ask("DELETE", "/api/faults");
    await lane.handled(id);
    expect(subscription().pushConfig).toBeDefined();
    expect(tracesOf(await lane.settled(), email)).toEqual(ONCE);
    expect((await lane.state()).pubsub.deadLetters).toEqual([]);
  });

  it("has a handler go on though the keeper is killed by -9 while it asks, as it resumes, and just after", async () => {
    const { broker } = lane.runner.world.pubsub;
    const isPaused = () => subscription().pushConfig === undefined;
    await lane.fault({ system: "salesforce", fault: "5xx-json", times: 1000 });
    const [id, email] = [freshId(), "grace@example.com"];
    await lane.send("app", formFill({ email }), id);
    await poll(isPaused, "the handler's pause");
    await lane.fault({ system: "salesforce", match: "GET /query", fault: "stall-headers" });
    await lane.struck(1);
    const update = broker.updateSubscription.bind(broker);
    const changes: string[] = [];
    broker.updateSubscription = (...change) => {
      changes.push(["before it is applied", "after it is applied"][changes.length] ?? "none");
      if (changes.at(-1) === "none") return update(...change);
      void killKeeper();
      if (changes.length === 1) throw new Error("whom this is told is gone");
      return update(...change);
    };
    await killKeeper();
    await lane.ask("DELETE", "/api/faults");
    await lane.handled(id);
    expect([changes, isPaused()]).toEqual([["before it is applied", "after it is applied"], false]);
    expect(tracesOf(await lane.settled(), email)).toEqual(ONCE);
    expect((await lane.state()).pubsub.deadLetters).toEqual([]);
    broker.updateSubscription = update;
  });
});

function killKeeper(): Promise<void> {
  const keeper = lane.runner.functions.get("keeper");
  const pid = keeper?.pid();
  if (pid === undefined) throw new Error("no keeper runs");
  process.kill(pid, "SIGKILL");
  return poll(() => keeper?.pid() !== pid, "the keeper's end");
}
