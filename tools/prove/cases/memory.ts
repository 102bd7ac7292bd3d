import type { Configuration } from "../../../local/core/system.ts";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { finding } from "../rules/finding.ts";
import { toMessage } from "../samples.ts";
import { isOver, pass, push, type Subscription } from "../simulation/deliver.ts";
import { isAcknowledged } from "../simulation/delivery.ts";
import { clearRecord, runUntil, type Simulation } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { strangersEvent } from "./isolation.ts";
import { type Case, conclude } from "./case.ts";
import { begin, runUndisturbed, type Situation, situationName, subjectOf } from "./situation.ts";

const MEMORY = "a thousand persons on one instance";

/** At once: the turns in which nothing moves are waited for once for all of them. */
const AT_ONCE = 20;
/** What is handled after another attempt is kept for a while by the runtime: where a system lets so many not pass, one by one. */
const APART_MS = 2_000;
/** Until then it grows by what is compiled and filled for good; a cache that is bounded is full by the second mark. */
const MARKS = [300, 660, 1000] as const;
/** Less is chance; an id in a set takes sixty. */
const MOST_BYTES = 40;
const MOST_APART = 3;

/**
 * An instance handles the events of a thousand persons, the systems being emptied in between: what it holds more at the end, it
 * keeps of each of them.
 */
export function memoryCase(situation: Situation): Case {
  return {
    property: "isolation",
    name: [...situationName(situation), MEMORY].join(" · "),
    place: MEMORY,
    disturbance: MEMORY,
    declarable: [{ fault: MEMORY, operation: MEMORY }],
    runExpected: (simulation) => runUndisturbed(simulation, situation),
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const { configuration } = subjectOf(situation.sample.event);
      const held: number[] = [];
      await heldBytes(); // without what earlier cases have left
      let atOnce = AT_ONCE;
      for (let count = 0; count < MARKS[2]; count += atOnce) {
        if (MARKS.some((mark) => mark === count)) held.push(await heldBytes());
        const areHandled = await deliverSome(subscription, situation, count, atOnce);
        if (!areHandled) atOnce = 1;
        await pass(simulation, APART_MS);
        forget(simulation, configuration);
      }
      held.push(await heldBytes());
      const [early = 0, middle = 0, late = 0] = held;
      const slopes = [(middle - early) / (MARKS[1] - MARKS[0]), (late - middle) / (MARKS[2] - MARKS[1])];
      const each = Math.min(...slopes);
      // What grows by chance does so once.
      const isSteady = Math.max(...slopes) < each * MOST_APART;
      const findings =
        each > MOST_BYTES && isSteady
          ? [finding("isolation", `keeps something of each event: about ${Math.round(each / 10) * 10} bytes for ever`)]
          : [];
      return conclude(simulation, "isolation", [takeSnapshot(simulation)], findings);
    },
  };
}

async function deliverSome(
  subscription: Subscription,
  situation: Situation,
  from: number,
  atOnce: number,
): Promise<boolean> {
  const { simulation } = subscription;
  const deliveries = Array.from({ length: atOnce }, (_, index) =>
    push(subscription, toMessage(strangersEvent(situation, `person ${from + index}`)), 1),
  );
  await runUntil(simulation, () => deliveries.every((delivery) => isOver(subscription, delivery)));
  return deliveries.every(isAcknowledged);
}

/** The systems' memory is not the instance's. */
function forget(simulation: Simulation, configuration: Configuration): void {
  for (const system of simulation.systems) {
    system.reset();
    system.setUp(configuration);
  }
  clearRecord(simulation);
}

let collect: ((how: object) => void) | undefined;

/** Of data alone, when nothing is left that another collection would take: what is compiled on the way comes and goes. */
async function heldBytes(): Promise<number> {
  setFlagsFromString("--expose-gc");
  collect ??= runInNewContext("gc") as (how: object) => void;
  let [before, held] = [Infinity, Infinity];
  for (let times = 0; times < MOST_COLLECTIONS && (times < FEWEST_COLLECTIONS || held < before); times += 1) {
    collect({ type: "major", execution: "sync", flavor: "last-resort" });
    await new Promise<void>((resolve) => void setImmediate(resolve)); // what is finalised lets go of more
    before = held;
    held = getHeapSpaceStatistics()
      .filter(({ space_name: name }) => /^(old|new|large_object|new_large_object)_space$/.test(name))
      .reduce((sum, { space_used_size: bytes }) => sum + bytes, 0);
  }
  return held;
}

const FEWEST_COLLECTIONS = 3;
const MOST_COLLECTIONS = 12;
