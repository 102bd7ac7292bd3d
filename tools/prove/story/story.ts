import type { StoryWorld } from "../../../local/console/contract/proof.ts";
import type { Case } from "../cases/case.ts";
import type { ArrivalRule } from "../declared/declarations.ts";
import type { Call } from "../simulation/call.ts";

export interface ToldDelivery {
  readonly number: number;
  readonly handler: string;
  /** Id of the delivered event. */
  readonly event: string;
  /** Its type. */
  readonly type?: string;
  /** Since the case began. */
  readonly atSeconds: number;
  /** The instance's answer. Undefined if it died. */
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly calls: readonly ToldCall[];
  /** For a batch: the outcome of each message. */
  readonly batch?: readonly Pick<ToldDelivery, "event" | "status" | "reason">[];
  /** Number of calls answered in time. The others were pending when it was acknowledged. */
  readonly callsInTime: number;
}

type Kept = "index" | "operation" | "nth" | "disturbance" | "answer" | "requestBody" | "answerBody";

export interface ToldCall extends Pick<Call, Kept> {
  /** What the disturbing fault does, if known. */
  readonly meaning: string | undefined;
  /** It changes nothing. */
  readonly isReading?: boolean;
}

/** A system's advice for repairing a handler. */
export interface Mending {
  readonly says: string;
  /** The failure must be fixed: neither arrival nor a lack of means excuses it. */
  readonly isOwed: boolean;
}

/** Everything there is to show about a case. */
export interface Story {
  readonly name: string;
  readonly findings: readonly string[];
  /** What is done in the case, if that needs saying. */
  readonly says?: string | undefined;
  readonly expected: readonly ToldDelivery[];
  readonly actual: readonly ToldDelivery[];
  /** Compared with the closest acceptable end. */
  readonly worlds: readonly StoryWorld[];
  /** Advice from its systems. */
  readonly cures?: readonly Mending[];
  /** What may be declared to depend on arrival, if that excuses the case as a whole. Undefined: it was not tried. */
  readonly byArrival?: readonly Pick<ArrivalRule, "records" | "fields">[] | undefined;
  /** What is known of the cause where no advice fits. */
  readonly known?: string | undefined;
  /** The handler that left out something because a look-up found nothing. */
  readonly leftOutBy?: string | undefined;
  /**
   * Index of the last call after which the right end is still reachable. "none": no attempt found one. Undefined: not
   * searched for.
   */
  readonly turningPoint: number | "none" | undefined;
  /** The entries by which it could be declared if no handler can do better. Empty if it can't be. */
  readonly declarable: Case["declarable"];
}
