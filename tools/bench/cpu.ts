import { byTurns } from "./by-turns.ts";
import type { Figure, Result } from "./figure.ts";
import { FULL_WIDTH, load, withSources } from "./load.ts";
import { type RunningSubject, startSubject } from "./subject.ts";

interface CpuOptions {
  readonly rounds: number;
  /** Per round and function with many at once; a quarter of them one at a time. */
  readonly requests: number;
}

/** CPU time per warm webhook in the function's own process: one at a time, and at maximum concurrency. */
export async function benchCpu({ rounds, requests }: CpuOptions): Promise<Result> {
  return withSources(async ({ hello, source, official }) => {
    const running: Running = {
      hello: await startSubject(hello),
      source: await startSubject(source),
      official: await startSubject(official),
    };
    try {
      for (const one of Object.values(running)) await load(one, requests, FULL_WIDTH); // lets hot code be compiled
      const figures = [
        ...(await measure(running, 1, { rounds, requests: requests / 4 })),
        ...(await measure(running, FULL_WIDTH, { rounds, requests })),
      ];
      return { figures, notes: [] };
    } finally {
      await Promise.all(Object.values(running).map((one) => one.end()));
    }
  });
}

type Running = Readonly<Record<"hello" | "source" | "official", RunningSubject>>;

async function measure(
  { hello, source, official }: Running,
  width: number,
  { rounds, requests }: CpuOptions,
): Promise<Figure[]> {
  const cpuMs = (one: RunningSubject) => async () => {
    const before = await one.usage();
    await load(one, requests, width);
    return ((await one.usage()).cpuMs - before.cpuMs) / requests;
  };
  const ms = await byTurns(rounds, { hello: cpuMs(hello), source: cpuMs(source), official: cpuMs(official) });
  const at = width === 1 ? "one at a time" : `${width} at once`;
  return [
    {
      what: `source, warm: CPU per webhook, ${at}`,
      unit: "ms",
      measured: ms.source,
      peer: { name: "by hand with publishMessage", measured: ms.official },
      goal: width === 1 ? 0.6 : 0.35,
    },
    { what: "  the same against hello", unit: "ms", measured: ms.source, peer: { name: "hello", measured: ms.hello } },
  ];
}
