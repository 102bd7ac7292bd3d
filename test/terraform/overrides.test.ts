import { describe, expect, it } from "@jest/globals";
import { resourceFaults } from "../../bundler/check/resources.ts";
import { handler, manifestWith } from "./manifests.ts";
import { declare, hindrance } from "./terraform.ts";

const describeTerraform = hindrance === undefined ? describe : describe.skip;

/** What the manifest of these tests says of every function. */
const made = { memoryMiB: 256, cpu: 1, concurrency: 10, minInstances: 0, maxInstances: 20 };

const tried: readonly Partial<typeof made>[] = [
  {},
  { cpu: 0.07 },
  { cpu: 0.08, concurrency: 1 },
  { cpu: 0.5 },
  { cpu: 1.5 },
  { cpu: 3 },
  { cpu: 10 },
  { cpu: 0.4, concurrency: 1, memoryMiB: 1024 },
  { cpu: 0.5, concurrency: 1, memoryMiB: 1024 },
  { cpu: 0.5, concurrency: 1, memoryMiB: 1025 },
  { memoryMiB: 127 },
  { memoryMiB: 128 },
  { memoryMiB: 4096 },
  { memoryMiB: 4097 },
  { memoryMiB: 256.5 },
  { cpu: 2, memoryMiB: 8192 },
  { cpu: 2, memoryMiB: 8193 },
  { cpu: 4 },
  { cpu: 4, memoryMiB: 2048 },
  { cpu: 4, memoryMiB: 16_385 },
  { cpu: 6, memoryMiB: 4095 },
  { cpu: 6, memoryMiB: 24_576 },
  { cpu: 8, memoryMiB: 32_768 },
  { cpu: 8, memoryMiB: 32_769 },
  { concurrency: 0 },
  { concurrency: 1000 },
  { concurrency: 1001 },
  { concurrency: 1.5 },
  { minInstances: -1 },
  { minInstances: 20 },
  { minInstances: 21 },
  { maxInstances: 0 },
  { maxInstances: 1001 },
];
const names = tried.map((_override, index) => `handler-${index}`);

/** `resources.memoryMiB` is `memory_mib` in overrides. */
function inTerraform(sentences: string): string {
  return sentences.replaceAll(/resources\.|MiB\b|Instances\b/g, (word) =>
    word === "resources." ? "" : `_${word.toLowerCase()}`,
  );
}

describeTerraform("values that Terraform would drop or take as they are", () => {
  const manifest = manifestWith(handler("handler-0", "form.submitted"));

  it.each<[object, string]>([
    [{ alert_thresholds: { backlog_second: 300 } }, "alert_thresholds has backlog_second, which no alert reads"],
    [{ overrides: { "handler-0": { memory: 512 } } }, "overrides has memory, which no function has"],
  ])("are refused: %j", async (variables, sentence) => {
    await expect(declare(manifest, variables)).rejects.toThrow(sentence);
  });

  it("are what they were meant to be, as texts too", async () => {
    const { of } = await declare(manifest, { alert_thresholds: { backlog_seconds: "1234", call_failures: null } });
    expect(JSON.stringify(of("google_monitoring_alert_policy.main"))).toContain("1234");
  });
});

describeTerraform("overrides", () => {
  it("are refused where the build refuses a specification, in its words", async () => {
    const overrides = Object.fromEntries(
      tried.map(({ memoryMiB, minInstances, maxInstances, ...same }, index) => [
        names[index],
        { ...same, memory_mib: memoryMiB, min_instances: minInstances, max_instances: maxInstances },
      ]),
    );
    const manifest = manifestWith(...names.map((name, index) => handler(name, `thing${index}.changed`)));
    const failure = await declare(manifest, { overrides }).then(() => "", String);
    const refused = [...failure.matchAll(/overrides gives (\S+) what Cloud Run refuses: (.*)/g)].map(
      ([, ...pair]) => pair,
    );
    const expected = tried.flatMap((override, index) => {
      const faults = resourceFaults({ ...made, ...override });
      return faults.length === 0 ? [] : [[names[index], inTerraform(faults.join(" "))]];
    });
    expect(Object.fromEntries(refused)).toEqual(Object.fromEntries(expected));
    expect(expected.length).toBeGreaterThan(15);
  });
});
