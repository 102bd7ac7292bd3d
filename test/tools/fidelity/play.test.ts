import { describe, expect, it } from "@jest/globals";
import type { Sent, Topic } from "../../../tools/fidelity/exchange.ts";
import { aText } from "../../../tools/fidelity/match.ts";
import { type Answered, play, type Target } from "../../../tools/fidelity/play.ts";

function target(answers: readonly unknown[], options: Partial<Target> = {}): Target & { readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const left = [...answers];
  return {
    words: { version: "/v1" },
    sent,
    refuses: () => undefined,
    send(one) {
      sent.push(one);
      return Promise.resolve({ status: 200, headers: new Headers({ a: "b" }), body: left.shift() });
    },
    remove: () => Promise.resolve([]),
    wait: () => Promise.resolve(),
    ...options,
  };
}

const create = { name: "create", basis: "recorded", sent: { method: "POST", path: "/x" }, status: 200 } as const;

describe("play", () => {
  it("fills in what the run, the target and earlier answers have to say", async () => {
    const topic: Topic = {
      name: "t",
      exchanges: [
        { ...create, keep: { made: "items.0.id" } },
        {
          ...create,
          sent: { method: "POST", path: "{version}/{made}", body: { mail: ["{run}@x", "{none}", 1, null] } },
          body: { mail: "{made}-{run}" },
        },
      ],
    };
    const system = target([{ items: [{ id: "00Q1" }] }, { mail: "other" }]);
    const { results } = await play(topic, system);
    const body = { mail: [expect.stringMatching(/^[0-9a-f]{12}@x$/), "{none}", 1, null] };
    expect(system.sent[1]).toEqual({ method: "POST", path: "/v1/00Q1", body });
    expect(results.map(({ differences }) => differences)).toEqual([
      [],
      [expect.stringMatching(/^mail: "00Q1-[0-9a-f]{12}" expected, "other" came$/)],
    ]);
  });

  it("compares status and headers too", async () => {
    const exchange = { ...create, status: 201, headers: { a: "c", d: aText } };
    const { results } = await play({ name: "t", exchanges: [exchange] }, target([{}]));
    expect(results[0]?.differences).toEqual([
      "status: 201 expected, 200 came",
      'a: "c" expected, "b" came',
      "d: a text expected, nothing came",
    ]);
  });

  it("asks again for what comes to be so within a while", async () => {
    const exchange = { ...create, isEventual: true, body: { done: true } };
    const system = target([{ done: false }, { done: false }, { done: true }]);
    const { results } = await play({ name: "t", exchanges: [exchange] }, system);
    expect([system.sent.length, results[0]?.differences]).toEqual([3, []]);
  });

  it("gives up after a minute", async () => {
    const exchange = { ...create, isEventual: true, body: { done: true } };
    const system = target([]);
    const { results } = await play({ name: "t", exchanges: [exchange] }, system);
    expect([system.sent.length, results[0]?.differences.length]).toEqual([31, 1]);
  });

  it("skips what the target can't be asked", async () => {
    const system = target([], { refuses: ({ needs }) => needs });
    const { results } = await play({ name: "t", exchanges: [{ ...create, needs: "rule" }] }, system);
    expect([system.sent, results[0]?.skipped]).toEqual([[], "rule"]);
  });

  it("removes what was made even where an exchange breaks off, and says what is left", async () => {
    const removed: (readonly Answered[])[] = [];
    const remove: Target["remove"] = (_topic, answers) => {
      removed.push(answers);
      return Promise.resolve(["00Q1"]);
    };
    expect((await play({ name: "t", exchanges: [create] }, target([{}], { remove }))).left).toEqual(["00Q1"]);
    const send = () => Promise.reject(new Error("cut"));
    await expect(play({ name: "t", exchanges: [create] }, target([], { remove, send }))).rejects.toThrow("cut");
    expect(removed.map((answers) => answers.length)).toEqual([1, 0]);
  });
});
