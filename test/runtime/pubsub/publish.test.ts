import { describe, expect, it } from "@jest/globals";
import net from "node:net";
import { once } from "node:events";
import { systemClock } from "../../../functions/runtime/clock.ts";
import type { Fetch } from "../../../functions/runtime/define/client.ts";
import { PermanentError } from "../../../functions/runtime/define/errors.ts";
import { bodiesOf, joined } from "../../../functions/runtime/pubsub/bodies.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { createPublisher, fitsPatience, type PublisherOptions } from "../../../functions/runtime/pubsub/publish.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { type AnswerPublish, published, type PublishRequest, servePublish } from "../../harness/publish-endpoint.ts";

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
      { ...message, data: Buffer.from("x"), attributes: {} },
    ]);
    expect(endpoint.requests).toEqual([
      expect.objectContaining({
        path: "/v1/projects/test-project/topics/copy-form.submitted:publish",
        body: {
          messages: [
            { data: "AP8K", attributes: { "ce-id": "1", name: "Zoë" }, orderingKey: "ada@example.com" },
            { data: "eA==", attributes: {}, orderingKey: "ada@example.com" },
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

  it.each([[403], [404], [409]])("does not try again after %i, which a second try can't change", async (code) => {
    await using endpoint = await servePublish(status(code));
    await expect(publisher(endpoint.host)("form.submitted", [message])).rejects.toThrow(
      `Pub/Sub did not take the message: HTTP_${code}`,
    );
    expect(endpoint.requests).toHaveLength(1);
  });

  it.each([[400], [413]])("refuses for ever, after one try, a message that Pub/Sub refuses with %i", async (code) => {
    await using endpoint = await servePublish(status(code));
    await expect(publisher(endpoint.host)("form.submitted", [message])).rejects.toThrow(PermanentError);
    expect(endpoint.requests).toHaveLength(1);
  });

  it("takes a project's own trouble for no message's, whatever the status", async () => {
    const error = { code: 400, message: "the key is disabled", status: "FAILED_PRECONDITION" };
    await using endpoint = await servePublish((response) => response.writeHead(400).end(JSON.stringify({ error })));
    await expect(publisher(endpoint.host)("form.submitted", [message])).rejects.toMatchObject({
      name: "UnavailableError",
      reason: { code: "FAILED_PRECONDITION", status: 400 },
    });
  });

  it("reads no status in what the refusal quotes of a message", async () => {
    const said = 'bad attribute: "status": "FAILED_PRECONDITION"';
    const error = { code: 400, message: said, status: "INVALID_ARGUMENT" };
    await using endpoint = await servePublish((response) => response.writeHead(400).end(JSON.stringify({ error })));
    await expect(publisher(endpoint.host)("form.submitted", [message])).rejects.toThrow(PermanentError);
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

describe("createPublisher, in parts", () => {
  const messages = (count: number, bytes: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...message,
      data: Buffer.alloc(bytes, "x"),
      attributes: { "ce-id": String(index) },
    }));
  const idsOf = ({ body }: PublishRequest) => body.messages.map(({ attributes }) => attributes["ce-id"]);

  it.each([
    ["1,000 messages", 2001, 1, [1000, 1000, 1]],
    ["9 MB", 7, 2_000_000, [3, 3, 1]],
    ["one message, however large", 2, 7_300_000, [1, 1]],
  ])("sends requests of at most %s, in order", async (_what, count, bytes, sizes) => {
    await using endpoint = await servePublish();
    // Time stands still: a busy machine takes longer for so many bytes than a sender waits.
    await publisher(endpoint.host, { clock: new VirtualClock() })("form.submitted", messages(count, bytes));
    expect(endpoint.requests.map(({ body }) => body.messages.length)).toEqual(sizes);
    expect(endpoint.requests.flatMap(idsOf)).toEqual(messages(count, 0).map((_, index) => String(index)));
  });

  it("sends nothing for nothing", async () => {
    await using endpoint = await servePublish();
    await publisher(endpoint.host)("form.submitted", []);
    expect(endpoint.requests).toEqual([]);
  });

  it("sends nothing of the rest when a part fails", async () => {
    await using endpoint = await servePublish(inTurn(published, status(503)));
    await expect(publisher(endpoint.host)("form.submitted", messages(3000, 1))).rejects.toThrow("HTTP_503");
    expect(endpoint.requests.map(({ body }) => body.messages[0]?.attributes["ce-id"])).toEqual(["0", "1000", "1000"]);
  });

  it("publishes for a thousand people at once over 32 connections", async () => {
    await using endpoint = await servePublish();
    const publish = publisher(endpoint.host, { clock: new VirtualClock() });
    await Promise.all(messages(1000, 1).map((one) => publish("form.submitted", [one])));
    expect(new Set(endpoint.requests.flatMap(idsOf)).size).toBe(1000);
    expect(Math.max(...endpoint.requests.map(({ connection }) => connection))).toBeLessThanOrEqual(32);
  });
});

describe("createPublisher with an access token", () => {
  /** Google's own service, answering each request as it is told. */
  function google(answers: readonly number[]) {
    const tokens: (string | undefined)[] = [];
    const fetch: Fetch = async (url, { headers }) => {
      expect(new URL(url).origin).toBe("https://pubsub.googleapis.com");
      expect(headers["content-type"]).toBe("application/json");
      tokens.push(headers["authorization"]);
      return new Response(null, { status: answers[tokens.length - 1] ?? 200 });
    };
    let count = 1;
    const accessToken = { current: async () => `t${count}`, forget: () => void (count += 1) };
    const options = { projectId: "p", prefix: "", emulatorHost: undefined, clock: systemClock, fetch, accessToken };
    return { publish: createPublisher(options), tokens };
  }

  it("tries again once with a new token when the first is refused", async () => {
    const { publish, tokens } = google([401, 200]);
    await publish("form.submitted", [message]);
    expect(tokens).toEqual(["Bearer t1", "Bearer t2"]);
  });

  it("keeps a token that was not refused, whatever else was", async () => {
    const { publish, tokens } = google([200, 503, 200]);
    for (let count = 0; count < 2; count += 1) await publish("form.submitted", [message]);
    expect(tokens).toEqual(["Bearer t1", "Bearer t1", "Bearer t1"]);
  });

  it("gives up when the new one is refused too", async () => {
    const { publish, tokens } = google([401, 401]);
    await expect(publish("form.submitted", [message])).rejects.toThrow("HTTP_401");
    expect(tokens).toHaveLength(2);
  });
});

describe("fitsPatience", () => {
  const one = [message];
  const large = { ...message, data: Buffer.alloc(7 * 1024 * 1024) };
  it.each([
    ["one event", [one], true],
    ["1,001 events of one person", [Array.from({ length: 1001 }, () => message)], true],
    ["20,000 events of one person", [Array.from({ length: 20_000 }, () => message)], true],
    ["40,000 events of one person", [Array.from({ length: 40_000 }, () => message)], true],
    ["46,000 events of one person", [Array.from({ length: 46_000 }, () => message)], false],
    ["14 large bodies", Array.from({ length: 14 }, () => [large]), true],
    ["16 large bodies", Array.from({ length: 16 }, () => [large]), false],
    ["1,001 people", Array.from({ length: 1001 }, () => one), true],
    ["2,000 people", Array.from({ length: 2000 }, () => one), false],
    ["10,000 people", Array.from({ length: 10_000 }, () => one), false],
    ["the largest body", [[large]], true],
  ])("foresees whether %s can be published while the sender waits", (_what, batches, fits) => {
    expect(fitsPatience(batches)).toBe(fits);
  });
});

describe("joined", () => {
  it("counts and weighs what it joins", () => {
    const [one, two] = [[message], [message, message]].map((messages) => [...bodiesOf(messages)]);
    expect(joined([...(one ?? []), ...(two ?? [])])).toMatchObject({ count: 3, bytes: 3 * (one?.[0]?.bytes ?? 0) });
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

  it("gives a large message more time, and all together 2.5 s", async () => {
    const clock = new VirtualClock();
    const began = clock.now();
    const tries: number[] = [];
    const fetch: Fetch = (_url, { signal }) => {
      tries.push(clock.now() - began);
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    };
    const large = { ...message, data: Buffer.alloc(7_300_000) };
    const outcome = publisher("pubsub.test", { clock, fetch })("form.submitted", [large]).catch(
      () => clock.now() - began,
    );
    await clock.advance(3000);
    // 9.7 MB in base64: 973 ms more.
    expect([...tries, await outcome]).toEqual([0, 1923, 2473]);
  });

  it("tells all who wait for a place when their time is over, without a try", async () => {
    const clock = new VirtualClock();
    const ends = clock.now() + 2500;
    const left: number[] = [];
    const fetch: Fetch = (_url, { signal }) => {
      left.push(ends - clock.now());
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    };
    const publish = publisher("pubsub.test", { clock, fetch });
    const outcomes = Promise.allSettled(Array.from({ length: 100 }, () => publish("form.submitted", [message])));
    await clock.advance(2500);
    expect([left.length, Math.min(...left) > 0]).toEqual([128, true]);
    const codes = (await outcomes).map((outcome) => outcome.status === "rejected" && outcome.reason.reason.code);
    expect(new Set(codes)).toEqual(new Set(["TIMEOUT"]));
  });

  it("counts the wait for an access token in", async () => {
    const clock = new VirtualClock();
    const never = {
      current: (signal: AbortSignal) =>
        new Promise<string>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      forget: () => undefined,
    };
    const outcome = createPublisher({ projectId: "p", prefix: "", emulatorHost: undefined, clock, accessToken: never })(
      "t",
      [message],
    ).catch((error: Error) => error.message);
    await clock.advance(1500);
    expect(await outcome).toBe("Pub/Sub did not take the message: TIMEOUT");
  });

  it("reports a token that can't be had as an outage", async () => {
    const accessToken = {
      current: () => Promise.reject(new Error("no metadata server")),
      forget: () => undefined,
    };
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
