import { describe, expect, it } from "@jest/globals";
import type { Resources } from "../../functions/runtime/define/handler.ts";
import { resourceFaults } from "../../bundler/check/resources.ts";
import { withDefaults } from "../../bundler/read/resources.ts";

// https://cloud.google.com/run/docs/configuring/services/cpu: the table there, row by row, and both sides of each limit.
describe("resourceFaults", () => {
  it.each<Resources>([
    {},
    { cpu: 0.08 },
    { cpu: 0.08, memoryMiB: 512 },
    { cpu: 0.5, memoryMiB: 1024 },
    { cpu: 0.999, memoryMiB: 1024 },
    { cpu: 0.5, concurrency: 1 },
    { cpu: 1, memoryMiB: 4096, concurrency: 1000 },
    { cpu: 2, memoryMiB: 8192 },
    { cpu: 4, memoryMiB: 2048 },
    { cpu: 4, memoryMiB: 16384 },
    { cpu: 6, memoryMiB: 4096 },
    { cpu: 6, memoryMiB: 24576 },
    { cpu: 8, memoryMiB: 4096 },
    { cpu: 8, memoryMiB: 32768 },
    { memoryMiB: 128 },
    { minInstances: 3, maxInstances: 3 },
  ])("passes what Cloud Run takes: %j", (resources) => {
    expect(resourceFaults(resources)).toEqual([]);
  });

  it.each<[Resources, string]>([
    [{ cpu: 0.07, memoryMiB: 128 }, "resources.cpu is 0.07"],
    [{ cpu: 1.5 }, "resources.cpu is 1.5"],
    [{ cpu: 3 }, "resources.cpu is 3"],
    [{ cpu: 16, memoryMiB: 4096 }, "resources.cpu is 16"],
    [{ cpu: Number.NaN }, "resources.cpu is NaN"],
    [{ cpu: 0.5, concurrency: 2 }, "resources.concurrency is 2 with 0.5 vCPU"],
    [{ concurrency: 0 }, "resources.concurrency is 0"],
    [{ concurrency: 1001 }, "resources.concurrency is 1001"],
    [{ concurrency: 1.5 }, "resources.concurrency is 1.5"],
    [{ cpu: 0.49, memoryMiB: 513 }, "128 to 512 are possible"],
    [{ cpu: 0.5, memoryMiB: 1025 }, "128 to 1024 are possible"],
    [{ cpu: 0.75, memoryMiB: 2048 }, "128 to 1024 are possible"],
    [{ cpu: 1, memoryMiB: 4097 }, "128 to 4096 are possible"],
    [{ cpu: 4, memoryMiB: 2047 }, "2048 to 16384 are possible"],
    [{ cpu: 8, memoryMiB: 4095 }, "4096 to 32768 are possible"],
    [{ memoryMiB: 127 }, "128 to 4096 are possible"],
    [{ memoryMiB: Number.NaN }, "resources.memoryMiB is NaN"],
    [{ minInstances: 3, maxInstances: 2 }, "resources.minInstances is 3, more than maxInstances, 2"],
    [{ minInstances: -1 }, "resources.minInstances is -1"],
    [{ maxInstances: 0 }, "resources.maxInstances is 0"],
    [{ maxInstances: 2.5 }, "resources.maxInstances is 2.5"],
  ])("refuses what Cloud Run would: %j", (resources, sentence) => {
    expect(resourceFaults(resources).join("\n")).toContain(sentence);
  });

  it("does not give less than a whole CPU more than one request at once", () => {
    expect(withDefaults({ cpu: 0.5 }, 40).concurrency).toBe(1);
    expect(withDefaults({ cpu: 1 }, 40).concurrency).toBe(40);
  });
});
