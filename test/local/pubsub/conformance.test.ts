import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startPubsub } from "../../../local/pubsub/api/server.ts";
import { clientCases } from "./conformance-client.ts";
import { exactlyOnceCases } from "./conformance-exactly-once.ts";
import { pullCases } from "./conformance-pull.ts";
import { pushCases } from "./conformance-push.ts";
import { replayCases } from "./conformance-replay.ts";
import { resourceCases } from "./conformance-resources.ts";
import { EMULATOR_DIFFERENCES } from "./differences.ts";
import { findEmulator, startEmulator } from "./emulator.ts";
import type { Cases, Target } from "./target.ts";
import { connect } from "./target.ts";

// What Google documents Pub/Sub to do, held against the embedded one and, where it is, Google's own emulator.
const CASES: Cases = {
  ...resourceCases,
  ...pullCases,
  ...pushCases,
  ...clientCases,
  ...exactlyOnceCases,
  ...replayCases,
};
const START_MS = 30_000;
const CASE_MS = 15_000;

interface Service {
  readonly host: string;
  close(): Promise<void>;
}

function conforms(start: () => Promise<Service>, differences: Readonly<Record<string, string>>): void {
  let service: Service | undefined;
  let target: Target | undefined;

  beforeAll(async () => {
    service = await start();
    target = await connect(service.host);
  }, START_MS);

  afterAll(async () => {
    await target?.close();
    await service?.close();
  });

  const run = async (name: string) => {
    if (target === undefined) throw new Error("The Pub/Sub under test has not started.");
    await CASES[name]?.(target);
  };

  for (const name of Object.keys(CASES)) {
    const difference = differences[name];
    if (difference === undefined) it(name, () => run(name), CASE_MS);
    else it(`${name} (known difference: ${difference})`, () => expect(run(name)).rejects.toThrow(), CASE_MS);
  }
}

describe("the embedded Pub/Sub", () => {
  conforms(() => startPubsub(), {});
});

describe("Google's emulator", () => {
  const binary = findEmulator();
  if (binary === undefined)
    it.skip("conforms (it is not on this machine: install it, or set PUBSUB_EMULATOR_BIN)", () => {});
  else conforms(() => startEmulator(binary), EMULATOR_DIFFERENCES);
});

describe("the list of known differences", () => {
  it("names cases that exist", () => {
    expect(Object.keys(CASES)).toEqual(expect.arrayContaining(Object.keys(EMULATOR_DIFFERENCES)));
  });
});
