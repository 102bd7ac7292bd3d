import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { systemClock } from "../../../functions/runtime/clock.ts";
import { backlogSettings, createBacklogs, readBacklogShare } from "../../../functions/runtime/keeper/backlog.ts";
import { createTransport } from "../../../functions/runtime/transport.ts";
import type { FetchInit } from "../../../functions/runtime/define/client.ts";
import { type Pubsub, startPubsub } from "../../../local/pubsub/api/server.ts";

describe("createBacklogs", () => {
  let pubsub: Pubsub;
  beforeAll(async () => {
    pubsub = await startPubsub();
    const { broker } = pubsub;
    broker.createTopic({ name: "projects/p/topics/event" });
    for (const name of ["paused", "other"])
      broker.createSubscription({ name: `projects/p/subscriptions/${name}`, topic: "projects/p/topics/event" });
    broker.publish("projects/p/topics/event", [{ data: "MQ==", attributes: {}, orderingKey: "" }]);
    const [held] = await broker.pull("projects/p/subscriptions/other", 1, { returnImmediately: true });
    broker.acknowledge("projects/p/subscriptions/other", [held?.ackId ?? ""]);
  });
  afterAll(() => pubsub.close());

  it("counts what waits in each subscription of the project", async () => {
    const count = createBacklogs("p", {
      emulatorHost: pubsub.host,
      clock: systemClock,
      fetch: createTransport(systemClock),
    });
    expect(await count()).toEqual(
      new Map([
        ["paused", 1],
        ["other", 0],
      ]),
    );
  });

  it("takes the newest point of each series, of all pages, and leaves out what it can't read", async () => {
    const series = (subscription_id: string, ...values: unknown[]) => ({
      resource: { labels: { subscription_id } },
      points: values.map((value) => ({ value })),
    });
    const pages = [
      { timeSeries: [series("a", { int64Value: "7" }, { int64Value: "9" }), series("none")], nextPageToken: "two/2" },
      {
        timeSeries: [series("b", { int64Value: "0" }), series("odd", { int64Value: "many" }), null, {}],
        nextPageToken: "3",
      },
      { timeSeries: [series("mean", { doubleValue: 2.5 })] },
    ];
    const asked: URL[] = [];
    const fetch = (url: string, { headers }: FetchInit) => {
      expect(headers).toMatchObject({ authorization: "Bearer token" });
      asked.push(new URL(url));
      return Promise.resolve(new Response(JSON.stringify(pages[asked.length - 1])));
    };
    const accessToken = { current: () => Promise.resolve("token"), forget: () => {} };
    const clock = { ...systemClock, now: () => Date.parse("2026-01-01T00:10:00Z") };
    const count = createBacklogs("p", { emulatorHost: undefined, clock, fetch, accessToken });
    expect(await count()).toEqual(
      new Map([
        ["a", 7],
        ["b", 0],
        ["mean", 2.5],
      ]),
    );
    expect(asked.map(({ origin, pathname }) => origin + pathname)).toEqual(
      pages.map(() => "https://monitoring.googleapis.com/v3/projects/p/timeSeries"),
    );
    expect(asked.map(({ searchParams }) => searchParams.get("pageToken"))).toEqual([null, "two/2", "3"]);
    expect(asked[0]?.searchParams.get("interval.startTime")).toBe("2026-01-01T00:00:00.000Z");
  });
});

describe("readBacklogShare", () => {
  it("is a part of one", () => {
    const texts = ["0", "100", backlogSettings.ALLOWANCE_BACKLOG.default];
    expect(texts.map((text) => readBacklogShare({ ALLOWANCE_BACKLOG: text }))).toEqual([0, 1, 0.5]);
  });

  it.each(["", "101", "-1", "half", "50%"])("is not %j", (text) => {
    expect(() => readBacklogShare({ ALLOWANCE_BACKLOG: text })).toThrow("ALLOWANCE_BACKLOG must be a percent");
  });
});
