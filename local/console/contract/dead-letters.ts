/** The console API's types for dead letters. */

import type { Time } from "./time.ts";

export interface LetterReason {
  readonly code: string;
  readonly system?: string;
  readonly operation?: string;
  readonly field?: string;
  /** The field of a quarantined webhook is missing; otherwise it is invalid. */
  readonly isMissing?: boolean;
}

/** The dead letters of a handler, or the quarantined webhooks of a source, that share a reason. */
export interface LetterGroup {
  /** Stable while the group has letters. */
  readonly id: string;
  readonly kind: "dead-letter" | "rejected";
  /** The handler's or source's name. */
  readonly name: string;
  /** Null if the function crashed or timed out, so that no reason was written. */
  readonly reason: LetterReason | null;
  readonly count: number;
  /** The number of people or other subjects. 0 if unknown, as for an unreadable webhook. */
  readonly people: number;
  /** When the first and the last were dead-lettered. */
  readonly oldest: Time;
  readonly newest: Time;
  /** The oldest letter's id. */
  readonly example: string;
}

export interface LetterPage {
  readonly groups: readonly LetterGroup[];
  /** The requested group's letters, oldest first; of a larger group, the first 200. */
  readonly letters: readonly LetterView[];
  /** Sentences about what could not be read. */
  readonly problems: readonly string[];
  /** The last requested replay. */
  readonly replay: ReplayState | null;
}

export interface LetterView {
  /** The message's id. */
  readonly id: string;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly person: string | null;
  /** When it was dead-lettered. */
  readonly at: Time;
  /** For a quarantined webhook, the full sentence. */
  readonly text: string | null;
  /** The event's row, if kept. */
  readonly event: string | null;
  readonly data: string;
  /** The size of the whole data. */
  readonly bytes: number;
  /** Of `data`, only the beginning is given. */
  readonly cut?: true;
  readonly discarded: { readonly because: string; readonly at: string } | null;
}

/** Some letters, those of a group, or all. */
export interface LetterChoice {
  /**
   * Of messages or events.
   * @minItems 1
   */
  readonly ids?: readonly string[];
  readonly group?: string;
}

export interface ReplayRequest extends LetterChoice {
  /** A row's id: the letters of this event or webhook only. */
  readonly event?: string;
  /**
   * Maximum per second.
   * @exclusiveMinimum 0
   * @maximum 1000
   */
  readonly rate?: number;
  /**
   * How many to replay first; the rest follows once these went well.
   * @type integer
   * @minimum 1
   */
  readonly canary?: number;
  /**
   * Stops when more than this percentage of the replayed letters has failed again; default with a canary: 10.
   * @minimum 0
   * @maximum 100
   */
  readonly stopAt?: number;
}

export interface ReplayState {
  readonly isUnderWay: boolean;
  readonly total: number;
  readonly replayed: number;
  /** How many of the replayed letters are handled; null if unknown. */
  readonly handled: number | null;
  /** How many have failed again; null if unknown. */
  readonly again: number | null;
  /** Sentences about why it stopped early and what could not be determined. */
  readonly stopped: string | null;
  readonly remark: string | null;
  /** What was not replayed, and why. */
  readonly left: readonly LetterOutcome[];
}

export interface LetterOutcome {
  readonly id: string;
  readonly outcome: string;
  readonly why: string | null;
}

/** A replay's effects and costs, as far as known without asking a system. */
export interface ReplayForecast {
  readonly count: number;
  /** Largest first. */
  readonly groups: readonly ForecastGroup[];
  readonly costs: readonly ForecastCost[];
}

export interface ForecastGroup extends LetterGroup {
  /** What would not be replayed, and why. */
  readonly stays: readonly { readonly count: number; readonly why: string }[];
  /** For how many a later event of the same person was handled already. Null without a journal. */
  readonly newerHandled: number | null;
  /** For how many a later event is waiting. */
  readonly newerWaiting: number;
  /** How many are too old for their full effect in a system. */
  readonly late: readonly {
    readonly system: string;
    readonly afterHours: number;
    readonly effect: string;
    readonly count: number;
  }[];
}

/** As measured by the proof. */
export interface ForecastCost {
  readonly system: string;
  /** For instance `API calls of the day`. */
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  /** Null if unknown here. */
  readonly allowance: { readonly used: number; readonly max: number } | null;
}
