import { describe, expect, it } from "@jest/globals";
import { createTurns } from "../../../functions/clients/salesforce/api/turns.ts";
import { timeOf } from "../../../functions/clients/salesforce/api/times.ts";
import { streamOf } from "../../../functions/clients/salesforce/people/stream.ts";
import { rejection } from "../connect.ts";
import { idle } from "./org.ts";

describe("createTurns", () => {
  it("lets one after another go on, and knows nobody once all are gone", async () => {
    const turns = createTurns();
    const seen: string[] = [];
    const go = (name: string) =>
      turns("a campaign", undefined, async (come) => {
        seen.push(`${name} ${(await come()) ? "after others" : "first"}`);
        for (let step = 0; step < 3; step += 1) await new Promise(setImmediate);
        seen.push(`${name} ends`);
      });
    const [first, second] = [go("a"), go("b")];
    await first;
    // While the second is at work, and after the first has been forgotten.
    await new Promise(setImmediate);
    await Promise.all([second, go("c")]);
    await go("d");
    expect(seen).toEqual([
      "a first",
      "a ends",
      "b after others",
      "b ends",
      "c after others",
      "c ends",
      "d first",
      "d ends",
    ]);
  });
});

describe("createTurns, of one that gives its turn up", () => {
  it("lets nobody past who is still at work", async () => {
    const turns = createTurns();
    const seen: string[] = [];
    const first = turns("a campaign", undefined, async () => {
      for (let step = 0; step < 3; step += 1) await new Promise(setImmediate);
      seen.push("the first ends");
    });
    await turns("a campaign", undefined, () => Promise.resolve());
    await turns("a campaign", undefined, async (come) => {
      await come();
      seen.push("the third comes");
    });
    await first;
    expect(seen).toEqual(["the first ends", "the third comes"]);
  });
});

describe("createTurns, at an event's deadline", () => {
  it("waits no longer for who is at work", async () => {
    const turns = createTurns();
    const first = Promise.withResolvers<void>();
    const working = turns("a campaign", undefined, () => first.promise);
    const deadline = new AbortController();
    const late = turns("a campaign", deadline.signal, (come) => come());
    deadline.abort(new Error("the deadline"));
    expect(await Promise.race([rejection(late), idle()])).toMatchObject({ reason: { code: "DEADLINE" } });
    first.resolve();
    await working;
  });
});

describe("streamOf", () => {
  it("leaves no rejection to the process while nobody has come to its end", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note);
    const items = streamOf<number>(async (tell) => {
      tell(1);
      throw new Error("the second");
    });
    await items.next();
    for (let step = 0; step < 3; step += 1) await new Promise(setImmediate);
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
    await expect(items.next()).rejects.toThrow("the second");
  });

  it("ends with what its task has failed with", async () => {
    const items: number[] = [];
    const listen = async () => {
      for await (const item of streamOf<number>(async (tell) => {
        tell(1);
        throw new Error("the second");
      }))
        items.push(item);
    };
    await expect(listen()).rejects.toThrow("the second");
    expect(items).toEqual([1]);
  });
});

describe("timeOf", () => {
  it.each([
    ["2026-11-26T09:59:00.000+0000", "2026-11-26T09:59:00.000Z"],
    ["2026-11-26T09:59:00.000+0530", "2026-11-26T04:29:00.000Z"],
    ["2026-11-26T09:59:00-08:00", "2026-11-26T17:59:00.000Z"],
    ["2026-11-26T09:59:00Z", "2026-11-26T09:59:00.000Z"],
  ])("reads %s", (text, time) => {
    expect(timeOf(text)).toBe(Date.parse(time));
  });
});
