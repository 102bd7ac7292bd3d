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
    expect(tracesOf(await lane.state(), email)).toEqual(ONCE);
    expect((await lane.state()).pubsub.deadLetters).toEqual([]);
  });
});
