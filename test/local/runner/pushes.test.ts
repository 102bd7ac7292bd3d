import http from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { PushBody } from "../../../local/pubsub/delivery/push.ts";
import type { FunctionProcess } from "../../../local/runner/functions/function-process.ts";
import { createPushes } from "../../../local/runner/functions/pushes.ts";
import { endpointOf } from "../../../local/runner/functions/topics.ts";
import { poll } from "./history.ts";

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A function that does so with its requests, as process 7. */
async function start(listener: http.RequestListener, lookAfterMs?: number, started = Promise.resolve()) {
  const server = http.createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const killed: unknown[] = [];
  const target: FunctionProcess = {
    address: () => started.then(() => ({ port, agent: new http.Agent() })),
    pid: () => 7,
    isAwake: async () => false,
    kill: (pid) => killed.push(pid),
    stop: async () => {},
  };
  const told: string[] = [];
  return {
    killed,
    told,
    pushes: createPushes(
      () => target,
      (name, sentence) => told.push(`${name} ${sentence}`),
      undefined,
      lookAfterMs,
    ),
  };
}

const body: PushBody = {
  deliveryAttempt: 2,
  subscription: "projects/p/subscriptions/form-submitted",
  message: {
    attributes: { "ce-id": "msg_1" },
    messageId: "1",
    message_id: "1",
    publishTime: "t",
    publish_time: "t",
    data: "",
  },
};

describe("a push", () => {
  it("is under way until it is answered", async () => {
    const { pushes, told, killed } = await start((_request, response) => {
      expect(pushes.underWay()).toMatchObject([{ name: "form-submitted", body: { deliveryAttempt: 2 } }]);
      response.writeHead(204).end();
    });
    expect(await pushes.push(endpointOf("form-submitted"), body, new AbortController().signal)).toBe(204);
    expect([pushes.underWay(), told, killed]).toEqual([[], [], []]);
  });

  it("that is not answered by the ack deadline ends its process, which is stuck, and says at which event", async () => {
    const deadline = new AbortController();
    const { pushes, told, killed } = await start(() => deadline.abort(new DOMException("passed", "TimeoutError")));
    await expect(pushes.push(endpointOf("form-submitted"), body, deadline.signal)).rejects.toThrow();
    expect(killed).toEqual([7]);
    expect(told).toEqual([
      "form-submitted has not answered msg_1 for 0 s: it is stuck, as in a loop without await, and is killed.",
    ]);
  });

  it("whose process is stuck says so before that", async () => {
    const begun = Promise.withResolvers<http.ServerResponse>();
    const { pushes, told, killed } = await start((_request, response) => begun.resolve(response), 1);
    const answer = pushes.push(endpointOf("form-submitted"), body, new AbortController().signal);
    const response = await begun.promise;
    await poll(() => told.length > 0, "the sentence");
    response.writeHead(204).end();
    expect([await answer, killed]).toEqual([204, []]);
    expect(told).toEqual([
      "form-submitted is stuck at msg_1, as in a loop without await, for 0 s; at its deadline it is killed.",
    ]);
  });

  it("whose process is being started for long says so, and not that it is stuck", async () => {
    const started = Promise.withResolvers<void>();
    const { pushes, told } = await start((_request, response) => response.writeHead(204).end(), 200, started.promise);
    const answer = pushes.push(endpointOf("form-submitted"), body, new AbortController().signal);
    await poll(() => told.length > 0, "the sentence");
    started.resolve();
    expect([await answer, told]).toEqual([
      204,
      ["form-submitted is still being started: a busy machine, or a loop in its code."],
    ]);
  });

  it("that nobody waits for any more ends nothing", async () => {
    const reset = new AbortController();
    const { pushes, told, killed } = await start(() => reset.abort());
    await expect(pushes.push(endpointOf("form-submitted"), body, reset.signal)).rejects.toThrow();
    expect([told, killed]).toEqual([[], []]);
  });

  it("whose process has ended says at which event", async () => {
    const { pushes, told, killed } = await start((request) => request.socket.destroy());
    await expect(pushes.push(endpointOf("form-submitted"), body, new AbortController().signal)).rejects.toThrow();
    expect([told, killed]).toEqual([["form-submitted has not answered msg_1, which is delivered again."], []]);
  });
});
