import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { FastLane } from "../local/runner/fast-lane.ts";
import { freshId, signForApp } from "../local/runner/webhooks.ts";
import { expectWhole, formEvent, formOf, outcome, push, pushUntilDone, refusal, startReports } from "./reports.ts";

let lane: FastLane;
beforeAll(async () => {
  lane = await startReports();
});
afterEach(() => lane.reset());
afterAll(() => lane.close());

describe("27: attempts that Pub/Sub has counted, and that never came", () => {
  it.each([2, 5, 9, 40])("the handler's first own failure, at attempt %d, is not its last", async (attempt) => {
    const event = formEvent();
    await lane.fault(refusal("POST /sobjects/Lead", "A_CODE_THAT_NO_TABLE_HAS"));
    expect(await push(lane, event, attempt)).toBeGreaterThanOrEqual(500);
    expect(await push(lane, event, attempt + 1)).toBe(204);
    expectWhole({ attempt: 1, ...(await outcome(lane)) });
  });

  it("its own do count: a code that no table has is given up, once", async () => {
    await lane.fault(refusal("POST /sobjects/Lead", "A_CODE_THAT_NO_TABLE_HAS", { times: 0 }));
    expect(await pushUntilDone(lane, formEvent())).toBeLessThanOrEqual(10);
    expect((await outcome(lane)).leads).toEqual([]);
  });
});

describe("28: webhooks that Svix hosts", () => {
  const svix = ["svix-id", "svix-timestamp", "svix-signature"] as const;
  const standard = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
  it.each([
    ["under Svix's names", svix],
    ["under the standard's", standard],
    ["under both", [...svix, ...standard]],
  ])("are taken %s", async (_what, names) => {
    const id = freshId();
    const { body, headers } = signForApp(formOf({}), { id, secret: lane.secretOf("app") });
    const named = names.map((name) => [name, headers[name.replace("svix-", "webhook-")] ?? ""]);
    const answer = await lane.post("app", {
      body,
      headers: { ...Object.fromEntries(named), "content-type": "application/json" },
    });
    expect(answer).toMatchObject({ status: 201, body: { outcome: "published", events: [id] } });
    const { attempt } = await lane.handled(id);
    expectWhole({ attempt, ...(await outcome(lane)) });
  });

  it("are refused where names are mixed to no whole", async () => {
    const { body, headers } = signForApp(formOf({}), { secret: lane.secretOf("app") });
    const { "webhook-signature": signature = "", ...others } = headers;
    const answer = await lane.post("app", {
      body,
      headers: { ...others, "svix-signature": signature.replace("v1", "v2") },
    });
    expect(answer.status).toBe(401);
  });
});

describe("29: how a body says that it is JSON", () => {
  it.each<[string, Record<string, string>]>([
    ["charset=utf8", { "content-type": "application/json; charset=utf8" }],
    ["a charset that there is not", { "content-type": "application/json; charset=klingon" }],
    ["content-encoding: UTF-8", { "content-encoding": "UTF-8" }],
    ["content-encoding: identity", { "content-encoding": "identity" }],
    ["text/plain", { "content-type": "text/plain" }],
    ["nothing readable", { "content-type": ";;;" }],
    ["a vendor's own", { "content-type": "application/vnd.acme+json;v=2" }],
  ])("is taken: %s", async (_what, said) => {
    const id = freshId();
    const { body, headers } = signForApp(formOf({}), { id, secret: lane.secretOf("app") });
    expect(await lane.post("app", { body, headers: { ...headers, ...said } })).toMatchObject({ status: 201 });
    const { attempt } = await lane.handled(id);
    expectWhole({ attempt, ...(await outcome(lane)) });
  });
});
