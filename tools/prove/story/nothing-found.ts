import { parseJson } from "../../../functions/runtime/reading/json.ts";
import { isAcknowledged } from "../simulation/delivery.ts";
import type { ToldCall, ToldDelivery } from "./story.ts";

/** What a handler left out, and why. */
interface LeftOut {
  readonly handler: string;
  readonly says: string;
}

/**
 * Says which look-up found nothing in one order of the events, so that a handler left out writes that it makes in the
 * other order. Undefined if no handler did: then something else makes the ends differ.
 */
export function leftOutForNothingFound(
  expected: readonly ToldDelivery[],
  actual: readonly ToldDelivery[],
): LeftOut | undefined {
  const runs = [runOf("undisturbed", expected), runOf("in this case", actual)];
  for (const { when, byEvent } of runs)
    for (const [key, less] of byEvent) {
      const more = runs.find((other) => other.when !== when)?.byEvent.get(key) ?? [];
      const looked = lookUpWithout(less);
      const leftOut = writesOf(more).difference(writesOf(less));
      if (looked === undefined || leftOut.size === 0 || !writesOf(less).isSubsetOf(writesOf(more))) continue;
      const { handler, event } = less[0] ?? { handler: "", event: "" };
      const says = `${when}, ${looked.operation} found nothing for event ${event}, so that ${handler} left out ${[...leftOut].join(", ")}, which it makes in the other order of the events`;
      return { handler, says };
    }
  return undefined;
}

function runOf(when: string, deliveries: readonly ToldDelivery[]) {
  return { when, byEvent: Map.groupBy(deliveries, ({ handler, event }) => JSON.stringify([handler, event])) };
}

function writesOf(deliveries: readonly ToldDelivery[]): Set<string> {
  const writes = deliveries.flatMap(({ calls }) => calls).filter((call) => call.isReading !== true);
  return new Set(writes.map(({ operation }) => operation));
}

/** The last look-up of an event that was acknowledged, if it found nothing. */
function lookUpWithout(deliveries: readonly ToldDelivery[]): ToldCall | undefined {
  const last = deliveries.at(-1);
  if (last === undefined || !isAcknowledged(last)) return undefined;
  const looked = last.calls.findLast((call) => call.isReading === true);
  return looked !== undefined && (looked.answer === "404" || isEmptyList(looked.answerBody)) ? looked : undefined;
}

/** Whether an answer has lists, and the innermost of them hold nothing. */
function isEmptyList(body: string): boolean {
  try {
    const lists = innermostLists(parseJson(Buffer.from(body)));
    return lists.length > 0 && lists.every(({ length }) => length === 0);
  } catch {
    return false;
  }
}

function innermostLists(value: unknown): unknown[][] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(innermostLists);
  return inner.length === 0 && Array.isArray(value) ? [value] : inner;
}
