import { byTurns } from "./by-turns.ts";
import type { Result } from "./figure.ts";
import { FULL_WIDTH, load, withSources } from "./load.ts";
import { startSubject, type Subject } from "./subject.ts";

interface MemoryOptions {
  readonly rounds: number;
  /** Per round and function. */
  readonly requests: number;
}

/** A function's peak memory while requests come as fast as it answers. */
export async function benchMemory({ rounds, requests }: MemoryOptions): Promise<Result> {
  const mib = await withSources(({ hello, source, official }) => {
    const peakOf = (subject: Subject) => () => peakMiB(subject, requests);
    return byTurns(rounds, { hello: peakOf(hello), source: peakOf(source), official: peakOf(official) });
  });
  const peer = { name: "hello", measured: mib.hello };
  return {
    figures: [
      { what: "memory of a source under load", unit: "MiB", measured: mib.source, peer, goal: 1.3 },
      { what: "  the same by hand with publishMessage", unit: "MiB", measured: mib.official, peer },
    ],
    notes: [],
  };
}

async function peakMiB(subject: Subject, requests: number): Promise<number> {
  const running = await startSubject(subject);
  try {
    await load(running, requests, FULL_WIDTH);
    return (await running.usage()).peakMiB;
  } finally {
    await running.end();
  }
}
