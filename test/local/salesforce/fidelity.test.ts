import { describe, expect, it } from "@jest/globals";
import { play } from "../../../tools/fidelity/play.ts";
import { systems } from "../../../tools/fidelity/systems.ts";

const { topics, standIn } = systems.salesforce;

describe("Salesforce's stand-in", () => {
  it.each(topics.map((topic) => [topic.name, topic] as const))("answers as Salesforce: %s", async (_name, topic) => {
    const { results } = await play(topic, standIn());
    const differing = results.filter(({ differences }) => differences.length > 0);
    expect(differing.map(({ exchange: { name }, differences }) => ({ name, differences }))).toEqual([]);
  });
});
