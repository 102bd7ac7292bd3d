import { describe, expect, it } from "@jest/globals";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";
import { eventSamples } from "../../bundler/read/samples.ts";
import { playSamples } from "../../tools/effects/samples.ts";

// A sample that somebody has pulled fails here until its handler is mended: docs/dead-letters.md.
describe("every sample of events", () => {
  it.each(eventSamples().map(({ file }) => file))(
    "%s is handled where the records beside it are what there is",
    async (file) => {
      const effects = await playSamples([join(root, file)], []);
      expect(effects.filter(({ outcome }) => outcome !== "done")).toEqual([]);
    },
  );
});
