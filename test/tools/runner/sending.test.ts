import { createServer } from "node:http";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { portOf } from "../../../local/core/listening.ts";
import { unheardOf } from "../../../tools/send/deliveries.ts";
import { openSender } from "../../../tools/send/webhook.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  jest.restoreAllMocks();
});

type Answers = Readonly<Record<string, readonly (object | undefined)[]>>;

/** Answers each path by its next answer and then by the last, and as what is being built where that is undefined. */
async function runner(answers: Answers): Promise<string> {
  const asked = new Map<string, number>();
  const server = createServer(({ url = "" }, response) => {
    const [path = ""] = url.split("?");
    const time = asked.get(path) ?? 0;
    asked.set(path, time + 1);
    const answer = answers[path]?.[Math.min(time, (answers[path]?.length ?? 0) - 1)];
    if (answer === undefined) response.writeHead(503, { "retry-after": "1", connection: "close" });
    response.end(JSON.stringify(answer ?? { error: "ycat is being built" }));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => void server.close(resolve)));
  return `http://127.0.0.1:${portOf(server)}`;
}

describe("npm run send, of what is not built yet", () => {
  const app = { name: "app", url: "http://127.0.0.1:1/webhooks/app", secrets: ["whsec_YQ=="] };

  it.each<[string, Answers, RegExp]>([
    ["all of ycat", { "/api/sources": [undefined, [app]] }, /^ycat is being/],
    ["a new source", { "/api/health": [{ isWatching: true }], "/api/sources": [[], [app]] }, /^Source app is being/],
  ])("waits for %s, and says so once", async (_what, answers, sentence) => {
    const complain = jest.spyOn(console, "error").mockImplementation(() => {});
    await openSender(await runner(answers), "app");
    expect(complain.mock.calls).toEqual([[expect.stringMatching(sentence)]]);
  });

  it("says at once what npm start will not take up", async () => {
    const url = await runner({ "/api/health": [{ isWatching: false }], "/api/sources": [[]] });
    await expect(openSender(url, "app")).rejects.toThrow(
      `What runs at ${url} does not have the source app yet: end npm start and start it again.`,
    );
    await expect(openSender(url, "appp")).rejects.toThrow("There is no source appp; ");
  });
});

it("npm run send knows at once which events no handler takes", async () => {
  const row = (eventId: string, type: string | null) => ({ eventId, type });
  const url = await runner({
    "/api/events": [{ rows: [row("1", "booking.made"), row("2", "booking.gone"), row("3", null), row("4", "a")] }],
    "/api/state": [{ pubsub: { subscriptions: [{ name: "booked", topic: "booking.made" }] } }],
  });
  expect([...(await unheardOf(url, "cal", ["1", "2", "3"]))]).toEqual([["2", "booking.gone"]]);
});
