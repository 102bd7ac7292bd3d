import type { Event } from "../../../functions/runtime/define/handler.ts";
import { divergence } from "../finding.ts";
import { leavesIn } from "../events/leaves.ts";
import { bare } from "../rules/written.ts";
import { toMessage } from "../events/samples.ts";
import { deliverUntilAcknowledged, subscribe } from "../simulation/deliver.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { type Snapshot, takeSnapshot, without } from "../simulation/snapshot.ts";
import { type Case, conclude } from "./case.ts";
import { arrange, type CleanRun, ofWhole, PROCESSED, type Situation, subjectOf } from "./situation.ts";

/** For each person: a Contact, a converted Lead with its records, and a Lead. */
const OTHERS_OF_A_KIND = 4;

/** The systems also hold other people's records. The handler must leave them alone and do the same as without them. */
export function bystanderCases({ situation, snapshot }: CleanRun): Case[] {
  if (situation.state === PROCESSED) return [];
  const disturbance = "beside the records of others";
  return [
    {
      ...ofWhole(situation, { property: "isolation", place: "others in the same systems", disturbance }),
      async run(simulation) {
        const own = await endOf(simulation, situation, { hasOthers: false, isDelivered: false });
        const others = await endOf(simulation, situation, { hasOthers: true, isDelivered: false });
        await endOf(simulation, situation, { hasOthers: true, isDelivered: true });
        const expected = added(snapshot, others, own);
        const end = await conclude(simulation, "isolation", [expected]);
        const rule =
          "does something else where records of others are: what it looks for is not its person's, or its thing's, alone";
        return {
          ...end,
          findings: end.findings.map((one) => (one.isDivergence ? divergence("isolation", rule) : one)),
        };
      },
    },
  ];
}

async function endOf(
  simulation: Simulation,
  { handler, sample: { event }, state }: Situation,
  { hasOthers, isDelivered }: { readonly hasOthers: boolean; readonly isDelivered: boolean },
): Promise<Snapshot> {
  arrange(simulation, [event], state);
  if (hasOthers) arrangeOthers(simulation, { ...subjectOf(event), names: namesIn(event) });
  if (isDelivered) await deliverUntilAcknowledged(subscribe(simulation, handler), toMessage(event));
  await drain(simulation);
  return takeSnapshot(simulation);
}

function arrangeOthers({ systems }: Simulation, subject: ReturnType<typeof subjectOf>): void {
  for (const { startingStates, addOthers } of systems) {
    addOthers?.();
    for (const kind of ["people", "keys"] as const)
      startingStates
        .filter(
          ({ of, ofData, isOfAll, isSetUp }) =>
            of === kind && ofData === undefined && isOfAll !== true && isSetUp !== true,
        )
        .slice(0, OTHERS_OF_A_KIND)
        .forEach(({ arrange: arrangeOther }, index) =>
          arrangeOther({ ...subject, email: `${kind}-${index}@others.example`, key: `others-${kind}-${index}` }),
        );
  }
}

/** What the event calls its person or thing. The others get the same names. */
function namesIn({ data, subject }: Event): Readonly<Record<string, string>> {
  const texts = [...leavesIn(data)].map(({ path, value }) => [bare(String(path.at(-1) ?? "")), value]);
  return Object.fromEntries(texts.filter(([, value]) => typeof value === "string" && value !== subject));
}

/** The records of the first two snapshots together, counting those in `common` once. */
function added(one: Snapshot, other: Snapshot, common: Snapshot): Snapshot {
  return new Map(
    [...new Set([...one.keys(), ...other.keys()])].map((kind) => [
      kind,
      [...(one.get(kind) ?? []), ...without(other.get(kind) ?? [], common.get(kind) ?? [])].sort(),
    ]),
  );
}
