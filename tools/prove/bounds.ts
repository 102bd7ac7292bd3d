import type { Call } from "./calls.ts";
import { type Breach, breach } from "./breach.ts";
import { ackDeadlineMs } from "./deliver.ts";
import type { ProvedHandler } from "./instance.ts";
import type { Clean } from "./scene.ts";
import type { Stage } from "./stage.ts";

/** What a handler costs at most, over all samples and starting states. */
export interface Bounds {
  readonly cleanCalls: number;
  readonly repeatedCalls: number;
  /** Of those, the writes: in Salesforce there must be none. */
  readonly repeatedWrites: number;
  readonly longestMs: number;
  readonly ackDeadlineMs: number;
}

export function boundsOf({ scene, calls, again }: Clean): Bounds {
  const repeatedWrites = again.filter(({ method }) => method !== "GET").length;
  return {
    cleanCalls: calls.length,
    repeatedCalls: again.length,
    repeatedWrites,
    longestMs: 0,
    ackDeadlineMs: ackDeadlineMs(scene.handler),
  };
}

export function mergeBounds(handler: ProvedHandler, all: readonly Bounds[], longestMs: number): Bounds {
  const most = (key: keyof Bounds) => Math.max(0, ...all.map((bounds) => bounds[key]));
  return {
    cleanCalls: most("cleanCalls"),
    repeatedCalls: most("repeatedCalls"),
    repeatedWrites: most("repeatedWrites"),
    longestMs,
    ackDeadlineMs: ackDeadlineMs(handler),
  };
}

/** What an undisturbed run already shows to be wrong. */
export function cleanBreaches(stage: Stage, { scene, calls, again, isAcknowledged, breaches }: Clean): Breach[] {
  const where = `${scene.sample.name} · ${scene.state}`;
  if (breaches.length > 0) return [...breaches];
  if (!isAcknowledged) return [breach("verdicts", `does not acknowledge a clean run at once (${where})`)];
  if (calls.length === 0)
    return [breach("bounds", `makes no call in its clean run (${where}): there is nothing to prove`)];
  const harmful = again.filter((call) => !isHarmless(stage, call, calls));
  return harmful.map(({ operation }) =>
    breach("bounds", `repeats ${operation} when the event is delivered again after its success (${where})`),
  );
}

function isHarmless({ systems }: Stage, { system, method, url, requestBody }: Call, earlier: readonly Call[]): boolean {
  const found = systems.find(({ name }) => name === system);
  const bodies = earlier.filter((call) => call.system === system).map((call) => call.requestBody);
  return found?.isHarmless({ method, url, body: requestBody }, bodies) === true;
}
