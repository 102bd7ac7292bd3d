import { describe, expect, it } from "@jest/globals";
import { streamOf } from "../../../functions/clients/salesforce/people/stream.ts";
import { idle } from "./org.ts";

describe("streamOf", () => {
  it("has sent what waits for the task's end before anybody is busy with what the task has told", async () => {
    const order: string[] = [];
    const ended = Promise.withResolvers<void>();
    // As a request goes out: some promises later, and in a later tick.
    const sending = (async () => {
      await ended.promise;
      await Promise.resolve();
      process.nextTick(() => order.push("sent"));
    })();
    for await (const item of streamOf<string>(async (tell) => {
      await idle();
      tell("first");
      tell("second");
      ended.resolve();
    }))
      order.push(item);
    await sending;
    expect(order).toEqual(["sent", "first", "second"]);
  });

  it("tells all that it has been told, though the task goes on", async () => {
    const task = Promise.withResolvers<void>();
    const heard: number[] = [];
    let tellOneMore: (item: number) => void = () => {};
    const all = streamOf<number>((tell) => {
      tellOneMore = tell;
      for (let item = 0; item < 60; item += 1) tell(item);
      return task.promise;
    });
    const listening = (async () => {
      for await (const item of all) heard.push(item);
    })();
    await idle();
    expect(heard).toHaveLength(60);
    tellOneMore(60);
    await idle();
    expect(heard).toHaveLength(61);
    task.resolve();
    await listening;
  });

  it("lets others have their turn between fifties", async () => {
    const heard: number[] = [];
    let heardAtTurn: number | undefined;
    setImmediate(() => setImmediate(() => (heardAtTurn = heard.length)));
    for await (const item of streamOf<number>(async (tell) => {
      for (let index = 0; index < 120; index += 1) tell(index);
    }))
      heard.push(item);
    expect(heard).toHaveLength(120);
    expect(heardAtTurn).toBeLessThan(120);
  });
});
