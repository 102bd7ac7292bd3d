import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Fill, webhookOf } from "../fills.ts";
import { inParallel, post } from "../requests.ts";

/** Number of webhooks under way at once. */
const WIDTH = 16;
/** Senders deliver at least once: this share of accepted webhooks is sent again. */
const SHARE_SENT_TWICE = 0.02;
const LONGEST_PAUSE_MS = 2000;

interface SenderOptions {
  /** Port of the gateway. */
  readonly port: number;
  readonly random: () => number;
  /** Resolves when the next webhook may be sent. */
  readonly room: () => Promise<unknown>;
  /** No webhook is sent again after this aborts. */
  readonly signal: AbortSignal;
}

/**
 * Sends each fill as its sender does: repeatedly, with the same id, until it is accepted.
 * @returns the number of attempts
 */
export async function sendFills(
  fills: readonly Fill[],
  { port, random, room, signal }: SenderOptions,
): Promise<number> {
  const agent = new http.Agent({ keepAlive: true });
  let attempts = 0;
  const isTaken = async (fill: Fill) => {
    attempts += 1;
    const answer = await post({ port, agent }, { path: "/webhooks/app", ...webhookOf(fill) }).catch(() => undefined);
    return answer !== undefined && answer.status >= 200 && answer.status < 300;
  };
  const send = async (fill: Fill) => {
    for (let pauseMs = 50; !signal.aborted && !(await isTaken(fill)); pauseMs *= 2)
      await sleep(Math.min(pauseMs, LONGEST_PAUSE_MS));
  };
  await inParallel(fills.length, WIDTH, async (index) => {
    const fill = fills[index];
    if (fill === undefined || signal.aborted) return;
    await room();
    await send(fill);
    if (random() < SHARE_SENT_TWICE) await send(fill);
  });
  agent.destroy();
  return attempts;
}
