import type { ProofBounds } from "../../../local/console/contract/proof.ts";
import type { Call } from "../simulation/call.ts";
import { type Finding, finding, SWALLOWS, UNACKNOWLEDGED } from "../finding.ts";
import { ackDeadlineMs } from "../simulation/deliver.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import { isRefusedInState } from "./refused-fields.ts";
import { type CleanRun, isLeftToAnother } from "./situation.ts";
import type { Simulation } from "../simulation/simulation.ts";

export function boundsOf({ situation, calls, again }: CleanRun): ProofBounds {
  const repeatedWrites = again.filter(({ method }) => method !== "GET").length;
  return {
    cleanCalls: calls.length,
    repeatedCalls: again.length,
    repeatedWrites,
    longestMs: 0,
    ackDeadlineMs: ackDeadlineMs(situation.handler),
  };
}

export function mergeBounds(handler: ProvedHandler, all: readonly ProofBounds[], longestMs = 0): ProofBounds {
  const most = (key: keyof ProofBounds) => Math.max(0, ...all.map((bounds) => bounds[key]));
  return {
    cleanCalls: most("cleanCalls"),
    repeatedCalls: most("repeatedCalls"),
    repeatedWrites: most("repeatedWrites"),
    longestMs: Math.max(longestMs, most("longestMs")),
    ackDeadlineMs: ackDeadlineMs(handler),
  };
}

/** A handler that needs no more than the first, or only the count, is right once its query has a limit. */
const ASK = "let it read all pages, or limit the query to what it needs";

/** What an undisturbed run already does wrong. */
export function cleanFindings(simulation: Simulation, clean: CleanRun): Finding[] {
  const { situation, calls, again, isAcknowledged, findings } = clean;
  const where = `${situation.sample.name} · ${situation.state}`;
  if (findings.length > 0) return [...findings];
  if (!isAcknowledged && (isRefusedInState(simulation, clean) || isLeftToAnother(simulation, clean))) return [];
  if (!isAcknowledged) return [finding("acknowledgement", `${UNACKNOWLEDGED} (${where})`)];
  const [late] = calls.length === 0 ? again : [];
  if (late !== undefined)
    return [finding("bounds", `makes no call, and ${late.operation} when the event is delivered again (${where})`)];
  const [unread] = calls.filter((call) => isLeftUnread(simulation, call, calls));
  if (unread !== undefined)
    return [finding("bounds", `reads a page of what ${unread.operation} finds, and not the next: ${ASK} (${where})`)];
  const harmful = again.filter((call) => !isHarmless(simulation, call, calls));
  return harmful.map(({ operation, answer }) =>
    Number(answer) >= 400
      ? finding("bounds", `${SWALLOWS} ${operation} is refused with HTTP ${answer}, and nothing comes of it (${where})`)
      : finding("bounds", `repeats ${operation} when the event is delivered again after its success (${where})`),
  );
}

/** Whether the handler ignores an event of this sample in this state. */
export interface Acting {
  readonly sample: string;
  readonly state: string;
  readonly isIdle: boolean;
}

/** Acknowledged without a finding and without a call. */
export function actingIn({ situation: { sample, state }, calls, isAcknowledged, findings }: CleanRun): Acting {
  const isIdle = calls.length === 0 && isAcknowledged && findings.length === 0;
  return { sample: sample.name, state, isIdle };
}

/**
 * A handler may ignore a sample; its effects file says so. If it ignores a sample only in some states, it can't have
 * known the state, since it made no call. A handler that ignores every sample is not proved.
 */
export function idleFindings(eventType: string, all: readonly Acting[]): Finding[] {
  if (all.length > 0 && all.every(({ isIdle }) => isIdle))
    return [
      finding(
        "bounds",
        `makes no call with any sample: there is nothing to prove. Add a sample to samples/events/${eventType}/ that it acts on`,
      ),
    ];
  return [...Map.groupBy(all, ({ sample }) => sample)].flatMap(([sample, some]) => {
    const idle = some.filter(({ isIdle }) => isIdle).map(({ state }) => state);
    if (idle.length === 0 || idle.length === some.length) return [];
    const rule = `makes no call with ${sample} in some states, and calls in others: without a look it can't know which`;
    return [finding("bounds", `${rule} (none in: ${idle.join(", ")})`)];
  });
}

function isLeftUnread({ systems }: Simulation, { system, answerBody }: Call, calls: readonly Call[]): boolean {
  const next = systems.find(({ name }) => name === system)?.nextPageIn?.(answerBody);
  return next !== undefined && !calls.some(({ url }) => url.pathname.endsWith(next));
}

function isHarmless(
  { systems }: Simulation,
  { system, method, url, requestBody }: Call,
  earlier: readonly Call[],
): boolean {
  const found = systems.find(({ name }) => name === system);
  const bodies = earlier.filter((call) => call.system === system).map((call) => call.requestBody);
  return found?.isHarmless({ method, url, body: requestBody }, bodies) === true;
}
