import { describe, expect, it } from "@jest/globals";
import type { Fetch } from "../../../functions/runtime/define/client.ts";
import { createPulling } from "../../../functions/runtime/pubsub/pull.ts";
import { systemClock } from "../../../local/core/clock.ts";

describe("createPulling", () => {
  const held = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      return { ackId: `ack-${index}`, publishedAt: 0, message: { data: Buffer.alloc(0), attributes: {} } };
    });

  it("tells of no more than a thousand messages in a request, and leaves none out", async () => {
    const told: string[][] = [];
    const fetch: Fetch = async (_url, { body = "" }) => (told.push(JSON.parse(body).ackIds), Response.json({}));
    await createPulling("projects/p/subscriptions/s", {
      emulatorHost: "pubsub.test",
      clock: systemClock,
      fetch,
    }).acknowledge(held(2001));
    expect(told.map(({ length }) => length)).toEqual([1000, 1000, 1]);
    expect(new Set(told.flat()).size).toBe(2001);
  });

  it("forgets a token that is refused", async () => {
    const forgotten: string[] = [];
    const accessToken = { current: async () => "token", forget: (token: string) => void forgotten.push(token) };
    const sent: unknown[] = [];
    const fetch: Fetch = async (_url, { headers }) => (sent.push(headers), new Response("{}", { status: 401 }));
    const pulling = createPulling("projects/p/subscriptions/s", {
      emulatorHost: undefined,
      clock: systemClock,
      fetch,
      accessToken,
    });
    await expect(pulling.pull(1)).rejects.toMatchObject({ code: "HTTP_401" });
    expect(sent).toEqual([{ "content-type": "application/json", authorization: "Bearer token" }]);
    expect(forgotten).toEqual(["token"]);
  });
});
