import type { State } from "./found.ts";
import type { Webhook } from "./webhooks.ts";

/** Where the story is played: `npm start`, or a test's own process. */
export interface Stage {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits until then, unless the story's time is compressed. */
  reach(time: number): Promise<void>;
  sleep(milliseconds: number): Promise<void>;
  /** Signs it as its sender does, and posts it. */
  post(sender: string, webhook: Webhook): Promise<{ readonly status: number }>;
  state(): Promise<State>;
  /** Adds records, as people would in the systems' own interfaces. */
  seed(records: object): Promise<void>;
  setFault(rule: object): Promise<void>;
  clearFaults(): Promise<void>;
  /** Polls until it is true, or gives up. */
  until(isSo: (state: State) => boolean): Promise<void>;
}
