import { describe, expect, it } from "@jest/globals";
import net from "node:net";
import { once } from "node:events";
import { systemClock } from "../../../functions/runtime/clock.ts";
import { PermanentError } from "../../../functions/runtime/define/errors.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { createPublisher, type PublisherOptions } from "../../../functions/runtime/pubsub/publish.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { type AnswerPublish, published, servePublish } from "../../harness/publish-endpoint.ts";

const message: Message = {
  data: Buffer.from([0, 255, 10]),
  attributes: { "ce-id": "1", name: "Zoë" },
  orderingKey: "ada@example.com",
};

function publisher(emulatorHost: string, options: Partial<PublisherOptions> = {}) {
  return createPublisher({ projectId: "test-project", prefix: "", emulatorHost, clock: systemClock, ...options });
}

function status(code: number): AnswerPublish {
  return (response) => response.writeHead(code).end("{}");
}

/** One answer after the other; the last one again and again. */
function inTurn(...answers: AnswerPublish[]): AnswerPublish {
  return (response, request, count) => (answers[count - 1] ?? answers.at(-1) ?? published)(response, request, count);
}

const hang: AnswerPublish = () => undefined;
const breakOff: AnswerPublish = (response) => response.destroy();
const breakOffInBody: AnswerPublish = (response) => {
  response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy());
};

describe("createPublisher", () => {
  it("posts data, attributes and ordering key as Pub/Sub's REST API wants them", async () => {
    await using endpoint = await servePublish();
    await publisher(endpoint.host, { prefix: "copy-" })("form.submitted", [
      message,
      { data: Buffer.from("x"), attributes: {} },
    ]);
    expect(endpoint.requests).toEqual([
      expect.objectContaining({
        path: "/v1/projects/test-project/topics/copy-form.submitted:publish",
        body: {
          messages: [
            { data: "AP8K", attributes: { "ce-id": "1", name: "Zoë" }, orderingKey: "ada@example.com" },
            { data: "eA==", attributes: {} },
          ],
        },
      }),
    ]);
    expect(endpoint.requests[0]?.headers).toMatchObject({ "content-type": "application/json" });
    expect(endpoint.requests[0]?.headers.authorization).toBeUndefined();
  });

  it("keeps its connection between messages", async () => {
    await using endpoint = await servePublish();
    const publish = publisher(endpoint.host);
    for (let count = 0; count < 3; count += 1) await publish("form.submitted", [message]);
    expect(endpoint.requests.map(({ connection }) => connection)).toEqual([1, 1, 1]);
  });

  it.each([
    ["500", status(500)],
    ["503", status(503)],
    ["429", status(429)],
    ["a connection that breaks off", breakOff],
    ["an answer that breaks off", breakOffInBody],
  ])("tries again once after %s", async (_what, failure) => {
    await using endpoint = await servePublish(inTurn(failure, published));
    await publisher(endpoint.host)("form.submitted", [message]);
    expect(endpoint.requests).toHaveLength(2);
    expect(endpoint.requests[1]?.body).toEqual(endpoint.requests[0]?.body);
  });

  it.each([
    ["HTTP_500", 500, status(500)],
    ["HTTP_503", 503, status(503)],
    ["HTTP_429", 429, status(429)],
    ["ECONNRESET", undefined, breakOff],
    ["ECONNRESET", undefined, breakOffInBody],
  ])("gives up with %s after a second failure", async (code, answered, failure) => {
    await using endpoint = await servePublish(failure);
    await expect(publisher(endpoint.host)("form.submitted", [message])).rejects.toThrow(
      expect.objectContaining({
        name: "UnavailableError",
        reason: {
          code,
          system: "pubsub",
          operation: "POST /topics/{topic}:publish",
          ...(answered !== undefined && { status: answered }),
        },
      }),
    );
    expect(endpoint.requests).toHaveLength(2);
  });

  it.each([[401], [403], [404], [409]])(
    "does not try again after %i, which a second try can't change",
    async (code) => {
      await using endpoint = await servePublish(status(code));
      await expect(publisher(endpoint.host)("form.submitted", [message])).rejects.toThrow(
        `Pub/Sub did not take the message: HTTP_${code}`,
      );
      expect(endpoint.requests).toHaveLength(1);
    },
  );

  it.each([[400], [413]])("refuses for ever, after one try, a message that Pub/Sub refuses with %i", async (code) => {
    await using endpoint = await servePublish(status(code));
    await expect(publisher(endpoint.host)("form.submitted", [message])).rejects.toThrow(PermanentError);
    expect(endpoint.requests).toHaveLength(1);
  });

  it("tries again on a connection of its own", async () => {
    await using endpoint = await servePublish(inTurn(published, status(503), published));
    const publish = publisher(endpoint.host);
    await publish("form.submitted", [message]);
    await publish("form.submitted", [message]);
    expect(endpoint.requests.map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });

  it.each([[201], [204], [302]])("does not take %i for stored", async (code) => {
    await using endpoint = await servePublish(status(code));
    await expect(publisher(endpoint.host)("form.submitted", [message])).rejects.toThrow(`HTTP_${code}`);
  });

  it("says so when nothing listens", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    server.close();
    await once(server, "close");
    await expect(publisher(`127.0.0.1:${port}`)("form.submitted", [message])).rejects.toThrow("ECONNREFUSED");
  });
});

describe("createPublisher, in time", () => {
  it("gives a first try 900 ms, and both together 1.5 s", async () => {
    const clock = new VirtualClock();
    await using endpoint = await servePublish(hang);
    const began = clock.now();
    const outcome = publisher(endpoint.host, { clock })("form.submitted", [message]).catch(
      (error: Error) => error.message,
    );
    let ended: number | undefined;
    void outcome.then(() => (ended = clock.now() - began));

    // Whichever comes first: a publisher that gives up early fails this test, and does not hang it.
    await Promise.race([endpoint.received(1), outcome]);
    await clock.advance(949);
    expect(endpoint.requests).toHaveLength(1);
    await clock.advance(1);
    await Promise.race([endpoint.received(2), outcome]);
    await clock.advance(549);
    expect(ended).toBeUndefined();
    await clock.advance(1);
    await clock.advance(0); // lets the promises settle
    expect(ended).toBe(1500);
    expect(await outcome).toBe("Pub/Sub did not take the message: TIMEOUT");
  });

  it("counts the wait for an access token in", async () => {
    const clock = new VirtualClock();
    const never = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const outcome = createPublisher({ projectId: "p", prefix: "", emulatorHost: undefined, clock, accessToken: never })(
      "t",
      [message],
    ).catch((error: Error) => error.message);
    await clock.advance(1500);
    expect(await outcome).toBe("Pub/Sub did not take the message: TIMEOUT");
  });

  it("reports a token that can't be had as an outage", async () => {
    const accessToken = () => Promise.reject(new Error("no metadata server"));
    const publish = createPublisher({
      projectId: "p",
      prefix: "",
      emulatorHost: undefined,
      clock: systemClock,
      accessToken,
    });
    await expect(publish("t", [message])).rejects.toThrow(
      expect.objectContaining({ name: "UnavailableError", cause: expect.any(Error) }),
    );
  });
});
