import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect as connectSocket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import type { DeliveryRecord } from "../../../local/pubsub/delivery/push.ts";
import type { Pubsub, PubsubSettings } from "../../../local/pubsub/api/server.ts";
import { startPubsub } from "../../../local/pubsub/api/server.ts";
import type { Target } from "./target.ts";
import { connect, text } from "./target.ts";

const NEVER = new Promise<number>(() => {});

describe("startPubsub", () => {
  const running: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const each of running.splice(0).toReversed()) await each.close();
  });

  async function start(settings?: PubsubSettings): Promise<{ pubsub: Pubsub; target: Target }> {
    const pubsub = await startPubsub(settings);
    const target = await connect(pubsub.host);
    running.push(pubsub, target);
    return { pubsub, target };
  }

  /** Resolves with so many delivery records. */
  function records(pubsub: Pubsub, count: number): Promise<DeliveryRecord[]> {
    const { promise, resolve } = Promise.withResolvers<DeliveryRecord[]>();
    const all: DeliveryRecord[] = [];
    pubsub.broker.onDelivery((record) => {
      if (all.push(record) === count) resolve(all);
    });
    return promise;
  }

  async function pushSubscription(target: Target, pushEndpoint: string, settings: object = {}): Promise<string> {
    const topic = await target.topic();
    await target.subscription(topic, { pushConfig: { pushEndpoint }, ...settings });
    return topic;
  }

  it("reports pushes over HTTP", async () => {
    const { pubsub, target } = await start();
    const topic = await pushSubscription(target, target.endpoint((_, before) => (before === 0 ? 503 : 204)).url);
    const reported = records(pubsub, 2);
    const [messageId] = await target.publish(topic, text("a"));
    expect(await reported).toMatchObject([
      { messageId, attempt: 1, outcome: "refused", status: 503 },
      { messageId, attempt: 2, outcome: "acknowledged", status: 204 },
    ]);
  });

  it("reports an endpoint that nobody listens at", async () => {
    const { pubsub, target } = await start();
    const topic = await pushSubscription(target, "http://127.0.0.1:1/", { retryPolicy: {} });
    const reported = records(pubsub, 1);
    await target.publish(topic, text("a"));
    expect(await reported).toMatchObject([{ attempt: 1, outcome: "unreachable" }]);
  });

  it("closes a push that is not answered by the deadline", async () => {
    const clock = new VirtualClock();
    const { pubsub, target } = await start({ clock });
    const closed = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const server = createServer((request) => {
      request.on("close", closed.resolve);
      arrived.resolve();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    // A listening TCP server's address is of this kind.
    const { port } = server.address() as AddressInfo;
    const topic = await pushSubscription(target, `http://127.0.0.1:${port}/`, {
      ackDeadlineSeconds: 60,
      retryPolicy: {},
    });
    const reported = records(pubsub, 1);
    await target.publish(topic, text("a"));
    await arrived.promise;
    await clock.advance(60_000);
    expect(await reported).toMatchObject([{ outcome: "timed out", latencyMs: 60_000 }]);
    await closed.promise;
    server.close();
  });

  it("takes 102 for an acknowledgement", async () => {
    const { pubsub, target } = await start();
    const server = createServer((_, response) => response.writeProcessing()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const topic = await pushSubscription(target, `http://127.0.0.1:${port}/`);
    const reported = records(pubsub, 1);
    await target.publish(topic, text("a"));
    expect(await reported).toMatchObject([{ outcome: "acknowledged", status: 102 }]);
    server.close();
  });

  it("keeps the connection for the next push", async () => {
    const { pubsub, target } = await start();
    let connections = 0;
    const server = createServer((_, response) => response.writeHead(204).end()).listen(0, "127.0.0.1");
    server.on("connection", () => (connections += 1));
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const topic = await pushSubscription(target, `http://127.0.0.1:${port}/`);
    for (let number = 0; number < 5; number += 1) {
      const reported = records(pubsub, 1);
      await target.publish(topic, text("a"));
      await reported;
      await turn();
    }
    expect(connections).toBe(1);
    server.close();
    server.closeAllConnections();
  });

  it("answers 503 over REST and UNAVAILABLE over gRPC during an outage", async () => {
    const { pubsub, target } = await start();
    const topic = await target.topic();
    pubsub.broker.pause();
    expect(await target.rest("POST", `${topic}:publish`, { messages: [text("a")] })).toMatchObject({
      status: 503,
      body: { error: { code: 503, status: "UNAVAILABLE" } },
    });
    const publisher = target.client.topic(topic, { gaxOpts: { timeout: 300 } });
    const publishing = publisher.publishMessage({ data: Buffer.from("a") });
    await expect(publishing).rejects.toThrow(/deadline|timeout|unable to fulfill/i);
  });

  it("says what it does not have", async () => {
    const { target } = await start();
    const subscription = await target.subscription(await target.topic());
    expect(await target.rest("POST", `${subscription}:detach`, {})).toMatchObject({
      status: 501,
      body: { error: { status: "UNIMPLEMENTED" } },
    });
    expect(
      await target.rest("PUT", target.newName("subscriptions"), {
        topic: await target.topic(),
        bigqueryConfig: { table: "p.d.t" },
      }),
    ).toMatchObject({ status: 501 });
    await expect(target.subscriber.updateSnapshot({ snapshot: { name: subscription } })).rejects.toMatchObject({
      code: 12,
    });
  });

  it("answers a streaming pull's pings, or the client would take the stream for dead", async () => {
    const { target } = await start();
    const subscription = await target.subscription(await target.topic());
    const stream = target.subscriber.streamingPull();
    const response = once(stream, "data");
    stream.write({ subscription, streamAckDeadlineSeconds: 10 });
    stream.write({});
    expect(await response).toMatchObject([{ receivedMessages: [] }]);
    stream.end();
    await once(stream, "end");
  });

  it("acknowledges and gives back over the stream itself", async () => {
    const { pubsub, target } = await start();
    const topic = await target.topic();
    const subscription = await target.subscription(topic);
    await target.publish(topic, text("a"));
    const stream = target.subscriber.streamingPull();
    const received = async () => {
      const [{ receivedMessages }] = await once(stream, "data");
      return String(receivedMessages[0].ackId);
    };
    const first = received();
    stream.write({ subscription, streamAckDeadlineSeconds: 10 });
    const ackId = await first;
    const second = received();
    stream.write({ modifyDeadlineAckIds: [ackId], modifyDeadlineSeconds: [0] });
    stream.write({ ackIds: [await second] });
    stream.end();
    await once(stream, "end");
    expect(pubsub.broker.state().messages(subscription)).toEqual([]);
  });

  it("tells HTTP/1 from HTTP/2 however few bytes come at once", async () => {
    const { pubsub } = await start();
    const socket = connectSocket(Number(pubsub.host.split(":")[1]), "127.0.0.1");
    socket.setNoDelay(true);
    for (const part of [
      "P",
      "U",
      "T /v1/projects/p/topics/topic-1 HTTP/1.1\r\n",
      "host: pubsub\r\nconnection: close\r\n\r\n",
    ]) {
      socket.write(part);
      // Enough turns of the event loop for the server, in this process, to have read the part by itself.
      for (let count = 0; count < 20; count += 1) await turn();
    }
    const chunks = await socket.toArray();
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 OK.*"projects\/p\/topics\/topic-1"/s);
  });

  it("ends pulls, streams, pushes and timers when it closes", async () => {
    const clock = new VirtualClock();
    const pubsub = await startPubsub({ clock });
    const target = await connect(pubsub.host);
    running.push(target);
    const endpoint = target.endpoint(() => NEVER);
    const topic = await pushSubscription(target, endpoint.url);
    const streamed = await target.subscription(topic);
    const pulled = await target.subscription(await target.topic());
    const pulling = target.rest("POST", `${pulled}:pull`, { maxMessages: 1 }).catch(() => "cut");
    const stream = target.subscriber.streamingPull();
    const streaming = once(stream, "error");
    const received = once(stream, "data");
    stream.write({ subscription: streamed, streamAckDeadlineSeconds: 600 });
    await target.publish(topic, text("a"));
    await Promise.all([endpoint.received(1), received]);
    const before = performance.now();
    await pubsub.close();
    expect(performance.now() - before).toBeLessThan(1000);
    expect(await clock.step()).toBe(false);
    await Promise.all([pulling, streaming]);
  });
});
