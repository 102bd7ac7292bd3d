/** States that a system may be in when an event arrives, and what may happen to it then. Types only. */

import type { RecordField } from "./records.ts";
import type { Touch } from "./requests.ts";

/** Every functions/configuration/NAME.json, by NAME. */
export type Configuration = Readonly<Record<string, unknown>>;

/** Whom a test case is about, and when. */
export interface Subject {
  /** The normalised e-mail; for an event that is not about a person, one that no record has. */
  readonly email: string;
  /** For an event that is not about a person: its subject, such as a customer id. */
  readonly key?: string;
  /** Alternative names of other people in the same records, by field name in lower case: `lastname`. */
  readonly names?: Readonly<Record<string, string>>;
  /** When the case's event happened, in Unix milliseconds. */
  readonly eventAt: number;
  /** The configuration that the system was set up from. */
  readonly configuration: Configuration;
}

export interface StartingState {
  readonly name: string;
  /** The kind of event subjects that it matters for; default: all. */
  readonly of?: "people" | "keys";
  /** It only matters for events with this member in their data. */
  readonly ofData?: string;
  /** It affects the whole system, whoever the event is about. Default: false. */
  readonly isOfAll?: boolean;
  /** It includes the system's setup, so it can't be one person's state beside others. Default: false. */
  readonly isSetUp?: boolean;
  arrange(subject: Subject): void;
  /**
   * Someone acts on their own in it. Where others act too, the result depends on their order, so such cases are left
   * out.
   */
  readonly isActing?: boolean;
  /**
   * It equals the state `like`, except that the system refuses these optional fields: everything else must end as
   * there.
   */
  readonly refuses?: { readonly like: string; readonly fields: readonly RecordField[] };
}

/** A problem during which events wait and none is given up; once fixed, it leaves no trace. */
export interface Trouble {
  readonly name: string;
  /**
   * The system's refusal might also mean that the message is at fault, so dead-lettering is right too. Default: false.
   */
  readonly isUnclear?: boolean;
  /**
   * The refusal might be the message's own, but a handler can tell: it lasts as long as messages are retried. Default:
   * false.
   */
  readonly isLong?: boolean;
  /**
   * Someone silently undoes what was done. Not combined with other actors; once fixed, a replay repairs everything.
   * Default: false.
   */
  readonly isSilent?: boolean;
  /**
   * It hides records and no read shows that. Unless a write is refused too, acting on what is visible is right.
   * Default: false.
   */
  readonly isUnseen?: boolean;
  /** Starts it and returns a function that fixes it. Undefined if it would affect nobody. */
  begin(subject: Subject): (() => void) | undefined;
}

export interface Intervention {
  readonly name: string;
  /** Does it. Returns false if there is nothing to act on. */
  act(subject: Subject): boolean;
  /**
   * The reads and writes it amounts to; it is only tried before calls that these can conflict with. Default:
   * everything.
   */
  readonly touches?: readonly Touch[];
}
