import type { Event } from "../../../functions/runtime/define/handler.ts";
import { listIn, memberOf } from "../../json.ts";
import { leavesIn, type Path, replaced } from "../events/leaves.ts";
import type { Harm } from "../rules/harms.ts";
import { allowedAt } from "../events/siblings.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { isEqual, kindsThatDiffer, type Snapshot, takeSnapshot } from "../simulation/snapshot.ts";
import { isKept, listsIn, variantOf, withData } from "../events/variant.ts";
import type { Case } from "./case.ts";
import { WHOLE_DELIVERY } from "./duplicates.ts";
import { mistakeFindings } from "./own-mistakes.ts";
import { ofWhole, runUndisturbed, type Situation } from "./situation.ts";
import { excuseMeant } from "./undisturbed.ts";

/** For each list of the event: with three different items, each must leave a trace. */
export function listCases(situation: Situation): Case[] {
  const { data } = situation.sample.event;
  return listsIn(data).flatMap((path) => {
    const items = threeItems(situation, path);
    return items === undefined ? [] : [listCase(situation, path, items)];
  });
}

type Items = readonly [unknown, unknown, unknown];

function listCase(situation: Situation, path: Path, [first, second, third]: Items): Case {
  const { handler, sample } = situation;
  const disturbance = `written values, of events with one and three of its ${path.join(".")}`;
  return {
    ...ofWhole(situation, { property: "effects", place: WHOLE_DELIVERY, disturbance }),
    declarable: [],
    async run(simulation) {
      const mistakes: ReturnType<typeof mistakeFindings> = [];
      const endWith = async (...items: readonly unknown[]) => {
        const end = await endOf(
          simulation,
          situation,
          withData(sample.event, replaced(sample.event.data, path, items)),
        );
        mistakes.push(...mistakeFindings(simulation));
        return end;
      };
      const alone = [await endWith(first), await endWith(third)] as const;
      const turned = await endWith(second, third, first);
      const all = await endWith(first, second, third);
      const judged = excuseMeant(leftOut(path, { all, alone, turned }), handler.declared);
      return { ...judged, findings: [...judged.findings, ...mistakes], expected: [all], actual: all, longestMs: 0 };
    },
  };
}

async function endOf(simulation: Simulation, situation: Situation, event: Event): Promise<Snapshot> {
  await runUndisturbed(simulation, { ...situation, sample: { ...situation.sample, event } });
  return takeSnapshot(simulation);
}

interface Ends {
  readonly all: Snapshot;
  /** With the first of them alone, and with the last. */
  readonly alone: readonly [Snapshot, Snapshot];
  /** With all of them in another order, which changes nothing if one was chosen by what it says, such as the dearest. */
  readonly turned: Snapshot;
}

function leftOut(path: Path, { all, alone, turned }: Ends): Harm[] {
  const place = alone.findIndex((end) => isEqual(end, all));
  if (place === -1) return [];
  const rule = `does with three of the event's ${path.join(".")} what it does with the ${place === 0 ? "first" : "last"} alone: the others leave no trace`;
  return kindsThatDiffer(all, turned).map((records) => ({ records, field: "*", rule }));
}

/** The sample's own items, and others of other content up to three. Undefined if the schema allows no such list. */
function threeItems({ handler, sample: { event } }: Situation, path: Path): Items | undefined {
  const own = listIn(event.data, ...path);
  const [first, second, third] = [0, 1, 2].map((nth) => (nth < own.length ? own[nth] : itemBeside(nth)));
  const items = [first, second, third] as const;
  const lists = [[first], [third], items, [second, third, first]];
  const isAllowed = lists.every((list) => handler.validate(replaced(event.data, path, list)));
  return isAllowed && new Set(items.map((item) => JSON.stringify(item))).size === items.length ? items : undefined;

  function itemBeside(nth: number): unknown {
    const place = [...path, 0];
    let { data }: { data: unknown } = variantOf(event, { ...handler, mark: `item ${nth}` });
    for (const { path: inside, value } of leavesIn(memberOf(data, ...place), place)) {
      if (isKept(value, event.subject) && typeof value === "string") continue;
      const words = typeof value === "string" ? allowedAt(handler.validate, data, inside) : [];
      const other = words[(words.indexOf(value) + nth) % words.length];
      if (other !== undefined) data = replaced(data, inside, other);
    }
    return memberOf(data, ...place);
  }
}
