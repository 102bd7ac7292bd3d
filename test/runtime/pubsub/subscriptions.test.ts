import { describe, expect, it } from "@jest/globals";
import type { Fetch } from "../../../functions/runtime/define/client.ts";
import { createSubscriptions } from "../../../functions/runtime/pubsub/subscriptions.ts";
import { systemClock } from "../../../functions/runtime/clock.ts";

/** Pub/Sub's REST API, which answers all calls so. */
function api(answer: object, status = 200) {
  const asked: unknown[] = [];
  const fetch: Fetch = async (url, { method, headers, body }) => {
    asked.push([method, url, headers, body === undefined ? undefined : JSON.parse(body)]);
    return Response.json(answer, { status });
  };
  return { asked, subscriptions: createSubscriptions({ emulatorHost: "pubsub.test", clock: systemClock, fetch }) };
}

describe("createSubscriptions", () => {
  it.each([
    [{ pushConfig: { pushEndpoint: "https://h", oidcToken: {} }, labels: { a: "b", c: 1 } }, "https://h", { a: "b" }],
    [{ pushConfig: {} }, undefined, {}],
    [{}, undefined, {}],
  ])("reads of %j where it pushes to, and its labels", async (answer, pushEndpoint, labels) => {
    const { asked, subscriptions } = api(answer);
    const pushConfig = pushEndpoint === undefined ? {} : { pushConfig: { pushEndpoint } };
    expect(await subscriptions.get("projects/p/subscriptions/s")).toEqual({ ...pushConfig, labels });
    expect(asked).toEqual([["GET", "http://pubsub.test/v1/projects/p/subscriptions/s", {}, undefined]]);
  });

  it("changes both at once, or says that it has not", async () => {
    const change = { pushConfig: {}, labels: { a: "b" } };
    const { asked, subscriptions } = api({});
    await subscriptions.patch("projects/p/subscriptions/s", change);
    const body = { subscription: { name: "projects/p/subscriptions/s", ...change }, updateMask: "pushConfig,labels" };
    const headers = { "content-type": "application/json" };
    expect(asked).toEqual([["PATCH", "http://pubsub.test/v1/projects/p/subscriptions/s", headers, body]]);
    await expect(api({}, 403).subscriptions.patch("s", change)).rejects.toMatchObject({ code: "HTTP_403" });
  });
});
