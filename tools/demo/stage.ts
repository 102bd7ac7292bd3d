import type { State } from "./found.ts";
import type { Webhook } from "./webhooks.ts";

/** Where the story is played: against `npm start`, or in a test's own process. */
export interface Stage {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits until then, where the story's time is not compressed. */
  reach(time: number): Promise<void>;
  sleep(milliseconds: number): Promise<void>;
  /** Signs it as its sender does, and posts it. */
  post(sender: string, webhook: Webhook): Promise<{ readonly status: number }>;
  state(): Promise<State>;
  /** Adds records as people who work in the systems' consoles would. */
  seed(records: object): Promise<void>;
  setFault(rule: object): Promise<void>;
  clearFaults(): Promise<void>;
  /** Looks again and again until it is so, or has not become so for too long. */
  until(isSo: (state: State) => boolean): Promise<void>;
}
