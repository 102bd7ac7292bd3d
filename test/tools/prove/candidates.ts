import type { AnyHandler, BatchHandler, BatchResult } from "../../../functions/runtime/define/batch-handler.ts";
import type { DeliveryPolicy, Handler } from "../../../functions/runtime/define/handler.ts";
import type { Property } from "../../../tools/prove/finding.ts";
import { findStandIns } from "../../../local/core/find.ts";
import type { Declarations } from "../../../tools/prove/declared/declarations.ts";
import type { Candidate } from "../../../tools/prove/run/candidate.ts";
import { prove, type ProofOptions } from "../../../tools/prove/prove.ts";
import { readSamples } from "../../../tools/prove/events/samples.ts";
import { validatorOf } from "../../harness/units.ts";
import type { emailReported } from "./raw-batches.ts";
import type { subscriptionChanged } from "./subscriptions.ts";
import type { ticketOpened } from "./tickets.ts";
import { type Form, rawClients, type RawSystems } from "./raw-systems.ts";

/** A small handler of form.submitted, or of what `on` says. */
export interface Small extends Declarations {
  readonly name: string;
  readonly on?: typeof subscriptionChanged | typeof emailReported | typeof ticketOpened;
  readonly uses?: readonly ("salesforce" | "customerio")[];
  readonly delivery?: DeliveryPolicy;
  /** A batch handler, which yields an event's result after its run(), or before. */
  readonly yields?: "after" | "before";
  run?(event: Form, systems: RawSystems, signal: AbortSignal): Promise<void>;
  /** The same, with nothing that it remembers. */
  again?(): Promise<Pick<Small, "name" | "run">>;
  /** A batch handler's, in the place of `run`. */
  runBatch?(events: readonly Form[], systems: RawSystems): AsyncIterable<BatchResult>;
}

/** One that the harness must catch, and by which rule. */
export interface Wrong extends Small {
  readonly caughtBy: Property;
  /** Only cases whose names hold this: where many would show it. */
  readonly match?: string;
  /** What one of its findings says. */
  readonly says?: string;
  /** Whose cases show it, where they are not the property's own. */
  readonly among?: Property;
  /** Where it shows; else with nobody there. */
  readonly states?: readonly string[] | "all";
}

type RawContext = {
  readonly salesforce: Pick<RawSystems, "records" | "people">;
  readonly customerio: Pick<RawSystems, "track">;
  readonly signal: AbortSignal;
};

export const standIns = await findStandIns();
// Of a form without names these small handlers make no Lead.
const forms = readSamples("form.submitted").filter(({ name }) => name !== "no-names");

export function candidateOf(small: Small): Candidate {
  const uses = small.uses ?? (["salesforce", "customerio"] as const);
  const handler = handlerOf({ ...small, uses });
  const clients = rawClients.filter(({ name }) => uses.includes(name));
  const { validate, samples } = small.on ?? { validate: validatorOf("form.submitted"), samples: forms };
  const { diverges = [], arrivalDecides = [], overwrites = [], restores = [] } = small;
  const { means = [], doubles = [], unreached = [] } = small;
  const declared = { diverges, arrivalDecides, overwrites, restores, means, doubles, unreached };
  const { again } = small;
  const anew = again && { again: async () => handlerOf({ ...(await again()), uses }) };
  return { ...anew, handler: { name: small.name, handler, validate, declared, clients }, samples, problems: [] };
}

function handlerOf({
  run = async () => {},
  runBatch: runAll,
  yields,
  ...small
}: Small & { readonly uses: readonly ("salesforce" | "customerio")[] }): AnyHandler {
  const declared = { ...small, eventType: (small.on?.eventType ?? "form.submitted") as "form.submitted" };
  // What the raw clients are under the real ones' names; the schema has passed the event.
  const runOne = (event: Form, { salesforce, customerio, signal }: RawContext) =>
    run(event, { ...salesforce, ...customerio }, signal);
  const batchHandler = (runAs: unknown) => ({ ...declared, batch: {}, run: runAs as BatchHandler["run"] });
  if (runAll !== undefined)
    return batchHandler((events: readonly Form[], { salesforce, customerio }: RawContext) =>
      runAll(events, { ...salesforce, ...customerio }),
    );
  if (yields === undefined) return { ...declared, run: runOne as unknown as Handler["run"] };
  async function* runBatch(events: readonly Form[], context: RawContext) {
    for (const event of events) {
      if (yields === "before") yield { event };
      const error: unknown = await runOne(event, context).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (yields === "after") yield { event, error };
    }
  }
  return batchHandler(runBatch);
}

/** All that the harness has to say about the handlers, where it is asked about no more than this. */
export async function findingsOf(smalls: readonly Small[], options: Partial<ProofOptions> = {}) {
  const proof = await prove({ candidates: smalls.map(candidateOf), standIns, seed: 1, ...options });
  const findings = proof.handlers.flatMap(({ handler, problems, results }) => [
    ...problems.map((finding) => ({ handler, name: "", ...finding })),
    ...results
      .filter(({ verdict }) => verdict === "failed")
      .flatMap(({ case: { name }, findings: found }) => found.map((finding) => ({ handler, name, ...finding }))),
  ]);
  return { proof, findings };
}
