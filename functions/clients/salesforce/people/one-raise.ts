import type { DeliveryError } from "../../../runtime/define/errors.ts";
import { mostPatient } from "../../../runtime/define/independently.ts";
import type { Refusals } from "../api/collections.ts";
import { type OrgRefusal, OUTDATED } from "../api/refusal.ts";
import { refusalOfMembers } from "../api/errors.ts";
import type { Person, Raise, Raised } from "../salesforce.ts";

/** The results for one record's memberships. */
export interface OneRaise {
  person: Person;
  /** Without a result yet. */
  wanted: readonly Wanted[];
  /** The refusal after which it was retried. */
  readonly met: OrgRefusal[];
  refusals: OrgRefusal[];
  unanswered: number;
}

interface Wanted {
  readonly label: string;
  readonly tell: (error: DeliveryError | undefined) => void;
}

/** Each record once, with all that is wanted for it. */
export function groupByRecord<One extends Raise>(
  all: readonly One[],
  tell: (raised: Raised<One>) => void,
): readonly OneRaise[] {
  return [...Map.groupBy(all, ({ person }) => person.record.id).values()].flatMap((ofOne) => {
    const [first] = ofOne;
    if (first === undefined) return [];
    const wanted = ofOne.map((of) => ({ label: of.status, tell: (error?: DeliveryError) => tell({ of, error }) }));
    return [{ person: first.person, wanted, met: [], refusals: [], unanswered: 0 }];
  });
}

/** Whether something that is wanted of it has no result yet. */
export function isOpen({ wanted }: OneRaise): boolean {
  return wanted.length > 0;
}

/** Gives this result to everything still open. */
export function end(raise: OneRaise, error?: DeliveryError): never[] {
  for (const { tell } of raise.wanted) tell(error);
  raise.wanted = [];
  return [];
}

/** Takes in what a call has answered of these rows, in order. */
export function settle(rows: readonly { readonly raise: OneRaise }[], refusals: Refusals): void {
  for (const [place, { raise }] of rows.entries()) {
    const refusal = refusals[place];
    if (refusal !== undefined) raise.refusals.push(refusal);
    raise.unanswered -= 1;
    if (raise.unanswered === 0) settleOne(raise);
  }
}

function settleOne(raise: OneRaise): void {
  const [first] = raise.refusals;
  const standing = raise.refusals.filter((refusal) => !isWorthAnother(raise, refusal));
  if (first === undefined || standing.length > 0) end(raise, mostPatient(standing.map(refusalOfMembers)));
  else raise.met.push(raise.refusals.find(({ code }) => code !== LOCKED) ?? first);
}

function isWorthAnother({ met }: OneRaise, { code, field }: OrgRefusal): boolean {
  if (code === LOCKED) return met.filter((one) => one.code === LOCKED).length < PAUSES_MS.length;
  // If it names a field, that is a custom unique one.
  if (code === "DUPLICATE_VALUE") return field === undefined && !met.some((one) => one.code === code);
  return OUTDATED.includes(code) && !met.some((one) => OUTDATED.includes(one.code));
}

export const LOCKED = "UNABLE_TO_LOCK_ROW";

/** How long rows are left alone that were locked so many times; then they are refused. */
export const PAUSES_MS = [500, 1000, 2000, 4000, 8000];

/** How often it was locked, if that is why it is still open. */
export function timesLocked({ met }: OneRaise): number {
  return met.at(-1)?.code === LOCKED ? met.filter(({ code }) => code === LOCKED).length : 0;
}
