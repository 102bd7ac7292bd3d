import { describe, expect, it } from "@jest/globals";
import type { Fetch } from "../../../functions/runtime/define/client.ts";
import { createSubscriptions } from "../../../functions/runtime/pubsub/subscriptions.ts";
import { VirtualClock } from "../../../local/core/clock.ts";

/** Pub/Sub's REST API, which answers all calls so. */
function api(answer: object, status = 200) {
  const asked: unknown[] = [];
  const clock = new VirtualClock();
  const fetch: Fetch = async (url, { method, headers, body, isFresh, redirect }) => {
    expect([isFresh, redirect]).toEqual([true, "manual"]);
    asked.push([method, url, headers, body === undefined ? undefined : JSON.parse(body)]);
    return Response.json(answer, { status });
  };
  return { asked, clock, subscriptions: createSubscriptions({ emulatorHost: "pubsub.test", clock, fetch }) };
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

  it.each([200, 403])("leaves no timer behind after an answer %i", async (status) => {
    const { clock, subscriptions } = api({}, status);
    await subscriptions.get("s").catch(() => undefined);
    expect(clock.nextAt()).toBeUndefined();
  });

  it("gives up after five seconds", async () => {
    const clock = new VirtualClock();
    const fetch: Fetch = (_url, { signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const { get } = createSubscriptions({ emulatorHost: "pubsub.test", clock, fetch });
    const outcome = get("s").catch((error: unknown) => [clock.now(), error]);
    const began = clock.now();
    await clock.advance(5000);
    expect(await outcome).toMatchObject([began + 5000, { name: "SubscriptionError", code: "TIMEOUT" }]);
  });
});
