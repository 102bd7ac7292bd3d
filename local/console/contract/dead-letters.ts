/** What the console's API says of dead letters. Types alone. */

export interface LetterReason {
  readonly code: string;
  readonly system?: string;
  readonly operation?: string;
  readonly field?: string;
  /** The field is not there: of a quarantined webhook; else it is, and is not as it should be. */
  readonly isMissing?: boolean;
}

/** The dead letters of one handler, or quarantined webhooks of one source, that share a reason. */
export interface LetterGroup {
  /** The same for as long as there are any. */
  readonly id: string;
  readonly kind: "dead-letter" | "rejected";
  /** The handler's or source's name. */
  readonly name: string;
  /** Null: nobody was left to give one: it crashed or timed out. */
  readonly reason: LetterReason | null;
  readonly count: number;
  /** How many people, or whatever else they are about. 0: not known, as of a webhook that nobody could read. */
  readonly people: number;
  readonly oldest: string;
  readonly newest: string;
}

export interface LetterPage {
  readonly groups: readonly LetterGroup[];
  /** Of the group that was asked for, the oldest first. */
  readonly letters: readonly LetterView[];
  /** What could not be read: sentences. */
  readonly problems: readonly string[];
  /** The last replay that was asked for. */
  readonly replay: ReplayState | null;
}

export interface LetterView {
  /** The message's. */
  readonly id: string;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly person: string | null;
  /** When it became one. */
  readonly at: string;
  /** Of a quarantined webhook: the whole sentence. */
  readonly text: string | null;
  /** Its row among the events, where that is kept. */
  readonly event: string | null;
  readonly data: string;
  readonly discarded: { readonly because: string; readonly at: string } | null;
}

export interface ReplayRequest {
  /** Of messages or events. */
  readonly ids?: readonly string[];
  readonly group?: string;
  /** The id of a row: the letters of this one event, or webhook. */
  readonly event?: string;
  /** So many a second. */
  readonly rate?: number;
  /** So many first, and the rest once those went well. */
  readonly canary?: number;
  /** Stops once more than so many percent of those that are out have failed again: 10 where a canary is asked for. */
  readonly stopAt?: number;
}

export interface ReplayState {
  readonly isUnderWay: boolean;
  readonly total: number;
  readonly replayed: number;
  /** Of those that are out so many are handled; null: nobody tells, or looks. */
  readonly handled: number | null;
  /** So many have failed again; null: nobody looks. */
  readonly again: number | null;
  /** Why it was stopped before its end, and what could not be known: sentences. */
  readonly stopped: string | null;
  readonly remark: string | null;
  /** What was not replayed, with why. */
  readonly left: readonly LetterOutcome[];
}

export interface LetterOutcome {
  readonly id: string;
  readonly outcome: string;
  readonly why: string | null;
}

/** What a replay would do and take, as far as it is known without asking a system. */
export interface ReplayForecast {
  readonly count: number;
  /** The largest first. */
  readonly groups: readonly ForecastGroup[];
  readonly costs: readonly ForecastCost[];
}

export interface ForecastGroup extends LetterGroup {
  /** The id of the oldest. */
  readonly example: string;
  /** What would not be replayed, and why. */
  readonly stays: readonly { readonly count: number; readonly why: string }[];
  /** Of so many a later event of the same person has been handled already. Null: nobody keeps a journal there. */
  readonly newerHandled: number | null;
  /** Of so many a later one waits. */
  readonly newerWaiting: number;
  /** So many are older than a system gives an event its whole effect. */
  readonly late: readonly {
    readonly system: string;
    readonly afterHours: number;
    readonly effect: string;
    readonly count: number;
  }[];
}

/** By what the proof has measured of the handlers. */
export interface ForecastCost {
  readonly system: string;
  /** `API calls of the day`. */
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  /** Null: not known here. */
  readonly allowance: { readonly used: number; readonly max: number } | null;
}
