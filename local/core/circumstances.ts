/** What a system may be in, and what may befall it, when an event comes. Types alone. */

import type { RecordField } from "./records.ts";
import type { Touch } from "./requests.ts";

/** Every functions/configuration/NAME.json, by NAME. */
export type Configuration = Readonly<Record<string, unknown>>;

/** Whom a case is about, and when. */
export interface Subject {
  /** The normalised e-mail; where the event is about no person, one that nothing holds. */
  readonly email: string;
  /** What the event is about where that is no person, as a customer's id. */
  readonly key?: string;
  /** What others are called, too, who are not whom the event is about: by a field's name in small letters, `lastname`. */
  readonly names?: Readonly<Record<string, string>>;
  /** When the event happened that the case delivers: milliseconds since the epoch. */
  readonly eventAt: number;
  /** What the system was set up by. */
  readonly configuration: Configuration;
}

export interface StartingState {
  readonly name: string;
  /** What kind of events it makes a difference to; left out, all. */
  readonly of?: "people" | "keys";
  /** It makes one to events alone whose data has this. */
  readonly ofData?: string;
  /** It is of the system as a whole, whomever an event is about. Left out: no. */
  readonly isOfAll?: boolean;
  /** It sets up the system, too, and so is none of somebody's beside whom others come. Left out: no. */
  readonly isSetUp?: boolean;
  arrange(subject: Subject): void;
  /** Somebody acts in it by themselves: where others do too, their order decides the end, and they are left out. */
  readonly isActing?: boolean;
  /** It is another state where the system takes these fields not, and nobody needs them: all else must end as in that one. */
  readonly refuses?: { readonly like: string; readonly fields: readonly RecordField[] };
}

/** Until it is mended events wait, and none is given up; mended it leaves nothing behind. */
export interface Trouble {
  readonly name: string;
  /** Left out: no. The system refuses in words by which a message might as well be to blame: to give it up is right, too. */
  readonly isUnclear?: boolean;
  /** Left out: no. Its refusal might be the message's own, and a handler knows better: it lasts for as long as those are tried. */
  readonly isLong?: boolean;
  /** Left out: no. Somebody undoes what was done, and tells nobody: not tried where others act too; once mended, a replay mends all. */
  readonly isSilent?: boolean;
  /** Left out: no. It hides records, and no read tells of that: where no write is refused either, who acts on what they see is right. */
  readonly isUnseen?: boolean;
  /** Brings it about; what it returns mends it. Undefined where it would trouble nobody. */
  begin(subject: Subject): (() => void) | undefined;
}

export interface Intervention {
  readonly name: string;
  /** Does it. False where there is nothing to do it to. */
  act(subject: Subject): boolean;
  /** What it reads and writes, as a request: it is not tried before calls that can't meet it. Left out: all of the system. */
  readonly touches?: readonly Touch[];
}
