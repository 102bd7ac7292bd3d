import { expect, it } from "@jest/globals";
import { createLimit } from "../../../functions/runtime/pubsub/limit.ts";

it("createLimit has a place again after each run, whether somebody waits for it or not, and whatever becomes of it", async () => {
  const limited = createLimit(1);
  const runs: number[] = [];
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
  for (const one of [1, 2, 3]) {
    void limited(async () => void runs.push(one));
    limited(() => Promise.reject(new Error("failed"))).catch(() => runs.push(-one));
    await turn();
  }
  expect(runs).toEqual([1, -1, 2, -2, 3, -3]);
});
