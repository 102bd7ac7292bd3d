import { describe, expect, it } from "@jest/globals";
import { findingsOf } from "../candidates.ts";
import { statusByArrival } from "../wrong-handlers/status-by-arrival.ts";
import { unorderedByArrival } from "../wrong-handlers/unordered-by-arrival.ts";

const asked = { states: ["a Lead"], properties: ["interleaving"] } as const;

describe("two of a person's events at once", () => {
  it("are to be kept apart by an ordering key where arrival decides", async () => {
    const { findings } = await findingsOf([unorderedByArrival], asked);
    const atOnce = findings.filter(({ name }) => name.includes(" · at once · "));
    expect(new Set(atOnce.map(({ rule }) => rule))).toEqual(
      new Set(["needs ordered: true: where two of a person's events arrive at once, arrival decides the end"]),
    );
  });

  it("are never an ordered handler's", async () => {
    const { proof } = await findingsOf([statusByArrival], asked);
    const disturbances = proof.handlers.flatMap(({ results }) => results.map((result) => result.case.disturbance));
    expect(new Set(disturbances)).toEqual(new Set(["beside a stranger's on one instance"]));
  });
});
